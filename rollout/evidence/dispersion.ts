import type { Count } from './counts.ts';

/** Minutes of a stretch; what happens in a few of many stretches is not what production is like. */
const STRETCH = 10;

/** So many standard deviations from independent requests may be chance. */
const CHANCE = 2.5;

/**
 * Clusters are believed to be no larger, lest a service that is never still hides every fault: clients mostly try three
 * times, and five in older modes ("Retry behavior" in the reference guide of AWS' SDKs).
 */
export const LARGEST = 5;

/** Two minutes are compared where neither has more than twice the requests of the other. */
const MOST_UNLIKE = 2;

/**
 * How many requests share their outcome, by how much more the share of the bad moves from one minute to the next than
 * that of independent requests does: a client that retries five times makes five of one. 1 where that may be chance.
 *
 * Given how many of two minutes' requests are bad, each of them is in the first with the chance that a request is. So
 * the squared distance from what is expected there, over its variance, is 1 on average, whatever the share; and m where
 * requests come in clusters of m. What moves slowly, as from day to night, hardly shows between two minutes. The mean
 * is taken of each ten minutes, and of those the median: a dependency that is out for minutes is in a few of them.
 * @param minutes of production, in order
 * @returns 1 to 5
 */
export function dispersionOf(minutes: readonly Count[]): number {
  const means: number[] = [];
  let pairs = 0;
  for (let from = 0; from < minutes.length; from += STRETCH) {
    const seen = movesOf(minutes.slice(from, from + STRETCH));
    pairs += seen.length;
    if (seen.length > 0) means.push(mean(seen));
  }
  const dispersion = median(means);
  return pairs > 0 && dispersion > 1 + CHANCE * Math.sqrt(2 / pairs) ? Math.min(dispersion, LARGEST) : 1;
}

/** Of each two minutes; where nothing was bad, or all was, nothing is seen. */
function movesOf(minutes: readonly Count[]): readonly number[] {
  const moves: number[] = [];
  for (let i = 0; i < minutes.length; i += 2) {
    const [one, other] = [minutes[i], minutes[i + 1]];
    if (one === undefined || other === undefined) continue;
    const requests = one.requests + other.requests;
    const bad = one.bad + other.bad;
    if (Math.max(one.requests, other.requests) > MOST_UNLIKE * Math.min(one.requests, other.requests)) continue;
    if (bad <= 0 || bad >= requests) continue;
    const chance = one.requests / requests;
    const variance = bad * chance * (1 - chance) * ((requests - bad) / requests);
    moves.push((one.bad - bad * chance) ** 2 / variance);
  }
  return moves;
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/**
 * What a bet makes of a stake where requests come in clusters: its logarithm over their size. While no bet gains on
 * average where requests are independent, none does where up to so many share their outcome: of a cluster of k the
 * factor is that of one request to the power of k / dispersion, on average at most the power of its average (Jensen's
 * inequality). Nor does one where only the bad are repeated (`dispersion.test.ts`).
 */
export const scaled = (gain: number, dispersion: number): number =>
  dispersion === 1 ? gain : gain ** (1 / dispersion);
