/** Large enough to decide anything, small enough to multiply. */
const CEILING = 1e300;

/**
 * The most that one minute makes of a stake, so that none decides alone: a burst of retries, a cold cache or a bad host
 * is not independent requests, and looks far surer than it is. The smaller of a bet's gain and a constant gains no more
 * than the bet does on average, so that what is proven of bets stays true. It costs a check or two where all is bad.
 */
export const MOST_A_MINUTE = 100;

/** What betting has made of a stake of 1, at its highest. */
export interface Wealth {
  readonly highest: number;
  /** What shows it best; absent where nothing was made. */
  readonly by?: Winner;
}

/** The bet, by its place, and its best stretch of minutes, both counted from 0; `to` is the last. */
export interface Winner {
  readonly bet: number;
  readonly from: number;
  readonly to: number;
}

/**
 * What betting has made of a stake of 1, at its highest so far. The stake is shared out evenly over the bets and, for
 * each, over the minute in which it begins: 1/2 for the first, 1/6 for the second, 1 / (s (s + 1)) for the s-th. What
 * has not begun yet is kept. So a fault that starts in the middle of a bake, or grows, is not outweighed by the good
 * minutes before it.
 *
 * If no bet gains on average under a hypothesis, that hypothesis lets the result reach 1/α with a chance of at most α,
 * *at any time* (Ville 1939): one may look after every minute, for as long as one likes, and 1 / result is an always
 * valid p-value. The result only grows; a series that is recomputed from its beginning gives what was seen before, or
 * more.
 *
 * @param gains for each minute in order, what each bet makes of a stake of 1; the same bets in every minute
 */
export function highestWealth(gains: Iterable<ArrayLike<number>>): Wealth {
  let begun = new Float64Array();
  /** Of each bet, what its best stretch up to now would have made without a bound, and since when. */
  let best = new Float64Array();
  let since = new Uint32Array();
  let minute = 0;
  let wealth: Wealth = { highest: 1 };
  for (const ofMinute of gains) {
    minute += 1;
    const beginning = 1 / (minute * (minute + 1));
    let sum = 0;
    let winner = 0;
    if (minute === 1) {
      begun = new Float64Array(ofMinute.length);
      best = new Float64Array(ofMinute.length);
      since = new Uint32Array(ofMinute.length);
    }
    for (let i = 0; i < begun.length; i += 1) {
      const gain = ofMinute[i] ?? 1;
      const made = Math.min(((begun[i] ?? 0) + beginning) * Math.min(gain, MOST_A_MINUTE), CEILING);
      begun[i] = made;
      sum += made;
      const before = best[i] ?? 0;
      if (before <= 1) since[i] = minute - 1;
      best[i] = Math.min(Math.max(before, 1) * gain, CEILING);
      if ((best[i] ?? 0) > (best[winner] ?? 0)) winner = i;
    }
    if (begun.length === 0) continue;
    const highest = sum / begun.length + 1 / (minute + 1);
    if (highest > wealth.highest) wealth = { highest, by: { bet: winner, from: since[winner] ?? 0, to: minute - 1 } };
  }
  return wealth;
}

/** The p-value that may be read at any time. */
export function pValue({ highest }: Wealth): number {
  return Math.min(1, 1 / highest);
}
