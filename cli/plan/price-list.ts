/**
 * List prices of us-east-1 in US dollars, without any free tier, each for one unit of what a release uses.
 * docs/costs.md names the sources.
 */
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
} as const;

/** Of every handler: `memorySize` of its function, in GB, and what an invocation takes, in seconds (docs/costs.md). */
export const MEMORY_GB = 0.25;
export const SECONDS = 0.3;
/** Write units of one record: it takes less than 2 KB, and a unit is 1 KB. */
export const RECORD_UNITS = 2;
