import { sumOf, type Count } from './counts.ts';
import { inOneList, type Bets } from './gains.ts';
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
export function foundBeside(cuts: readonly Cut[], bets: readonly Bets[]): Found | undefined {
  const { cut, from, end } = winningCut(cuts, bets) ?? {};
  if (cut === undefined) return undefined;
  const minutes = cut.minutes.slice(from, end);
  return {
    cut,
    canary: sumOf(minutes.map(({ canary }) => canary)),
    production: sumOf(minutes.map(({ production }) => production)),
    before: false,
    ...stretch(minutes),
  };
}

/** In the bets on the canary alone. @param cuts those with minutes alone */
export function foundAlone(cuts: readonly Cut[], bets: readonly Bets[]): Found | undefined {
  const { cut, from, end } = winningCut(cuts, bets) ?? {};
  if (cut?.alone === undefined) return undefined;
  const minutes = cut.alone.canary.slice(from, end);
  return { cut, canary: sumOf(minutes), production: cut.alone.remembered, before: true, ...stretch(minutes) };
}

/** The cut on which the winner was made, and its stretch of minutes up to `end`, which is not in it. */
function winningCut(cuts: readonly Cut[], bets: readonly Bets[]) {
  const winner = winnerOf(inOneList(bets));
  if (winner === undefined) return undefined;
  let first = 0;
  const cut = cuts.find((_, k) => winner.bet < (first += bets[k]?.count ?? 0));
  return { cut, from: winner.from, end: winner.to + 1 };
}

function stretch(minutes: readonly { readonly start?: Date }[]): Pick<Found, 'from' | 'to'> {
  const [from, to] = [minutes.at(0)?.start, minutes.at(-1)?.start];
  return from !== undefined && to !== undefined ? { from, to } : {};
}
