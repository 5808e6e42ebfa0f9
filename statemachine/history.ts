import { mostHolds, type Plan } from './contract/plan.ts';

/**
 * An execution may have 25,000 history events; one more and it fails. A plan may use half of them: the other half
 * is for retries (3 events each) and for a rollback that has to start over.
 */
export const HISTORY_ALLOWANCE = 12_500;

/** Events of one pass through a state: entered and exited; a task also has scheduled, started and succeeded. */
const CHOICE = 2;
const WAIT = 2;
const TASK = 5;
/** One turn of a bake: wait, check, "healthy?". */
const TURN = WAIT + TASK + CHOICE;

/** Turns of a bake that goes on to the end of its extension; one more for a clock that is a moment behind. */
const turns = (plan: Plan, watched: number): number =>
  Math.ceil((watched + plan.extendSeconds) / plan.checkSeconds) + 1;

/** Turns of all holds up to their deadlines: one more of each for the same reason. */
const holdTurns = (plan: Plan): number => mostHolds(plan) * (Math.ceil(plan.holdSeconds / plan.checkSeconds) + 1);

/**
 * Looks at a production that is broken too, until the weights are held no longer: wait, roll back, "anything to roll
 * back?".
 */
const brokenTurns = (plan: Plan): number =>
  plan.brokenProductionHoldSeconds === 0 ? 0 : Math.ceil(plan.brokenProductionHoldSeconds / plan.checkSeconds) + 1;

/**
 * Most history events a rollout of this plan can have without any retry: every bake extended, held up to the deadline
 * wherever it may be, and rolled back at the very end, production being broken too.
 */
export function historyEvents(plan: Plan): number {
  const begin = 1 + CHOICE + TASK + CHOICE + TASK;
  const steps = plan.steps.reduce((sum, step) => sum + TASK + WAIT + TURN * turns(plan, step.bakeSeconds), 0);
  const promotion = TASK + WAIT + TASK + TASK + WAIT + TURN * turns(plan, plan.watchSeconds) + TASK;
  // A revert has fewer states than the shortest plan has, so that whatever fits a release fits it too.
  const hold = TURN * holdTurns(plan);
  const rollback = TURN * brokenTurns(plan) + TASK + CHOICE + WAIT + TASK + CHOICE + TASK + CHOICE + 2;
  return begin + steps + hold + promotion + rollback;
}

/** @throws Error when the plan has too many checks for one execution. */
export function requireHistoryFits(plan: Plan): void {
  const problem = historyProblem(plan);
  if (problem !== undefined) throw new Error(`plan.checkSeconds: ${problem}`);
}

/**
 * What is wrong with `checkSeconds` when the plan has too many checks for one execution; it names the shortest one that
 * would do.
 */
export function historyProblem(plan: Plan): string | undefined {
  const events = historyEvents(plan);
  if (events <= HISTORY_ALLOWANCE) return undefined;
  const checks = plan.steps.reduce(
    (sum, step) => sum + turns(plan, step.bakeSeconds),
    turns(plan, plan.watchSeconds) + holdTurns(plan) + brokenTurns(plan),
  );
  const fitting = shortestFittingCheck(plan);
  return (
    `a check every ${plan.checkSeconds} s makes up to ${checks} checks of ${TURN} history events, ` +
    `${events} with the rest of the rollout, got more than the ${HISTORY_ALLOWANCE} a plan may use of the ` +
    '25,000 of an execution; ' +
    (fitting === undefined
      ? 'shorten the bakes or the hold'
      : `check at most every ${fitting} s, or shorten the bakes or the hold`)
  );
}

/** Undefined when not even a check an hour is rare enough. A bake must be at least as long as the interval. */
function shortestFittingCheck(plan: Plan): number | undefined {
  const longest = Math.min(3600, ...plan.steps.map((step) => step.bakeSeconds));
  for (let checkSeconds = plan.checkSeconds + 1; checkSeconds <= longest; checkSeconds += 1) {
    if (historyEvents({ ...plan, checkSeconds }) <= HISTORY_ALLOWANCE) return checkSeconds;
  }
  return undefined;
}
