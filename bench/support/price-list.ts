/**
 * List prices of us-east-1 in US dollars, without any free tier, each for one unit of what a service at rest uses
 * besides. docs/costs.md names the sources.
 */
export const REST_PRICE = {
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
