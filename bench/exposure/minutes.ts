/** What one side did in a minute, as users met it. */
export interface Side {
  readonly requests: number;
  /** Answers that failed, with 5XX; the throttled are among them. */
  readonly errors: number;
  /** Requests that Lambda refused: no invocation, and an answer with 5XX. */
  readonly throttled: number;
  /** Invocations beyond each of `TIMES`, on the canary as the strategy reads them; empty where nobody asks. */
  readonly slow: readonly number[];
  /** The same by each factor that a strategy reads, where there are several. */
  readonly slowByFactor?: Readonly<Record<number, readonly number[]>>;
}

export const SILENT: Side = { requests: 0, errors: 0, throttled: 0, slow: [] };

/** Metrics of a side that are published one by one. */
export const METRICS = ['invocations', 'errors', 'duration', 'requests', 'serverErrors'] as const;
/** By how many seconds each comes after the first of its minute; Infinity never. */
export type Lateness = Readonly<Record<(typeof METRICS)[number], number>>;

/** What nobody but the bound knows: chances, not counts. */
export interface Truth {
  readonly errors: Both<number>;
  /** Beyond each of `TIMES`, on the canary beyond `SLOWER` times each. */
  readonly beyond: Both<readonly number[]>;
}

export interface Both<T> {
  readonly canary: T;
  readonly production: T;
}

export interface Sample extends Both<Side> {
  /** Answers of the canary that were bad because of the fault: failed, or slow where that is the fault. */
  readonly bad: number;
  /** A load test's own requests of the canary, whom no user meets. */
  readonly tested?: Side;
  /** Absent where all of a minute comes at once. */
  readonly late?: Both<Lateness>;
  readonly truth?: Truth;
}

export interface MinuteOf {
  readonly index: number;
  /** Minutes since the release began; negative before. */
  readonly released: number;
  /** Share of requests that the new version got, 0 to 1, on average over the minute. */
  readonly share: number;
  /** The weight it had at the end, in percent. */
  readonly weight: number;
  /** Minutes since the new version got its first requests; negative before. */
  readonly age: number;
  /** Minutes since it got `ALMOST_ALL` percent or more; negative before. */
  readonly atLast: number;
}

/** From this weight on next to nothing stays beside the canary. */
export const ALMOST_ALL = 90;
