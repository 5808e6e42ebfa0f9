import { betsAlone } from './bets.ts';
import type { Gains } from './bets-on-border.ts';
import { upperBound } from './chernoff.ts';
import { NOTHING, type Minute } from './counts.ts';
import { scaled } from './dispersion.ts';
import { logOutcome, oddsOf } from './odds.ts';
import type { Cut } from './series.ts';

/** Bets on several cuts, and how they go. */
export interface Betting {
  /** Minute by minute, what each bet makes of a stake of 1: those on the first cut, then those on the next. */
  readonly gains: () => Iterable<ArrayLike<number>>;
  /** How many bets there are on each cut. */
  readonly bets: readonly number[];
}

/** The bets on a cut. */
export interface OnCut {
  readonly count: number;
  readonly gains: Gains;
}

/** While both sides have requests. */
export function besideProduction(cuts: readonly Cut[], betsOn: (cut: Cut) => OnCut): Betting {
  const on = cuts.map((cut) => ({ cut, ...betsOn(cut) }));
  const bets = on.map(({ count }) => count);
  return { bets, gains: () => gainsBeside(on, sum(bets)) };
}

/** In one list, which is filled anew for each minute. */
function* gainsBeside(on: readonly (OnCut & { cut: Cut })[], bets: number): Generator<ArrayLike<number>> {
  const length = Math.max(0, ...on.map(({ cut }) => cut.minutes.length));
  const gained = new Float64Array(bets);
  for (let i = 0; i < length; i += 1) {
    let offset = 0;
    for (const { count, cut, gains } of on) {
      gained.set(gains(cut.minutes[i] ?? NO_MINUTE), offset);
      const { dispersion = 1 } = cut;
      if (dispersion > 1)
        for (let bet = offset; bet < offset + count; bet += 1) gained[bet] = scaled(gained[bet] ?? 1, dispersion);
      offset += count;
    }
    yield gained;
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, some) => all + some, 0);

const NO_MINUTE: Minute = { canary: NOTHING, production: NOTHING };

/**
 * The canary alone, against what production did at most. That bound may be wrong with chance `alpha` too, which is why
 * a level for this is half of what it would be (`levelOf`).
 * @param cuts those that have minutes alone
 */
export function besideMemory(cuts: readonly Cut[], alpha: number): Betting {
  const judged = cuts.flatMap(({ alone, border: { grid, remembered }, dispersion = 1 }) => {
    if (alone === undefined) return [];
    const { requests, bad } = alone.remembered;
    const known = { requests: requests / dispersion, bad: bad / dispersion };
    const most = remembered.ratio * upperBound(known, alpha / cuts.length) + remembered.margin;
    const odds = betsAlone(grid, most).map(({ canary, stake }) => oddsOf(canary, stake));
    return [{ canary: alone.canary, odds, dispersion }];
  });
  const length = Math.max(0, ...judged.map(({ canary }) => canary.length));
  return {
    bets: judged.map(({ odds }) => odds.length),
    *gains() {
      for (let i = 0; i < length; i += 1)
        yield judged.flatMap(({ canary, odds, dispersion }) =>
          odds.map((each) => scaled(Math.exp(logOutcome(each, canary[i] ?? NOTHING)), dispersion)),
        );
    },
  };
}
