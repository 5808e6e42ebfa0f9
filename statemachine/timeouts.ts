import { mostHolds, WRITER_LIFETIME_SECONDS, WRITER_TIMEOUT_SECONDS, type Plan } from './contract/plan.ts';
import {
  ADVANCE_RETRIES,
  CLAIM_RETRIES,
  CONFIRM_RETRIES,
  longestDelay,
  ROLL_BACK_RETRIES,
  SMOKE_TEST_RETRIES,
  type RetryPolicy,
} from './retries.ts';

/**
 * Timeout of each function that the machine invokes, in seconds. Whoever writes the listener or moves the
 * production alias has the writer's, so that a rollback knows for how long one of them can still be alive.
 */
export const FUNCTION_TIMEOUT_SECONDS = {
  /** Reads every alarm and moves the canary alias. */
  claim: 30,
  /** Up to ten invocations, each perhaps a cold start of the service. */
  smokeTest: 60,
  shift: WRITER_TIMEOUT_SECONDS,
  /** DescribeAlarms is throttled at 9 requests a second per Region: room for the client's own retries. */
  check: 30,
  promote: WRITER_TIMEOUT_SECONDS,
  revert: WRITER_TIMEOUT_SECONDS,
  goOn: 20,
  close: 20,
  rollBack: WRITER_TIMEOUT_SECONDS,
  confirm: 20,
} as const;
export type RolloutFunction = keyof typeof FUNCTION_TIMEOUT_SECONDS;

/**
 * How long a task waits for its function: its timeout and 10 s for a cold start, which Lambda does not count. A
 * writer whose task timed out is therefore dead before the task is tried again.
 */
export const taskTimeoutSeconds = (name: RolloutFunction): number =>
  FUNCTION_TIMEOUT_SECONDS[name] + WRITER_LIFETIME_SECONDS - WRITER_TIMEOUT_SECONDS;

/** Longest a task can take, in seconds: every try up to its timeout, every delay at its longest. */
export function longestTask(name: RolloutFunction, retries: readonly RetryPolicy[]): number {
  const tries = retries.reduce((sum, policy) => sum + policy.maxAttempts, 1);
  const delays = retries.reduce((sum, policy) => sum + longestDelay(policy), 0);
  return tries * taskTimeoutSeconds(name) + delays;
}

/**
 * Longest loop of waits and checks, in seconds. A check that says "keep baking" began before `watched + extend`
 * was over; after it come the rest of that task, one more wait and one more task.
 */
const longestChecks = (plan: Plan, watched: number): number =>
  watched + plan.extendSeconds + plan.checkSeconds + 2 * longestTask('check', ADVANCE_RETRIES);

/**
 * Timeout of the machine in seconds: the longest that a rollout can take within the bounds of its own states, with
 * one full round of rollback at its end. It is the last resort and cuts nothing that still has a bound of its own:
 *
 *     claim + smoke test
 *     + per step: shift + settle + bake + extension + one more check
 *     + a hold at one of the weights, or at each where a want of requests may hold it + one more check
 *     + promote + settle + smoke test + shift + settle + watch + extension + one more check + close
 *     + the hold while production is broken too + one more look
 *     + roll back + settle + confirm + announce
 *
 * A revert takes less: it has no step. A rollback that has to start over has the time that the rest did not need.
 */
export function machineTimeoutSeconds(plan: Plan): number {
  const begin = longestTask('claim', CLAIM_RETRIES) + longestTask('smokeTest', SMOKE_TEST_RETRIES);
  const shift = longestTask('shift', ADVANCE_RETRIES) + plan.settleSeconds;
  const steps = plan.steps.reduce((sum, step) => sum + shift + longestChecks(plan, step.bakeSeconds), 0);
  const holds = mostHolds(plan) * (plan.holdSeconds + plan.checkSeconds + 2 * longestTask('check', ADVANCE_RETRIES));
  const promotion =
    longestTask('promote', ADVANCE_RETRIES) +
    plan.settleSeconds +
    longestTask('smokeTest', SMOKE_TEST_RETRIES) +
    shift +
    longestChecks(plan, plan.watchSeconds) +
    longestTask('close', ADVANCE_RETRIES);
  const broken =
    plan.brokenProductionHoldSeconds === 0
      ? 0
      : plan.brokenProductionHoldSeconds + plan.checkSeconds + longestTask('rollBack', ROLL_BACK_RETRIES);
  const rollback =
    longestTask('rollBack', ROLL_BACK_RETRIES) +
    plan.settleSeconds +
    longestTask('confirm', CONFIRM_RETRIES) +
    longestTask('close', CONFIRM_RETRIES);
  return begin + steps + holds + promotion + broken + rollback;
}
