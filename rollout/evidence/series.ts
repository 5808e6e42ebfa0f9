import { ANY_SHARE, RARE, type Grid } from './bets.ts';
import { sumOf, total, type Count, type Minute, type Tolerance } from './counts.ts';

/** One way to call a request bad, counted minute by minute on both sides. */
export interface Cut {
  /** Since the new version got its first requests, over all weights so far. */
  readonly minutes: readonly Minute[];
  /** At a weight of 100, where production has no requests any more. */
  readonly alone?: Alone;
  /** Of a cut in time: a request is bad when it took longer than this, in milliseconds. */
  readonly longerThan?: Readonly<Record<keyof Minute, number>>;
}

export interface Alone {
  /** What production did while both sides had requests. */
  readonly remembered: Count;
  /** The canary's minutes since. */
  readonly canary: readonly Count[];
}

/** What is compared: errors have one cut, times have several, of which nobody knows beforehand which one tells. */
export interface Series {
  /** For sentences: "errors", "answers with status 5XX". */
  readonly noun: string;
  readonly cuts: readonly Cut[];
  readonly tolerance: Tolerance;
  /**
   * What is borne where production is only remembered: it may have become worse itself meanwhile, and nobody can see
   * it.
   */
  readonly remembered: Tolerance;
  readonly grid: Grid;
}

/**
 * How a series looks: `worse`; `fine` when it is certain that it is not and somebody wants to know; `open` is neither,
 * and what most healthy bakes end with.
 */
export type Outcome = 'worse' | 'fine' | 'open';

/** Errors: twice the ratio and a percentage point more while production is only remembered. */
export function errorSeries(noun: string, cut: Cut, tolerance: Tolerance): Series {
  return {
    noun,
    cuts: [cut],
    tolerance,
    remembered: { ratio: 2 * tolerance.ratio, margin: tolerance.margin + 0.01 },
    grid: RARE,
  };
}

/**
 * Times: the share of the canary's requests beyond `factor` times T is no larger than the share of production's beyond
 * T, but for a margin, at every T. That is what "at most `factor` times as slow" means, whatever the distribution; a
 * cold start is one request.
 */
export function latencySeries(cuts: readonly Cut[], margin: number): Series {
  return {
    noun: 'latency',
    cuts,
    tolerance: { ratio: 1, margin },
    remembered: { ratio: 1, margin: margin + 0.1 },
    grid: ANY_SHARE,
  };
}

/** At a weight of 100 the canary's requests there, and production's before. */
export function countsOf({ minutes, alone }: Cut): [canary: Count, production: Count] {
  if (alone === undefined) return [total(minutes, 'canary'), total(minutes, 'production')];
  return [sumOf(alone.canary), alone.remembered];
}
