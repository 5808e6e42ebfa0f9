import { WRITER_LIFETIME_SECONDS, type Plan } from '../../statemachine/contract/plan.ts';

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
