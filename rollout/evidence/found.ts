import { sumOf, type Count } from './counts.ts';
import type { Wealth } from './e-process.ts';
import type { Betting } from './gains.ts';
import type { Cut } from './series.ts';

/** What condemned: the counts in which it shows most, and when that was. */
export interface Found {
  readonly cut: Cut;
  readonly canary: Count;
  readonly production: Count;
  /** Whether production's are from before, when it still had requests. */
  readonly before: boolean;
  /** Absent where minutes have no times. */
  readonly from?: Date;
  /** When the last minute began. */
  readonly to?: Date;
}

/** In the bets beside production; undefined where nothing was won. */
export function foundBeside(cuts: readonly Cut[], betting: Betting, wealth: Wealth): Found | undefined {
  const cut = cutOf(cuts, betting, wealth);
  if (cut === undefined || wealth.by === undefined) return undefined;
  const minutes = cut.minutes.slice(wealth.by.from, wealth.by.to + 1);
  return {
    cut,
    canary: sumOf(minutes.map(({ canary }) => canary)),
    production: sumOf(minutes.map(({ production }) => production)),
    before: false,
    ...stretch(minutes),
  };
}

/** In the bets on the canary alone. @param cuts those with minutes alone */
export function foundAlone(cuts: readonly Cut[], betting: Betting, wealth: Wealth): Found | undefined {
  const cut = cutOf(cuts, betting, wealth);
  if (cut?.alone === undefined || wealth.by === undefined) return undefined;
  const minutes = cut.alone.canary.slice(wealth.by.from, wealth.by.to + 1);
  return { cut, canary: sumOf(minutes), production: cut.alone.remembered, before: true, ...stretch(minutes) };
}

/** The cut on which the bet was made that won most. */
function cutOf(cuts: readonly Cut[], { bets }: Betting, { by }: Wealth): Cut | undefined {
  let first = 0;
  for (const [k, cut] of cuts.entries()) {
    first += bets[k] ?? 0;
    if (by !== undefined && by.bet < first) return cut;
  }
  return undefined;
}

function stretch(minutes: readonly { readonly start?: Date }[]): Pick<Found, 'from' | 'to'> {
  const [from, to] = [minutes.at(0)?.start, minutes.at(-1)?.start];
  return from !== undefined && to !== undefined ? { from, to } : {};
}
