import { betsAlone } from './bets.ts';
import { upperBound } from './chernoff.ts';
import { NOTHING, type Minute } from './counts.ts';
import { logGain, logOutcome, oddsOf, type BothOdds } from './odds.ts';
import type { Cut } from './series.ts';

/** Bets on several cuts, and how they go. */
export interface Betting {
  /** Minute by minute, what each bet makes of a stake of 1: those on the first cut, then those on the next. */
  readonly gains: Iterable<ArrayLike<number>>;
  /** How many bets there are on each cut. */
  readonly bets: readonly number[];
}

/** For each bet on a cut, what each request does to it in a minute with so many on both sides. */
export type OddsOf = (cut: Cut, requests: number, others: number) => readonly BothOdds[];

/** While both sides have requests. @param bets how many bets `oddsOf` makes on each cut */
export function besideProduction(cuts: readonly Cut[], bets: readonly number[], oddsOf: OddsOf): Betting {
  return { bets, gains: gainsBeside(cuts, bets, oddsOf) };
}

/** In one list, which is filled anew for each minute. */
function* gainsBeside(cuts: readonly Cut[], bets: readonly number[], oddsOf: OddsOf): Generator<ArrayLike<number>> {
  const length = Math.max(0, ...cuts.map(({ minutes }) => minutes.length));
  const gained = new Float64Array(bets.reduce((all, some) => all + some, 0));
  for (let i = 0; i < length; i += 1) {
    // Many cuts count the same requests, and some the same bad ones: only what differs from the last is worked out.
    let last: { readonly cut: Cut; readonly minute: Minute; readonly odds: readonly BothOdds[] } | undefined;
    let gains: readonly number[] = [];
    let offset = 0;
    for (const [k, cut] of cuts.entries()) {
      const minute = cut.minutes[i] ?? NO_MINUTE;
      const sameOdds = last?.cut.border === cut.border && sameRequests(last.minute, minute);
      const odds = sameOdds && last ? last.odds : oddsOf(cut, minute.canary.requests, minute.production.requests);
      if (!sameOdds || !last || !sameBad(last.minute, minute))
        gains = odds.map((each) => Math.exp(logGain(each, minute)));
      last = { cut, minute, odds };
      gained.set(gains, offset);
      offset += bets[k] ?? 0;
    }
    yield gained;
  }
}

const NO_MINUTE: Minute = { canary: NOTHING, production: NOTHING };

function sameRequests(one: Minute, other: Minute): boolean {
  return one.canary.requests === other.canary.requests && one.production.requests === other.production.requests;
}

function sameBad(one: Minute, other: Minute): boolean {
  return one.canary.bad === other.canary.bad && one.production.bad === other.production.bad;
}

/**
 * The canary alone, against what production did at most. That bound may be wrong with chance `alpha` too, which is why
 * a level for this is half of what it would be (`levelOf`).
 * @param cuts those that have minutes alone
 */
export function besideMemory(cuts: readonly Cut[], alpha: number): Betting {
  const judged = cuts.flatMap(({ alone, border: { grid, remembered } }) => {
    if (alone === undefined) return [];
    const most = remembered.ratio * upperBound(alone.remembered, alpha / cuts.length) + remembered.margin;
    return [{ canary: alone.canary, odds: betsAlone(grid, most).map(({ canary, stake }) => oddsOf(canary, stake)) }];
  });
  const length = Math.max(0, ...judged.map(({ canary }) => canary.length));
  return {
    bets: judged.map(({ odds }) => odds.length),
    gains: (function* gainsAlone() {
      for (let i = 0; i < length; i += 1)
        yield judged.flatMap(({ canary, odds }) =>
          odds.map((each) => Math.exp(logOutcome(each, canary[i] ?? NOTHING))),
        );
    })(),
  };
}
