import { sumOf, total, type Count, type Minute, type Tolerance } from './counts.ts';
import { ANY_SHARE, FEW, RARE, type Grid } from './grid.ts';

/** One way to call a request bad, counted minute by minute on both sides. */
export interface Counted {
  /** Since the new version got its first requests, over all weights so far. */
  readonly minutes: readonly Minute[];
  /** At a weight of 100, where production has no requests any more. */
  readonly alone?: Alone;
  /** Of a cut in time: a request is bad when it took longer than this, in milliseconds. */
  readonly longerThan?: Readonly<Record<'canary' | 'production', number>>;
  /** How many requests share their outcome; evidence is scaled by it. @default 1, which is independent requests */
  readonly dispersion?: number;
}

export interface Alone {
  /** What production did while both sides had requests. */
  readonly remembered: Count;
  /** The canary's minutes since. */
  readonly canary: readonly (Count & { readonly start?: Date })[];
  /** Of a cut in time: a request of the canary alone is bad when it took longer than this, in milliseconds. */
  readonly longerThan?: number;
}

/** What is borne of a cut, and where to look for more than that. */
export interface Border {
  readonly tolerance: Tolerance;
  /**
   * What is borne where production is only remembered: it may have become worse itself meanwhile, and nobody can see
   * it.
   */
  readonly remembered: Tolerance;
  readonly grid: Grid;
}

export interface Cut extends Counted {
  readonly border: Border;
}

/** What is compared: errors have one cut, times have several, of which nobody knows beforehand which one tells. */
export interface Series {
  /** For sentences: "errors", "answers with status 5XX". */
  readonly noun: string;
  /** Those with the same border follow each other. */
  readonly cuts: readonly Cut[];
}

/**
 * How a series looks: `worse`; `fine` when it is certain that it is not and somebody wants to know; `open` is neither,
 * and what most healthy bakes end with.
 */
export type Outcome = 'worse' | 'fine' | 'open';

/** Errors: twice the ratio and a percentage point more while production is only remembered. */
export function errorSeries(noun: string, counted: Counted, tolerance: Tolerance): Series {
  const remembered = { ratio: 2 * tolerance.ratio, margin: tolerance.margin + 0.01 };
  return { noun, cuts: [{ ...counted, border: { tolerance, remembered, grid: RARE } }] };
}

/** The slow few of production's requests, and how many more of the canary's may be as slow. */
export interface Tail {
  readonly times: readonly Counted[];
  readonly share: number;
}

/**
 * Times: the share of the canary's requests beyond `factor` times T is no larger than the share of production's beyond
 * T, but for a margin, at every T. That is what "at most `factor` times as slow" means, whatever the distribution; a
 * cold start is one request.
 * @param tail where few requests of production are beyond T, read by a factor of its own and with a margin of its own;
 * nobody looks there unless given
 */
export function latencySeries(times: readonly Counted[], margin: number, tail?: Tail): Series {
  const bulk: Border = {
    tolerance: { ratio: 1, margin },
    remembered: { ratio: 1, margin: margin + 0.1 },
    grid: ANY_SHARE,
  };
  const cutsOf = (border: Border, all: readonly Counted[]) => all.map((counted) => ({ ...counted, border }));
  return { noun: 'latency', cuts: [...cutsOf(bulk, times), ...(tail ? cutsOf(tailBorder(tail), tail.times) : [])] };
}

const tailBorder = ({ share }: Tail): Border => ({
  tolerance: { ratio: 1, margin: share },
  remembered: { ratio: 2, margin: share + 0.02 },
  grid: FEW,
});

/** At a weight of 100 the canary's requests there, and production's before. */
export function countsOf({ minutes, alone }: Counted): [canary: Count, production: Count] {
  if (alone === undefined) return [total(minutes, 'canary'), total(minutes, 'production')];
  return [sumOf(alone.canary), alone.remembered];
}

/** Whether one cut counts what the other does, to the very same minutes: nothing took between their two times. */
export function countsAs(one: Counted, other: Counted | undefined): boolean {
  return (
    one.minutes === other?.minutes &&
    one.alone?.canary === other.alone?.canary &&
    one.alone?.remembered === other.alone?.remembered &&
    one.dispersion === other.dispersion
  );
}
