import { CEILING } from './e-process.ts';

/** The bet that shows it best, by its place, and its best stretch of minutes; counted from 0, `to` is the last. */
export interface Winner {
  readonly bet: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Where it shows best what betting has found: the bet and the stretch of minutes with the largest gain, with no bound
 * on a minute (Page 1954, the cumulative sum). For sentences, never for a decision. Undefined where nothing gained.
 * @param gains for each minute in order, what each bet makes of a stake of 1; the same bets in every minute
 */
export function winnerOf(gains: Iterable<ArrayLike<number>>): Winner | undefined {
  let best = new Float64Array();
  let since = new Uint32Array();
  let most = 1;
  let winner: Winner | undefined;
  let minute = 0;
  for (const ofMinute of gains) {
    if (minute === 0) {
      best = new Float64Array(ofMinute.length);
      since = new Uint32Array(ofMinute.length);
    }
    for (let bet = 0; bet < best.length; bet += 1) {
      const before = best[bet] ?? 0;
      if (before <= 1) since[bet] = minute;
      const made = Math.min(Math.max(before, 1) * (ofMinute[bet] ?? 1), CEILING);
      best[bet] = made;
      if (made > 1 && made >= most) {
        most = made;
        winner = { bet, from: since[bet] ?? 0, to: minute };
      }
    }
    minute += 1;
  }
  return winner;
}
