import type { AlarmLimit } from '../../statemachine/contract/alarm-limits.ts';
import type { Step } from '../../statemachine/contract/plan.ts';
import { harmOf, type Harm, type HarmPlan } from './harm.ts';

/** Shares of answers that a release may fail, from all down to few. */
export const SHARES = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01] as const;

/** From a small first weight on, each is at most so many times the one before. */
const RISE = 3;

/** What releases cost under a plan. */
export interface Cost {
  readonly steps: readonly Step[];
  /** By share; those that are promoted unfound are left out. */
  readonly found: readonly Harm[];
  /** The one that costs most; undefined when none is found. */
  readonly worst: Harm | undefined;
}

export type CostPlan = HarmPlan & { readonly minRequests: number };

export function costOf(plan: HarmPlan, limits: readonly AlarmLimit[], rps: number): Cost {
  const found = SHARES.flatMap((share) => harmOf(plan, limits, rps, share) ?? []);
  const [worst] = [...found].sort((a, b) => b.failed - a.failed);
  return { steps: plan.steps, found, worst };
}

/**
 * The plan with the largest first weight under which no release costs more, which then rises to the weights of the
 * present one. Its own one where that is good enough.
 * @param most failed answers, on average
 * @returns the one with a first weight of 1 where none is good enough
 */
export function lessHarm(plan: CostPlan, limits: readonly AlarmLimit[], rps: number, most: number): Cost {
  const present = costOf(plan, limits, rps);
  if (isWithin(present, most)) return present;
  const first = plan.steps[0]?.weight ?? 1;
  let best = costOf(startingAt(plan, 1, rps), limits, rps);
  let [good, bad] = [1, first];
  while (isWithin(best, most) && bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    const cost = costOf(startingAt(plan, middle, rps), limits, rps);
    if (!isWithin(cost, most)) bad = middle;
    else [good, best] = [middle, cost];
  }
  return best;
}

/** "About": what chance adds or takes is more than a tenth. */
export const isWithin = ({ worst }: Cost, most: number): boolean => worst === undefined || worst.failed <= 1.1 * most;

/** A bake is as long as the present plan's first, or until there were as many requests as it asks for. */
function startingAt(plan: CostPlan, weight: number, rps: number): HarmPlan {
  const [present] = plan.steps;
  const weights = [weight];
  // None that is next to the present first weight already.
  for (let next = RISE * weight; 1.5 * next < (present?.weight ?? 0); next *= RISE) weights.push(next);
  const small = weights.map((each): Step => {
    const needed = (plan.minRequests * 100) / (rps * each) + plan.settleSeconds;
    return { weight: each, bakeSeconds: Math.max(present?.bakeSeconds ?? 60, 60 * Math.ceil(needed / 60)) };
  });
  return { ...plan, steps: [...small, ...plan.steps.filter((step) => step.weight > (weights.at(-1) ?? 0))] };
}
