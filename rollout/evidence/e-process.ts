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
 * @param gains for each minute in order, what each bet makes of a stake of 1; the same bets in every minute
 * @param most of a stake, from one minute
 */
export function highestWealth(gains: Iterable<ArrayLike<number>>, most = MOST_A_MINUTE): number {
  let begun = new Float64Array();
  let minute = 0;
  let highest = 1;
  for (const ofMinute of gains) {
    minute += 1;
    const beginning = 1 / (minute * (minute + 1));
    let sum = 0;
    if (minute === 1) begun = new Float64Array(ofMinute.length);
    for (let i = 0; i < begun.length; i += 1) {
      const gain = Math.min(ofMinute[i] ?? 1, most);
      const wealth = Math.min(((begun[i] ?? 0) + beginning) * gain, CEILING);
      begun[i] = wealth;
      sum += wealth;
    }
    if (ofMinute.length > 0) highest = Math.max(highest, sum / ofMinute.length + 1 / (minute + 1));
  }
  return highest;
}

/** The p-value that may be read at any time. */
export function pValue(wealth: number): number {
  return Math.min(1, 1 / wealth);
}
