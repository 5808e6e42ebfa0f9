/** What a period of a metric is kept as; every statistic comes out of these four numbers, but for trimmed counts. */
export interface Aggregate {
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** How many values are above a limit, to about 1 %; absent where only sets of them were published. */
  readonly above?: (limit: number) => number;
}

export const STATISTICS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'] as const;
/** `TC(46:)`: how many values are above 46. */
export type TrimmedCount = `TC(${number}:)`;
export type Statistic = (typeof STATISTICS)[number] | TrimmedCount;

/** Undefined for what cannot be told of this data. */
export function statisticOf(aggregate: Aggregate, statistic: Statistic): number | undefined {
  switch (statistic) {
    case 'Sum':
      return aggregate.sum;
    case 'Average':
      return aggregate.sum / aggregate.count;
    case 'Minimum':
      return aggregate.min;
    case 'Maximum':
      return aggregate.max;
    case 'SampleCount':
      return aggregate.count;
    default:
      return aggregate.above?.(Number(statistic.slice('TC('.length, -':)'.length)));
  }
}

export function isStatistic(name: string): name is Statistic {
  return (STATISTICS as readonly string[]).includes(name) || /^TC\(\d+(\.\d+)?:\)$/.test(name);
}
