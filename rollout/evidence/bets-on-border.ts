import type { Minute, Tolerance } from './counts.ts';
import type { Grid } from './grid.ts';
import { logGain, type BothOdds } from './odds.ts';

/** Minutes that are remembered of each border; then all are forgotten. */
const MOST_KNOWN = 4096;

/** What each bet makes of a stake of 1 in a minute. */
export type Gains = (minute: Minute) => readonly number[];

/**
 * Bets that all go by the same border. Every check looks at the whole release again, and most cuts of a minute have the
 * same counts: what a minute comes to is worked out once, and remembered by its counts alone.
 * @param oddsOn what a request does to each bet in a minute with so many on both sides
 */
export function gainsOn(oddsOn: (requests: number, others: number) => readonly BothOdds[]): Gains {
  const odds = remembered<readonly BothOdds[]>();
  const outcomes = remembered<readonly number[]>();
  return (minute) => {
    const { canary, production } = minute;
    const requests = `${canary.requests} ${production.requests}`;
    return outcomes(`${requests} ${canary.bad} ${production.bad}`, () =>
      odds(requests, () => oddsOn(canary.requests, production.requests)).map((each) => Math.exp(logGain(each, minute))),
    );
  };
}

/** One for each border, so that two checks share what they know. */
export function perBorder<T>(make: (grid: Grid, tolerance: Tolerance) => T): (grid: Grid, tolerance: Tolerance) => T {
  const grids = new Map<Grid, (key: string, one: () => T) => T>();
  return (grid, tolerance) => {
    const borders = grids.get(grid) ?? remembered<T>();
    grids.set(grid, borders);
    return borders(`${tolerance.ratio} ${tolerance.margin}`, () => make(grid, tolerance));
  };
}

function remembered<T>() {
  const all = new Map<string, T>();
  return (key: string, make: () => T): T => {
    const there = all.get(key);
    if (there !== undefined) return there;
    if (all.size >= MOST_KNOWN) all.clear();
    const made = make();
    all.set(key, made);
    return made;
  };
}
