import { betsAlone } from './bets.ts';
import type { Gains } from './bets-on-border.ts';
import { upperBound } from './chernoff.ts';
import { NOTHING, type Count, type Minute } from './counts.ts';
import { scaled } from './dispersion.ts';
import { logOutcome, oddsOf } from './odds.ts';
import { countsAs, type Alone, type Cut } from './series.ts';

/** The bets on a cut, and how they go. The same object twice: two cuts that count the same, by the same border. */
export interface Bets {
  /** How many there are. */
  readonly count: number;
  readonly minutes: number;
  /** What each makes of a stake of 1 in a minute, from 0 on. Not to be changed, and read before it is asked again. */
  readonly gains: (minute: number) => ArrayLike<number>;
}

/** The bets on all cuts of a border. */
export interface OnCut {
  readonly count: number;
  readonly gains: Gains;
}

/** While both sides have requests. */
export function besideProduction(cuts: readonly Cut[], betsOn: (cut: Cut) => OnCut): readonly Bets[] {
  return sharing(cuts, (cut) => {
    const { dispersion = 1, minutes } = cut;
    const { count, gains } = betsOn(cut);
    const one = (minute: number) => gains(minutes[minute] ?? NO_MINUTE);
    return {
      count,
      minutes: minutes.length,
      gains: dispersion > 1 ? (minute) => one(minute).map((gain) => scaled(gain, dispersion)) : one,
    };
  });
}

const NO_MINUTE: Minute = { canary: NOTHING, production: NOTHING };

/**
 * The canary alone, against what production did at most. That bound may be wrong with chance `alpha` too, which is why
 * a level for this is half of what it would be (`levelOf`).
 * @param cuts those that have minutes alone
 */
export function besideMemory(cuts: readonly CutAlone[], alpha: number): readonly Bets[] {
  return sharing(cuts, ({ alone, border: { grid, remembered }, dispersion = 1 }) => {
    const { requests, bad } = alone.remembered;
    const known = { requests: requests / dispersion, bad: bad / dispersion };
    const most = remembered.ratio * upperBound(known, alpha / cuts.length) + remembered.margin;
    const odds = betsAlone(grid, most).map(({ canary, stake }) => oddsOf(canary, stake));
    const gained = new Float64Array(odds.length);
    return {
      count: odds.length,
      minutes: alone.canary.length,
      gains(minute) {
        const count: Count = alone.canary[minute] ?? NOTHING;
        for (const [bet, each] of odds.entries()) gained[bet] = scaled(Math.exp(logOutcome(each, count)), dispersion);
        return gained;
      },
    };
  });
}

export type CutAlone = Cut & { readonly alone: Alone };

/** Cuts that count the same follow each other: the bets on them are the same. */
function sharing<C extends Cut>(cuts: readonly C[], betsOn: (cut: C) => Bets): readonly Bets[] {
  const all: Bets[] = [];
  for (const [k, cut] of cuts.entries()) {
    const [before, bets] = [cuts[k - 1], all[k - 1]];
    all.push(bets !== undefined && cut.border === before?.border && countsAs(cut, before) ? bets : betsOn(cut));
  }
  return all;
}

export function minutesOf(cuts: readonly Bets[]): number {
  return cuts.reduce((most, { minutes }) => Math.max(most, minutes), 0);
}

/** Minute by minute the gains of all bets: those on the first cut, then those on the next. */
export function* inOneList(cuts: readonly Bets[]): Generator<readonly number[]> {
  const minutes = minutesOf(cuts);
  for (let minute = 0; minute < minutes; minute += 1) yield cuts.flatMap(({ gains }) => Array.from(gains(minute)));
}
