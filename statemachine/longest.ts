import { TASK_ROWS, type RolloutFunction } from './contract/functions.ts';
import { mostHolds, type Plan } from './contract/plan.ts';
import type { RetryPolicy } from './contract/retry-policy.ts';
import { ADVANCE_RETRIES, CONFIRM_RETRIES, retriesOf, ROLL_BACK_RETRIES } from './retries.ts';
import { longestTask } from './timeouts.ts';

/** The most that a part of a rollout can take. */
export interface Longest {
  /** With every retry, each as late as it can be. */
  readonly seconds: number;
  /** Of the execution's history, without any retry. */
  readonly events: number;
  /** Turns of wait, check, "healthy?". */
  readonly checks: number;
}

/** Events of one pass through a state: entered and exited; a task also has scheduled, started and succeeded. */
const TASK_EVENTS = 5;
/** Events of one turn: wait, check, "healthy?". */
export const TURN_EVENTS = 2 + TASK_EVENTS + 2;

const STARTED: Longest = { seconds: 0, events: 1, checks: 0 };
const CHOICE: Longest = { seconds: 0, events: 2, checks: 0 };
/** The last state is entered, and the execution ends. */
const END: Longest = { seconds: 0, events: 2, checks: 0 };
const wait = (seconds: number): Longest => ({ seconds, events: 2, checks: 0 });
const turns = (seconds: number, checks: number): Longest => ({ seconds, events: TURN_EVENTS * checks, checks });

/** A task, by the timeout of its function and all that it retries. */
export const taskOf = (functionSeconds: number, retries: readonly RetryPolicy[]): Longest => ({
  seconds: longestTask(functionSeconds, retries),
  events: TASK_EVENTS,
  checks: 0,
});

const task = (name: RolloutFunction, retries: readonly RetryPolicy[] = ADVANCE_RETRIES): Longest =>
  taskOf(TASK_ROWS[name].timeoutSeconds, retriesOf(name, retries));

const sum = (parts: readonly Longest[]): Longest => ({
  seconds: parts.reduce((all, { seconds }) => all + seconds, 0),
  events: parts.reduce((all, { events }) => all + events, 0),
  checks: parts.reduce((all, { checks }) => all + checks, 0),
});

/**
 * A loop of waits and checks. A check that says "keep baking" began before its time was over; after it come the rest of
 * that task, one more wait and one more task. One more turn also for a clock that is a moment behind.
 */
const checks = ({ checkSeconds }: Plan, seconds: number): Longest =>
  turns(seconds + checkSeconds + 2 * task('check').seconds, Math.ceil(seconds / checkSeconds) + 1);

const bake = (plan: Plan, seconds: number): Longest => checks(plan, seconds + plan.extendSeconds);

/** Looks at a production that is broken too, until the weights are held no longer. */
function broken({ brokenProductionHoldSeconds: seconds, checkSeconds }: Plan): readonly Longest[] {
  if (seconds === 0) return [];
  const look = task('rollBack', ROLL_BACK_RETRIES).seconds;
  return [turns(seconds + checkSeconds + look, Math.ceil(seconds / checkSeconds) + 1)];
}

/**
 * The most that a rollout of this plan can take within the bounds of its own states: every bake extended, a hold at one
 * of the weights (or at each, where a want of requests may hold it), and one full round of rollback at its end, before
 * which production is found broken too. A revert takes less: it has no step. A rollback that has to start over has what
 * the rest did not need.
 *
 * @param inEachStep what each step does besides
 */
export function longestRollout(plan: Plan, inEachStep: readonly Longest[] = []): Longest {
  const settle = wait(plan.settleSeconds);
  const begin = [STARTED, CHOICE, task('claim'), CHOICE, task('smokeTest')];
  const steps = plan.steps.flatMap(({ bakeSeconds }) => [
    task('shift'),
    settle,
    ...inEachStep,
    bake(plan, bakeSeconds),
  ]);
  const holds = Array<Longest>(mostHolds(plan)).fill(checks(plan, plan.holdSeconds));
  const promotion = [
    task('promote'),
    settle,
    task('smokeTest'),
    task('shift'),
    settle,
    bake(plan, plan.watchSeconds),
    task('close'),
  ];
  const rollback = [
    task('rollBack', ROLL_BACK_RETRIES),
    CHOICE,
    settle,
    task('confirm', CONFIRM_RETRIES),
    CHOICE,
    task('close', CONFIRM_RETRIES),
    CHOICE,
    END,
  ];
  return sum([...begin, ...steps, ...holds, ...promotion, ...broken(plan), ...rollback]);
}
