export interface Shift {
  /** Hodges and Lehmann's: the median of all differences. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Two-sided 98 %, as Kayenta's default judge asks. */
const Z_98 = 2.3263478740408408;

/**
 * By how much the values of one sample are larger than those of another, with the confidence interval of the
 * Mann-Whitney U test: order statistics of all differences, by the normal approximation.
 */
export function shiftBetween(values: readonly number[], others: readonly number[], z = Z_98): Shift {
  const differences = values.flatMap((value) => others.map((other) => value - other)).sort((a, b) => a - b);
  const count = differences.length;
  const [m, n] = [values.length, others.length];
  const spread = Math.sqrt((m * n * (m + n + 1)) / 12);
  const rank = Math.max(1, Math.round((m * n) / 2 - z * spread));
  const at = (i: number) => differences[Math.min(count - 1, Math.max(0, i))] ?? 0;
  return {
    estimate: (at(Math.floor((count - 1) / 2)) + at(Math.floor(count / 2))) / 2,
    lower: at(rank - 1),
    upper: at(count - rank),
  };
}
