import * as fc from 'fast-check';
import { DEFAULT_COMPARE } from '../statemachine/contract/compare.ts';
import { LOWEST_LAST_WEIGHT, planSchema, type Plan } from '../statemachine/contract/plan.ts';
import type { Smoke } from '../statemachine/contract/smoke.ts';

/** Any plan short enough for one execution: at most seven bakes of 120 turns each. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    weights: fc.uniqueArray(fc.integer({ min: 1, max: LOWEST_LAST_WEIGHT - 1 }), { maxLength: 5 }),
    last: fc.oneof(fc.constant(100), fc.integer({ min: LOWEST_LAST_WEIGHT, max: 99 })),
    bakeSeconds: fc.integer({ min: 120, max: 3600 }),
    checkSeconds: fc.integer({ min: 60, max: 120 }),
    settleSeconds: fc.integer({ min: 60, max: 3600 }),
    watchSeconds: fc.integer({ min: 60, max: 3600 }),
    minRequests: fc.integer({ min: 0, max: 1000 }),
    extendSeconds: fc.integer({ min: 0, max: 3600 }),
    holdSeconds: fc.integer({ min: 60, max: 14_400 }),
    tooFewRequests: fc.constantFrom('roll back', 'hold', 'advance'),
    compare: fc.constantFrom(DEFAULT_COMPARE, false),
    brokenProductionHoldSeconds: fc.constantFrom(0, 0, 60, 3600),
    smoke: fc.constantFrom<Smoke | undefined>(undefined, { requests: [{ path: '/' }] }),
    gate: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
    pauseEnds: fc.constantFrom<Plan['pauseEnds']>(undefined, undefined, 'roll back', 'go on'),
    rarely: fc.constantFrom(undefined, undefined, 1, 2),
  })
  .map(({ weights, last, bakeSeconds, holdSeconds, smoke, gate, pauseEnds, rarely, ...rest }) => {
    // As many holds as there are weights are as short as one may be.
    const shortest = Math.max(60, Math.floor(holdSeconds / 6));
    const holds = rest.tooFewRequests === 'hold' || gate !== undefined ? shortest : holdSeconds;
    const paused = rarely === undefined ? undefined : Math.min(rest.checkSeconds * rarely, holds);
    return planSchema.parse({
      ...rest,
      ...(smoke && { smoke }),
      ...(pauseEnds && { pauseEnds }),
      ...(paused !== undefined && paused >= rest.checkSeconds && { pausedCheckSeconds: paused }),
      holdSeconds: holds,
      steps: [...weights.sort((a, b) => a - b), last].map((weight, i) => ({
        weight,
        bakeSeconds: bakeSeconds + i,
        ...(i % 2 === 1 && { minRequests: i }),
        ...(i === gate && { approve: true }),
      })),
    });
  });
