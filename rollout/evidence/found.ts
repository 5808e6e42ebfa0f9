import { sumOf, type Count } from './counts.ts';
import type { Betting } from './gains.ts';
import type { Cut } from './series.ts';
import { winnerOf } from './winner.ts';

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

/** In the bets beside production; undefined where nothing gained. */
export function foundBeside(cuts: readonly Cut[], betting: Betting): Found | undefined {
  const winner = winnerOf(betting.gains());
  const cut = winner && cutOf(cuts, betting, winner.bet);
  if (winner === undefined || cut === undefined) return undefined;
  const minutes = cut.minutes.slice(winner.from, winner.to + 1);
  return {
    cut,
    canary: sumOf(minutes.map(({ canary }) => canary)),
    production: sumOf(minutes.map(({ production }) => production)),
    before: false,
    ...stretch(minutes),
  };
}

/** In the bets on the canary alone. @param cuts those with minutes alone */
export function foundAlone(cuts: readonly Cut[], betting: Betting): Found | undefined {
  const winner = winnerOf(betting.gains());
  const cut = winner && cutOf(cuts, betting, winner.bet);
  if (winner === undefined || cut?.alone === undefined) return undefined;
  const minutes = cut.alone.canary.slice(winner.from, winner.to + 1);
  return { cut, canary: sumOf(minutes), production: cut.alone.remembered, before: true, ...stretch(minutes) };
}

/** The cut on which a bet was made. */
function cutOf(cuts: readonly Cut[], { bets }: Betting, bet: number): Cut | undefined {
  let first = 0;
  for (const [k, cut] of cuts.entries()) {
    first += bets[k] ?? 0;
    if (bet < first) return cut;
  }
  return undefined;
}

function stretch(minutes: readonly { readonly start?: Date }[]): Pick<Found, 'from' | 'to'> {
  const [from, to] = [minutes.at(0)?.start, minutes.at(-1)?.start];
  return from !== undefined && to !== undefined ? { from, to } : {};
}
