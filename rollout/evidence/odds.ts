import type { Count, Minute } from './counts.ts';

/** What each request does to the logarithm of what a bet has made of its stake. */
export interface Odds {
  readonly bad: number;
  readonly good: number;
}

/** The same of a bet on both sides. */
export interface BothOdds {
  readonly canary: Odds;
  readonly production: Odds;
}

export const UNMOVED: Odds = { bad: 0, good: 0 };

/** A request multiplies by 1 + stake (bad - chance). */
export function oddsOf(chance: number, stake: number): Odds {
  return { bad: Math.log1p(stake * (1 - chance)), good: Math.log1p(-stake * chance) };
}

export function logGain({ canary, production }: BothOdds, minute: Minute): number {
  return logOutcome(canary, minute.canary) + logOutcome(production, minute.production);
}

export function logOutcome(odds: Odds, { requests, bad }: Count): number {
  return bad * odds.bad + (requests - bad) * odds.good;
}
