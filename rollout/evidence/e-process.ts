import { minutesOf, type Bets } from './gains.ts';

/** Large enough to decide anything, small enough to multiply. */
export const CEILING = 1e300;

/**
 * The most that one minute makes of a stake, so that none decides alone: a burst of retries, a cold cache or a bad host
 * is not independent requests, and looks far surer than it is. The smaller of a bet's gain and a constant gains no more
 * than the bet does on average, so that what is proven of bets stays true. It costs a check or two where all is bad.
 */
export const MOST_A_MINUTE = 100;

/**
 * The same of a canary that is alone, whom nothing beside it clears: a dependency that is out for three minutes looks
 * like its fault. So four minutes condemn at the earliest; where a twentieth of the requests fails, alarms are sooner.
 */
export const MOST_A_MINUTE_ALONE = 40;

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
 * @param cuts the bets on each; where two cuts are bet on as one, it is worked out once and counted twice
 * @param most of a stake, from one minute
 */
export function highestWealth(cuts: readonly Bets[], most = MOST_A_MINUTE): number {
  const bets = cuts.reduce((sum, { count }) => sum + count, 0);
  if (bets === 0) return 1;
  const first = cuts.map((cut) => cuts.indexOf(cut));
  const begun = cuts.map(({ count }, k) => (first[k] === k ? new Float64Array(count) : NONE));
  const minutes = minutesOf(cuts);
  let highest = 1;
  for (let minute = 1; minute <= minutes; minute += 1) {
    const beginning = 1 / (minute * (minute + 1));
    let sum = 0;
    for (let k = 0; k < cuts.length; k += 1) {
      const same = first[k] ?? k;
      const wealth = begun[same] ?? NONE;
      if (same === k) grow(wealth, cuts[k]?.gains(minute - 1) ?? NONE, beginning, most);
      for (let i = 0; i < wealth.length; i += 1) sum += wealth[i] ?? 0;
    }
    highest = Math.max(highest, sum / bets + 1 / (minute + 1));
  }
  return highest;
}

const NONE = new Float64Array();

function grow(wealth: Float64Array, gains: ArrayLike<number>, beginning: number, most: number): void {
  for (let i = 0; i < wealth.length; i += 1) {
    const gain = Math.min(gains[i] ?? 1, most);
    wealth[i] = Math.min(((wealth[i] ?? 0) + beginning) * gain, CEILING);
  }
}

/** The p-value that may be read at any time. */
export function pValue(wealth: number): number {
  return Math.min(1, 1 / wealth);
}
