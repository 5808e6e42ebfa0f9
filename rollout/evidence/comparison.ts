import { betsAlone, betsOf, logGain, logOutcome, oddsBeside, oddsOf, type Bet, type BothOdds } from './bets.ts';
import { upperBound } from './chernoff.ts';
import { NOTHING, type Minute, type Tolerance } from './counts.ts';
import { highestWealth, pValue } from './e-process.ts';
import type { Level } from './level.ts';
import { countsOf, type Cut, type Outcome, type Series } from './series.ts';
import { describe } from './words.ts';

export interface Comparison {
  readonly noun: string;
  readonly outcome: Outcome;
  /** The chance of as much evidence from a tolerable canary, however often one looks. */
  readonly p: number;
  /** Whether both sides had requests at all. */
  readonly compared: boolean;
  /** Whether the plan names it: then it is told of at every check, also that there was nothing to compare. */
  readonly named?: boolean;
  /** "canary 4.1 % errors (37 of 902) against 0.2 % (16 of 8,110): worse, p < 0.001" */
  readonly words: string;
}

/**
 * A canary that is called fine, and ends its bake early if the plan allows it, is worse than tolerable with at most
 * this chance.
 */
const FINE = 0.01;

/**
 * Is the canary worse than it may be? Looks at the whole release each time, so nothing has to be kept between two
 * checks, and what a low weight began to show a higher one can finish.
 * @param wantsFine whether it matters if the canary is certainly fine: a plan that never ends a bake early need not
 * know
 */
export function compare(series: Series, level: Level, wantsFine = false): Comparison {
  const { noun, cuts, tolerance, grid } = series;
  const beside = pValue(highestWealth(gainsBeside(cuts, tolerance, betsOf(grid, tolerance, 'tolerable'))));
  const alone = pValue(highestWealth(gainsAlone(series, level.alone)));
  const worse = beside <= level.beside || alone <= level.alone;
  const p = Math.min(beside, alone);
  const outcome = worse ? 'worse' : wantsFine && isFine(series) ? 'fine' : 'open';
  return { noun, outcome, p, compared: series.cuts.some(hasBoth), words: describe(series, outcome, p) };
}

function hasBoth(cut: Cut): boolean {
  return countsOf(cut).every(({ requests }) => requests > 0);
}

/**
 * Certain at every cut: one that is not fine at some time is not fine. What is only remembered makes nobody certain.
 */
function isFine({ cuts, tolerance, grid }: Series): boolean {
  if (cuts.length === 0 || cuts.some(({ alone }) => alone !== undefined)) return false;
  const bets = betsOf(grid, tolerance, 'worse');
  return cuts.every((cut) => pValue(highestWealth(gainsBeside([cut], tolerance, bets))) <= FINE);
}

/**
 * For each minute with both sides, what the bets on all cuts make of a stake of 1; in one list, which is filled anew
 * for each.
 */
function* gainsBeside(cuts: readonly Cut[], { ratio }: Tolerance, bets: readonly Bet[]): Generator<ArrayLike<number>> {
  const length = Math.max(0, ...cuts.map(({ minutes }) => minutes.length));
  let odds: readonly BothOdds[] = [];
  let gains: readonly number[] = [];
  let of: Minute | undefined;
  const gained = new Float64Array(cuts.length * bets.length);
  for (let i = 0; i < length; i += 1) {
    for (const [k, { minutes }] of cuts.entries()) {
      const minute = minutes[i] ?? NO_MINUTE;
      // All cuts count the same requests, and many the same bad ones: what is worked out anew is only what differs from
      // the last.
      const sameRequests =
        of !== undefined &&
        of.canary.requests === minute.canary.requests &&
        of.production.requests === minute.production.requests;
      const same = sameRequests && of?.canary.bad === minute.canary.bad && of.production.bad === minute.production.bad;
      if (!sameRequests)
        odds = bets.map((bet) => oddsBeside(bet, minute.canary.requests, minute.production.requests, ratio));
      if (!same) gains = odds.map((each) => Math.exp(logGain(each, minute)));
      of = minute;
      gained.set(gains, k * bets.length);
    }
    yield gained;
  }
}

const NO_MINUTE: Minute = { canary: NOTHING, production: NOTHING };

/**
 * The same of the canary alone, against what production did at most. That bound may be wrong with chance `alpha` too,
 * which is why a level for this is half of what it would be (`levelOf`).
 */
function* gainsAlone({ cuts, remembered, grid }: Series, alpha: number): Generator<ArrayLike<number>> {
  const judged = cuts.flatMap(({ alone }) => (alone === undefined ? [] : [alone]));
  const odds = judged.map((alone) => {
    const border = remembered.ratio * upperBound(alone.remembered, alpha / judged.length) + remembered.margin;
    return betsAlone(grid, border).map(({ canary, stake }) => oddsOf(canary, stake));
  });
  const length = Math.max(0, ...judged.map(({ canary }) => canary.length));
  for (let i = 0; i < length; i += 1) {
    yield judged.flatMap(({ canary }, k) =>
      (odds[k] ?? []).map((each) => Math.exp(logOutcome(each, canary[i] ?? NOTHING))),
    );
  }
}
