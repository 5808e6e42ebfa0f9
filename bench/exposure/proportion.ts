/**
 * The chance that is not exceeded with 95 % confidence (one-sided), of something seen `seen` times in `runs`: Clopper
 * and Pearson 1934, the u with P(X <= seen | runs, u) = 0.05.
 */
export function upperChance(seen: number, runs: number): number {
  if (seen >= runs) return 1;
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (atMost(seen, runs, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** P(X <= seen) of a binomial distribution, summed in logarithms. */
export function atMost(seen: number, runs: number, chance: number): number {
  let log = runs * Math.log1p(-chance);
  let sum = Math.exp(log);
  for (let k = 1; k <= seen; k += 1) {
    log += Math.log((runs - k + 1) / k) + Math.log(chance) - Math.log1p(-chance);
    sum += Math.exp(log);
  }
  return sum;
}

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
