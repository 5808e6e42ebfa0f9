/** One number, with the budget it has to keep where there is one. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** Such as `ms`, `%` or `USD`; '' for a count. */
  readonly unit: string;
  readonly budget?: Budget;
}

export type Budget = { readonly most: number } | { readonly least: number };

/** What a user waits or pays for, and how it is measured. */
export interface Benchmark {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  readonly how: string;
  /** A sentence: what keeps the figure from being better. */
  readonly limit: string;
  /** A sentence: what the figure would be if this project did nothing at all. */
  readonly floor: string;
  /** Sentences, where a budget is missed: what was done to keep it, what that gave, and what was left. */
  readonly tried?: string;
  /** @param signal aborts what was begun; whatever was started is ended before the promise settles */
  run(signal: AbortSignal): Promise<readonly Figure[]>;
}

export function keepsBudget({ value, budget }: Figure): boolean {
  if (budget === undefined) return true;
  return 'most' in budget ? value <= budget.most : value >= budget.least;
}

/** The sorted middle; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}

/** The smallest value that at least this share (0 to 1) of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
