import { divergence } from './chernoff.ts';
import type { Tolerance } from './counts.ts';
import { RARE } from './grid.ts';

/**
 * The fewest canary requests with which any test of level `alpha` can tell a canary that fails with chance `fault` from
 * one that is just tolerable, on average, even if production's own rate were known: ln(1/alpha) over the divergence
 * (Wald 1945, Sequential tests).
 */
export function fewestRequests(fault: number, production: number, { ratio, margin }: Tolerance, alpha: number): number {
  return Math.log(1 / alpha) / divergence(fault, ratio * production + margin);
}

/**
 * How many requests the canary should have served before silence means something: those with which this test condemns a
 * canary that fails with chance `fault`. To the bound comes what the test pays for not knowing where the truth lies:
 * its stake is shared over the bets and, for a fault from the first minute on, a half of it has begun.
 */
export function requestsToDetect(fault: number, production: number, tolerance: Tolerance, alpha: number): number {
  const bets = RARE.production.length * RARE.odds.length;
  return Math.ceil(fewestRequests(fault, production, tolerance, alpha / (2 * bets)));
}
