import type { State } from 'aws-cdk-lib/aws-stepfunctions';
import { ErrorName } from './contract/errors.ts';
import type { SmokeTestArgs } from './contract/payloads.ts';
import { EXECUTION, jsonata } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import type { RolloutParts } from './parts.ts';
import { rollBackOnFailure, rollBackOnlyOn, task } from './task.ts';

/** How many answers in a row must come from the version. */
const ANSWERS = {
  /** Before the first user meets it, a few will do. */
  canary: 3,
  /** An alias that was moved may go on answering with the version before, now and then. */
  production: 10,
} as const;

export interface SmokeTestOptions {
  /**
   * The state that follows a failure which is only told. @default - none is
   *
   * | the alias answers          | without   | with                    |
   * |----------------------------|-----------|-------------------------|
   * | well, with the version     | goes on   | goes on                 |
   * | badly, with the version    | roll back | goes on                 |
   * | with another version still | roll back | roll back               |
   * | not at all                 | roll back | goes on with this state |
   */
  readonly reportOnly?: State;
}

/** Invokes an alias until the rollout's version answers, every time. */
export function smokeTestTask(
  parts: RolloutParts,
  name: string,
  alias: SmokeTestArgs['alias'],
  comment: string,
  { reportOnly }: SmokeTestOptions = {},
) {
  const test = task(parts, name, {
    comment,
    invoke: 'smokeTest',
    args: {
      execution: EXECUTION,
      alias,
      version: jsonata('$version'),
      path: parts.smokeTestPath,
      answers: ANSWERS[alias],
      ...(reportOnly && { anyAnswer: true }),
    },
    retries: ADVANCE_RETRIES,
  });
  if (reportOnly) rollBackOnlyOn([ErrorName.VersionNotVisible], test, parts.rollBack, reportOnly);
  else rollBackOnFailure(test, parts.rollBack);
  return test;
}
