import type { Tolerance } from './counts.ts';
import type { Alternative } from './grid.ts';
import { UNMOVED, type BothOdds } from './odds.ts';

/** Newton's method doubles the right digits with each: five or six are enough, and no start needs so many. */
const MOST_STEPS = 60;
const CLOSE = 1e-14;

/**
 * The chances on the border of what is tolerable, canary = ratio production + margin, that a minute with so many
 * requests on each side can least tell from the alternative: nearest in Kullback-Leibler divergence with the requests
 * for weights. There
 *
 *     (p' - q) / (p' (1 - p')) = ratio (n / m) (a - c') / (c' (1 - c')),
 *
 * whose left side rises with p' and whose right side falls, between p' = q and c' = a. Without fractions that is a
 * cubic with one root there, which Newton's method finds; a step out of the bracket is a halving instead.
 */
export function projectionOf(
  { canary, production }: Alternative,
  { ratio, margin }: Tolerance,
  requests: number,
  others: number,
): Alternative {
  const perOther = (ratio * requests) / others;
  let [low, high] = [production, (canary - margin) / ratio];
  // Weighted by what each side tells of it, a good guess is between the two.
  let p = (low + ratio * perOther * high) / (1 + ratio * perOther);
  for (let i = 0; i < MOST_STEPS; i += 1) {
    const c = ratio * p + margin;
    const value = (p - production) * c * (1 - c) - perOther * (canary - c) * p * (1 - p);
    if (value < 0) low = p;
    else high = p;
    const slope =
      c * (1 - c) +
      (p - production) * ratio * (1 - 2 * c) +
      perOther * (ratio * p * (1 - p) - (canary - c) * (1 - 2 * p));
    const step = p - value / slope;
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - p) <= CLOSE * p) break;
    p = next;
  }
  return { production: p, canary: ratio * p + margin };
}

/**
 * The bet that gains fastest if the alternative is true: its likelihood against its projection. With s = (a - c') / (c'
 * (1 - c')) a request of the canary multiplies the stake by 1 + s (bad - c'), and one of production by 1 - t (bad - p')
 * with t = s ratio n / m, as the projection has it. So of every tolerable canary is expected at most 1 (`bets.ts`), of
 * the projection exactly 1, and no factor is negative.
 *
 * Nothing is won or lost without requests on both sides: nothing was compared.
 */
export function oddsAgainst(
  alternative: Alternative,
  tolerance: Tolerance,
  requests: number,
  others: number,
): BothOdds {
  if (requests === 0 || others === 0) return { canary: UNMOVED, production: UNMOVED };
  const border = projectionOf(alternative, tolerance, requests, others);
  return {
    canary: likelihood(alternative.canary, border.canary),
    production: likelihood(alternative.production, border.production),
  };
}

const likelihood = (chance: number, border: number) => ({
  bad: Math.log(chance / border),
  good: Math.log((1 - chance) / (1 - border)),
});
