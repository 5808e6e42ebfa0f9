import { ContractError } from '../../statemachine/contract/errors.ts';
import type { ClosedRollout } from '../record/record.ts';
import { addSeconds } from '../time.ts';

/**
 * How long an alarm may be told after the moment that it is about: a minute for the metric, 17 to 96 s for CloudWatch,
 * in seconds. It would hit the release that runs by then.
 */
const TOLD_WITHIN = 180;
const MINUTE = 60;

/** What the canary did in one minute, of all versions behind it. */
export interface CanaryMinute {
  readonly start: Date;
  /** Errors and answers with status 5XX. */
  readonly bad: number;
}

/** Whether the release before may still be in an alarm's window, so that it is worth looking. */
export function mayBeHeard(last: ClosedRollout | undefined, windowSeconds: number, now: Date): last is ClosedRollout {
  return last !== undefined && now < addSeconds(new Date(last.closedAt), windowSeconds + MINUTE);
}

/**
 * Alarms count what the alias did, not the version: what was bad of the release before counts for the next one as well,
 * until it has left their windows. And an alarm about a release that was rolled back may come when it is over.
 * @param windowSeconds how far back the canary's alarms look
 * @throws ContractError CanaryNotQuiet, with the time until which to wait
 */
export function requireQuietCanary(
  last: ClosedRollout,
  minutes: readonly CanaryMinute[],
  windowSeconds: number,
  now: Date,
): void {
  const counted = minutes
    .filter(({ bad }) => bad > 0)
    .map(({ start, bad }) => ({ until: addSeconds(start, MINUTE + windowSeconds), start, bad }))
    .findLast(({ until }) => now < until);
  const told = addSeconds(new Date(last.closedAt), TOLD_WITHIN);
  if (counted !== undefined)
    throw notQuiet(
      `its alarms still count ${counted.bad} bad ${counted.bad === 1 ? 'answer' : 'answers'} of ` +
        counted.start.toISOString(),
      counted.until,
    );
  if (last.outcome === 'rolled back' && now < told)
    throw notQuiet(`version ${last.version} was rolled back at ${last.closedAt}, and alarms about it may follow`, told);
}

function notQuiet(words: string, until: Date): ContractError {
  const time = until.toISOString();
  return new ContractError('CanaryNotQuiet', `the canary is not quiet yet, wait until ${time}: ${words}`);
}
