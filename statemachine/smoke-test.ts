import { Errors, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { ErrorName } from './contract/errors.ts';
import type { SmokeTestArgs } from './contract/payloads.ts';
import { EXECUTION, jsonata } from './jsonata.ts';
import type { RolloutParts } from './parts.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { rollBackOnFailure, task } from './task.ts';

/**
 * How many answers in a row must come from the version. Before the first user meets the canary a few will do; the
 * new production must have stopped answering with the old version, everywhere, before the traffic returns to it.
 */
const ANSWERS = { canary: 3, production: 10 } as const;

export interface SmokeTestOptions {
  /**
   * Where it goes on when the alias cannot be asked; and any answer will do, as long as it is the version's. Another
   * version's answer still rolls back. @default - nothing goes on, whatever fails rolls back
   */
  readonly toldOnly?: State;
}

/** Invokes an alias until the rollout's version answers, every time. */
export function smokeTestTask(
  parts: RolloutParts,
  name: string,
  alias: SmokeTestArgs['alias'],
  comment: string,
  { toldOnly }: SmokeTestOptions = {},
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
      ...(toldOnly && { anyAnswer: true }),
    },
    retries: ADVANCE_RETRIES,
  });
  rollBackOnFailure(test, parts.rollBack, toldOnly ? [ErrorName.VersionNotVisible] : undefined);
  if (toldOnly) test.addCatch(toldOnly, { errors: [Errors.ALL] });
  return test;
}
