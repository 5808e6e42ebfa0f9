import type { Plan } from './contract/plan.ts';
import { longestOf, turnEvents } from './longest.ts';
import { outlineOf } from './outline/outline-of.ts';
import type { Outline } from './outline/outline.ts';

/**
 * An execution may have 25,000 history events; one more and it fails. A plan may use half of them: the other half
 * is for retries (3 events each) and for a rollback that has to start over.
 */
export const HISTORY_ALLOWANCE = 12_500;

type MakeOutline = (plan: Plan) => Outline;

/**
 * @param outline the states that a plan makes
 * @throws Error when the plan has too many checks for one execution
 */
export function requireHistoryFits(plan: Plan, outline: MakeOutline = outlineOf): void {
  const problem = historyProblem(plan, outline);
  if (problem !== undefined) throw new Error(`plan.checkSeconds: ${problem}`);
}

/**
 * What is wrong with `checkSeconds` when the plan has too many checks for one execution; it names the shortest one that
 * would do.
 */
export function historyProblem(plan: Plan, outline: MakeOutline = outlineOf): string | undefined {
  const made = outline(plan);
  const { events, checks } = longestOf(made);
  if (events <= HISTORY_ALLOWANCE) return undefined;
  const shorten = `shorten the bakes${plan.hooks ? ', what hooks may take' : ''} or the hold`;
  const fitting = shortestFittingCheck(plan, outline);
  return (
    `a check every ${plan.checkSeconds} s makes up to ${checks} checks of ${turnEvents(made)} history events, ` +
    `${events} with the rest of the rollout, got more than the ${HISTORY_ALLOWANCE} a plan may use of the ` +
    '25,000 of an execution; ' +
    (fitting === undefined ? shorten : `check at most every ${fitting} s, or ${shorten}`) +
    rarerPauses(plan, outline)
  );
}

/** The other way out, where the holds are what is too much: checks of a pause that come less often. */
function rarerPauses(plan: Plan, outline: MakeOutline): string {
  const { holdSeconds, pausedCheckSeconds = plan.checkSeconds } = plan;
  for (let seconds = pausedCheckSeconds + 1; seconds <= Math.min(3600, holdSeconds); seconds += 1) {
    if (longestOf(outline({ ...plan, pausedCheckSeconds: seconds })).events <= HISTORY_ALLOWANCE)
      return `; with checks each ${seconds} s while it is paused (pausedCheckSeconds) it fits as it is`;
  }
  return '';
}

/** Undefined when not even a check an hour is rare enough. A bake must be at least as long as the interval. */
function shortestFittingCheck(plan: Plan, outline: MakeOutline): number | undefined {
  const longest = Math.min(3600, ...plan.steps.map((step) => step.bakeSeconds));
  for (let checkSeconds = plan.checkSeconds + 1; checkSeconds <= longest; checkSeconds += 1) {
    if (longestOf(outline({ ...plan, checkSeconds })).events <= HISTORY_ALLOWANCE) return checkSeconds;
  }
  return undefined;
}
