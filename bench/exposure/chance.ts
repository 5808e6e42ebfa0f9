import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Counts by chance, from a seed. Exact distributions (to the 32 bits of a draw), in a fixed number of steps however
 * large the counts.
 */
export interface Chance {
  /** From 0 to below 1. */
  uniform(): number;
  /** How many of `n` happen that each have chance `p`. */
  binomial(n: number, p: number): number;
  /** How many arrive where `mean` are expected. */
  poisson(mean: number): number;
}

/** Below this mean counting up is quicker than rejection, and the rejection methods do not hold. */
const SMALL = 10;

export function seededChance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const uniform = () => (generator.next() >>> 0) * 2 ** -32;
  return {
    uniform,
    binomial: (n, p) => (p > 0.5 ? n - binomial(uniform, n, 1 - p) : binomial(uniform, n, p)),
    poisson: (mean) => (mean < SMALL ? poissonByCounting(uniform, mean) : poissonByRejection(uniform, mean)),
  };
}

function binomial(uniform: () => number, n: number, p: number): number {
  if (n === 0 || p <= 0) return 0;
  return n * p < SMALL ? binomialByGaps(uniform, n, p) : binomialByRejection(uniform, n, p);
}

/** From one success to the next: the gaps are geometric. */
function binomialByGaps(uniform: () => number, n: number, p: number): number {
  const rate = 1 / Math.log1p(-p);
  let trials = 0;
  for (let successes = 0; ; successes += 1) {
    trials += Math.floor(Math.log(1 - uniform()) * rate) + 1;
    if (trials > n) return successes;
  }
}

/** Hörmann 1993, The generation of binomial random variates: transformed rejection with squeeze (BTRS). */
function binomialByRejection(uniform: () => number, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const odds = p / (1 - p);
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + n * p + 0.5);
    if (us >= 0.07 && v <= 0.92 - 4.2 / b) return k;
    if (k < 0 || k > n) continue;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

function poissonByCounting(uniform: () => number, mean: number): number {
  const floor = Math.exp(-mean);
  let product = uniform();
  let k = 0;
  for (; product > floor; k += 1) product *= uniform();
  return k;
}

/** Hörmann 1993, The transformed rejection method for generating Poisson random variables (PTRS). */
function poissonByRejection(uniform: () => number, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverse) / (a / (us * us) + b)) <= k * Math.log(mean) - mean - logFactorial(k)) return k;
  }
}

/** ln(k!), by Stirling's formula. */
export function logFactorial(k: number): number {
  return (k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI) + stirlingTail(k);
}

/** What Stirling's formula leaves out of ln(k!), by its series; the first values exactly. */
function stirlingTail(k: number): number {
  const exact = FIRST_TAILS[k];
  if (exact !== undefined) return exact;
  const square = (k + 1) ** 2;
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}

const FIRST_TAILS = Array.from({ length: 10 }, (_, k) => {
  let log = 0;
  for (let i = 2; i <= k; i += 1) log += Math.log(i);
  return log - ((k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI));
});
