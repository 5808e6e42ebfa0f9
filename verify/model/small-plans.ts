import type { Plan } from '../../statemachine/contract/plan.ts';
import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/writer.ts';

/** A rollout in as few states as show everything: two steps, and the shortest waits that a plan may have. */
export const SMALL_PLAN: Plan = {
  steps: [10, 100].map((weight) => ({ weight, bakeSeconds: 60 })),
  checkSeconds: 60,
  settleSeconds: 2 * WRITER_LIFETIME_SECONDS,
  watchSeconds: 60,
  minRequests: 1,
  extendSeconds: 0,
  holdSeconds: 60,
  tooFewRequests: 'advance',
  compare: false,
  brokenProductionHoldSeconds: 0,
};

/** Even fewer, for many faults at once. */
export const ONE_STEP: Plan = { ...SMALL_PLAN, steps: SMALL_PLAN.steps.slice(-1) };

/** One step whose last weight leaves something beside the canary: a shift to 100 and its settling follow the bake. */
export const LAST_95: Plan = { ...SMALL_PLAN, steps: [{ weight: 95, bakeSeconds: 60 }] };
