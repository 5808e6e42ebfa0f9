/** List prices of us-east-1 in US dollars, without any free tier, each for one unit. docs/costs.md names the sources. */
export const PRICE = {
  transition: 0.025 / 1_000,
  functionRequest: 0.2 / 1_000_000,
  /** arm64. */
  functionGbSecond: 0.000_013_333_4,
  recordRead: 0.125 / 1_000_000,
  recordWrite: 0.625 / 1_000_000,
  /** GetMetricData for each statistic, DescribeAlarms and PutMetricData for each call. */
  cloudWatchCall: 0.01 / 1_000,
  snsPublish: 0.5 / 1_000_000,
  busEvent: 1 / 1_000_000,
  trace: 5 / 1_000_000,
  latticeServiceHour: 0.025,
  /** A month. An alarm on an expression costs this for each metric in it. */
  alarmMetric: 0.1,
  customMetric: 0.3,
  logGigabyte: 0.5,
} as const;

/** One row of an itemised price. */
export interface Item {
  /** As docs/costs.md calls it. */
  readonly what: string;
  readonly count: number;
  /** US dollars. */
  readonly price: number;
}

export const sumOf = (items: readonly Item[]): number => items.reduce((sum, { price }) => sum + price, 0);
