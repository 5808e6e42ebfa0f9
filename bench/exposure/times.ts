import { TIMES } from '../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/compare.ts';
import type { Chance } from './chance.ts';

/** How long answers take. */
export interface Times {
  readonly name: string;
  /** P(T > milliseconds). */
  beyond(milliseconds: number): number;
}

/** How the canary's times are read: beyond so many times each of `TIMES`. */
export const SLOWER = DEFAULT_COMPARE.slowness;

/** An execution environment's first answer takes longer than any of `TIMES` up to this, in milliseconds. */
export const COLD_START_MS = 300;

/** @param spread standard deviation of the logarithm */
export function lognormal(median: number, spread: number): Times {
  return {
    name: `lognormal, median ${median} ms, spread ${spread}`,
    beyond: (milliseconds) => normalTail(Math.log(milliseconds / median) / spread),
  };
}

export function pareto(least: number, shape: number): Times {
  return {
    name: `Pareto from ${least} ms, shape ${shape}`,
    beyond: (milliseconds) => Math.min(1, (milliseconds / least) ** -shape),
  };
}

const known = new WeakMap<Times, Map<number, readonly number[]>>();

/** P(T > factor x each of `TIMES`): of a version that is twice as slow with half the factor. */
export function sharesBeyond(times: Times, factor: number): readonly number[] {
  let byFactor = known.get(times);
  if (byFactor === undefined) known.set(times, (byFactor = new Map()));
  let shares = byFactor.get(factor);
  if (shares === undefined) byFactor.set(factor, (shares = TIMES.map((time) => times.beyond(time * factor))));
  return shares;
}

/** How many of the requests are beyond each of the times: from one time to the next, so that they never grow. */
export function drawBeyond(chance: Chance, requests: number, shares: readonly number[]): number[] {
  let left = requests;
  return shares.map((share, i) => {
    const before = i === 0 ? 1 : (shares[i - 1] ?? 1);
    left = chance.binomial(left, before === 0 ? 0 : Math.min(1, share / before));
    return left;
  });
}

/**
 * How many of the requests of who is so many times as slow as usual are beyond each of `TIMES`, by each of the factors.
 * Drawn from the shortest limit to the longest, whichever factor it is of.
 */
export function drawByFactor(
  chance: Chance,
  requests: number,
  { times, factors, slowness }: { times: Times; factors: readonly number[]; slowness: number },
): readonly number[][] {
  const shares = factors.map((factor) => sharesBeyond(times, factor / slowness));
  const limits = limitsOf(factors);
  const drawn = drawBeyond(
    chance,
    requests,
    limits.map(({ k, i }) => shares[k]?.[i] ?? 0),
  );
  const counts = factors.map(() => TIMES.map(() => 0));
  limits.forEach(({ k, i }, at) => ((counts[k] ?? [])[i] = drawn[at] ?? 0));
  return counts;
}

const inOrder = new Map<string, readonly Limit[]>();

/** The i-th of `TIMES` by the k-th factor. */
interface Limit {
  readonly k: number;
  readonly i: number;
}

function limitsOf(factors: readonly number[]): readonly Limit[] {
  const key = factors.join();
  let limits = inOrder.get(key);
  if (limits === undefined) {
    limits = factors
      .flatMap((factor, k) => TIMES.map((time, i) => ({ k, i, limit: time * factor })))
      .sort((one, other) => one.limit - other.limit);
    inOrder.set(key, limits);
  }
  return limits;
}

/** Adds requests that take longer than any time up to `COLD_START_MS`. */
export function addColdStarts(slow: readonly number[], coldStarts: number): number[] {
  return slow.map((count, i) => count + ((TIMES[i] ?? 0) < COLD_START_MS ? coldStarts : 0));
}

/** P(Z > z) of the standard normal: Abramowitz and Stegun 26.2.17, right to seven digits. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.max(0, (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial);
}
