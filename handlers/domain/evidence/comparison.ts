import { ANY_SHARE, betsAlone, betsOf, logAlone, logGain, RARE, type Grid } from './bets.ts';
import type { Count, Minute, Tolerance } from './counts.ts';
import { highestWealth, pValue } from './e-process.ts';
import { upperBound } from './frozen.ts';
import { describe } from './words.ts';

/** One way to call a request bad, counted minute by minute on both sides. */
export interface Cut {
  readonly minutes: readonly Minute[];
  /** What production did at the last weight at which both sides had requests; judges where production has none. */
  readonly baseline?: Count;
  /** Of a cut in time: a request is bad when it took longer than this, in milliseconds. */
  readonly longerThan?: Readonly<Record<keyof Minute, number>>;
}

/** What is compared: errors have one cut, times have several, of which nobody knows beforehand which one tells. */
export interface Series {
  /** For sentences: "errors", "answers with status 5XX". */
  readonly noun: string;
  readonly cuts: readonly Cut[];
  readonly tolerance: Tolerance;
  /** What is borne where production is only remembered: it may have become worse itself meanwhile, and nobody can see it. */
  readonly remembered: Tolerance;
  readonly grid: Grid;
}

export interface Comparison {
  readonly noun: string;
  /** `worse`; `fine` when it is certain that it is not and somebody wants to know; `open` is neither, and what most healthy bakes end with. */
  readonly outcome: 'worse' | 'fine' | 'open';
  /** The chance of as much evidence from a tolerable canary, however often one looks. */
  readonly p: number;
  /** "canary 4.1 % errors (37 of 902) against 0.2 % (16 of 8,110): worse, p < 0.001" */
  readonly words: string;
}

/** A canary that is called fine, and ends its bake early if the plan allows it, is worse than tolerable with at most this chance. */
const FINE = 0.01;

/** Errors: twice the ratio and a percentage point more while production is only remembered. */
export function errorSeries(noun: string, cut: Cut, tolerance: Tolerance): Series {
  return { noun, cuts: [cut], tolerance, remembered: { ratio: 2 * tolerance.ratio, margin: tolerance.margin + 0.01 }, grid: RARE };
}

/**
 * Times: the share of the canary's requests beyond `factor` times T is no larger than the share of production's beyond T, but for a
 * margin, at every T. That is what "at most `factor` times as slow" means, whatever the distribution; a cold start is one request.
 */
export function latencySeries(cuts: readonly Cut[], margin: number): Series {
  return { noun: 'latency', cuts, tolerance: { ratio: 1, margin }, remembered: { ratio: 1, margin: margin + 0.1 }, grid: ANY_SHARE };
}

/**
 * Is the canary worse than it may be? Looks at the whole bake each time, so nothing has to be kept between two checks.
 * @param alpha chance of calling a tolerable canary worse, over all looks at this series
 * @param wantsFine whether it matters if the canary is certainly fine: a plan that never ends a bake early need not know
 */
export function compare(series: Series, alpha: number, wantsFine = false): Comparison {
  const p = pValue(highestWealth(gains(series, 'tolerable', alpha)));
  const outcome = p <= alpha ? 'worse' : wantsFine && isFine(series, alpha) ? 'fine' : 'open';
  return { noun: series.noun, outcome, p, words: describe(series, outcome, p) };
}

/** Certain at every cut: one that is not fine at some time is not fine. What is only remembered makes nobody certain. */
function isFine(series: Series, alpha: number): boolean {
  if (series.cuts.some(isRemembered)) return false;
  return series.cuts.every((cut) => pValue(highestWealth(gains({ ...series, cuts: [cut] }, 'worse', alpha))) <= FINE);
}

/** For each minute, what the bets on all cuts gain. */
function* gains({ cuts, tolerance, remembered, grid }: Series, against: 'tolerable' | 'worse', alpha: number): Generator<readonly number[]> {
  const bets = betsOf(grid, tolerance, against);
  const alone = cuts.map((cut) => (isRemembered(cut) ? betsAlone(grid, limitOf(cut.baseline, remembered, alpha / cuts.length)) : undefined));
  const length = Math.max(0, ...cuts.map((cut) => cut.minutes.length));
  for (let i = 0; i < length; i += 1) {
    const gained: number[] = [];
    cuts.forEach((cut, k) => {
      const minute = cut.minutes[i];
      const ofCut = alone[k] ?? bets;
      for (const bet of ofCut) gained.push(minute === undefined ? 0 : ofCut === bets ? logGain(bet, minute, tolerance.ratio) : logAlone(bet, minute));
    });
    yield gained;
  }
}

/**
 * What a canary may do beside a production that is only remembered. The bound on production's chance may be wrong with chance alpha, which
 * is as much as the test itself may be: a series at such a weight is given half of what it would get (`levelOf`).
 */
function limitOf(baseline: Count, { ratio, margin }: Tolerance, alpha: number): number {
  return ratio * upperBound(baseline, alpha) + margin;
}

function isRemembered(cut: Cut): cut is Cut & { readonly baseline: Count } {
  return cut.baseline !== undefined;
}
