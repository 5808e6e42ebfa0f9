import type { Tolerance } from './counts.ts';
import { chanceOf, type Grid } from './grid.ts';
import { oddsOf, UNMOVED, type BothOdds } from './odds.ts';

/**
 * Betting against "the canary is tolerable", minute by minute.
 *
 * Let each of the canary's requests be bad with chance c, each of production's with chance p, and let the canary be
 * tolerable: c <= ratio p + margin. Take any two chances on that border, c' = ratio p' + margin, and stake 1 on the
 * minute: every request of the canary multiplies it by 1 + s (bad - c'), every request of production by 1 - t (bad -
 * p'), with s >= 0 and t = s ratio (canary's requests / production's), small enough that no factor is negative. By 1 +
 * x <= exp(x), what is expected of a minute is at most
 *
 *     exp(s n (c - c') - t m (p - p')) = exp(s n (c - ratio p - margin)) <= 1.
 *
 * So no bet gains on a tolerable canary, whatever production's own rate is and however it moves from minute to minute;
 * a burst that hits both sides is expected to gain nothing either. The product over the minutes is a nonnegative
 * supermartingale, and so is any average of such products. Requests must be independent of each other given the
 * minute's rates; a rate that moves within the minute does no harm, for the means take the place of c and p.
 * (Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting, 2024; Turner, Ly and Grünwald,
 * Generic E-variables for exact sequential k-sample tests, 2024.)
 *
 * Which border point a bet takes decides what it can see: `projection.ts` takes for each canary that is worse the one
 * that is hardest to tell from it, so that none is out of sight.
 *
 * With s < 0 the same bets go against the opposite, "the canary is worse than tolerable", and the inequality turns
 * round.
 */
export interface Bet {
  /** p': production's chance on the border. */
  readonly production: number;
  /** c': the canary's. */
  readonly canary: number;
  /** s: positive against "tolerable", negative against "worse". */
  readonly stake: number;
}

/** Share of the stake at which a bet is ruined that is never exceeded: one request of production must not decide. */
const PRUDENCE = 0.9;

/** One bet for every canary that is better than tolerable, against "it is worse"; its stake is negative. */
export function betsAgainstWorse(grid: Grid, { ratio, margin }: Tolerance): readonly Bet[] {
  return grid.production.flatMap((production) => {
    const canary = ratio * production + margin;
    return canary < 1 ? grid.odds.map((odds) => ({ production, canary, stake: stakeFor(canary, 1 / odds) })) : [];
  });
}

/** Bets on the canary alone, against a chance of at most `border`; none when anything is tolerable. */
export function betsAlone({ odds }: Grid, border: number): readonly Bet[] {
  return border < 1
    ? odds.map((factor) => ({ production: border, canary: border, stake: stakeFor(border, factor) }))
    : [];
}

/** The stake for a chance whose odds are `factor` times those of `border`. */
export function stakeFor(border: number, factor: number): number {
  const odds = (factor * border) / (1 - border);
  return (chanceOf(odds) - border) / (border * (1 - border));
}

/**
 * Of a minute with so many requests on each side, for a bet against "worse". Nothing is won or lost without requests on
 * both: nothing was compared.
 */
export function oddsBeside(
  { production, canary, stake }: Bet,
  requests: number,
  others: number,
  ratio: number,
): BothOdds {
  if (requests === 0 || others === 0) return { canary: UNMOVED, production: UNMOVED };
  const perOther = (ratio * requests) / others;
  // A good request of production leaves 1 + t p', which must stay positive.
  const held = Math.max(stake, -PRUDENCE / (perOther * production));
  return { canary: oddsOf(canary, held), production: oddsOf(production, -held * perOther) };
}
