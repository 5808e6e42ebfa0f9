import { Errors, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { ErrorName } from './contract/errors.ts';
import { StateName } from './contract/names.ts';
import type { SmokeTestArgs } from './contract/rows/smoke-test.ts';
import { CAUGHT_CAUSE, EXECUTION, jsonata, literal, type Jsonata } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import type { RolloutParts } from './parts.ts';
import { rollBackOnFailure, rollBackOnlyOn, task } from './task.ts';

/** How many answers in a row must come from the version. */
const ANSWERS: Readonly<Record<SmokeTestArgs['alias'], number>> = {
  /** Before the first user meets it, a few will do. */
  canary: 3,
  /** An alias that was moved may go on answering with the version before, now and then. */
  production: 10,
  /** To wake it: what it answers does not matter. */
  previous: 1,
};

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
   *
   * The variable `unasked` then says why it could not be asked, as the end of a sentence; '' where it was.
   */
  readonly reportOnly?: State;
  /** Variables for what follows. @default - none */
  readonly assign?: Readonly<Record<string, Jsonata>>;
}

/**
 * Invokes the alias that keeps the version before until that answers at all: after weeks without a request Lambda may
 * need minutes to bring it back. Whatever comes of it, `onward` follows.
 */
export function wakeTask(parts: RolloutParts, onward: State) {
  const wake = task(parts, StateName.wakePrevious, {
    comment: 'It may have been idle for weeks: it answers before users are sent to it, or is given up on',
    invoke: 'smokeTest',
    args: {
      execution: EXECUTION,
      alias: 'previous',
      version: jsonata('$version'),
      path: parts.smokeTestPath,
      answers: ANSWERS.previous,
      anyAnswer: true,
    },
    // Only what the function has for its own errors: production is why somebody reverts, and waits meanwhile.
    retries: [],
  });
  wake.addCatch(onward, { errors: [Errors.ALL] });
  wake.next(onward);
  return wake;
}

/** For the announcement: why nobody could ask. */
const UNASKED = `'; it could not be asked whether it answers: ' & $substring((${CAUGHT_CAUSE}), 0, 300)`;

/** Invokes an alias until the rollout's version answers, every time. */
export function smokeTestTask(
  parts: RolloutParts,
  name: string,
  alias: SmokeTestArgs['alias'],
  comment: string,
  { reportOnly, assign = {} }: SmokeTestOptions = {},
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
      ...(alias === 'canary' &&
        parts.plan.smoke && { smoke: { ...parts.plan.smoke, production: jsonata('$previousVersion') } }),
    },
    retries: ADVANCE_RETRIES,
    assign: { ...assign, ...(reportOnly && { unasked: jsonata(literal('')) }) },
  });
  if (reportOnly)
    rollBackOnlyOn([ErrorName.VersionNotVisible], test, parts.rollBack, reportOnly, { unasked: jsonata(UNASKED) });
  else rollBackOnFailure(test, parts.rollBack);
  return test;
}
