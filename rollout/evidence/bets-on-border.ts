import type { Minute, Tolerance } from './counts.ts';
import type { Grid } from './grid.ts';
import { logGain, type BothOdds } from './odds.ts';

/** Minutes that are remembered of each border; then all are forgotten. */
const MOST_KNOWN = 4096;

/** What each bet makes of a stake of 1 in a minute; not to be changed. */
export type Gains = (minute: Minute) => Float64Array;

/** Of minutes with so many requests on both sides. */
interface Known {
  readonly odds: readonly BothOdds[];
  /** By how many were bad of the canary's, then of production's. */
  readonly outcomes: Map<number, Map<number, Float64Array>>;
}

/**
 * Bets that all go by the same border. Every check looks at the whole release again, and most cuts of a minute have the
 * same counts: what a minute comes to is worked out once, and remembered by its counts alone. By numbers, for making a
 * text of them took as long as all the rest.
 * @param oddsOn what a request does to each bet in a minute with so many on both sides
 */
export function gainsOn(oddsOn: (requests: number, others: number) => readonly BothOdds[]): Gains {
  const known = new Map<number, Map<number, Known>>();
  let outcomes = 0;
  return (minute) => {
    const { canary, production } = minute;
    const there = known.get(canary.requests)?.get(production.requests)?.outcomes.get(canary.bad)?.get(production.bad);
    if (there !== undefined) return there;
    if (outcomes >= MOST_KNOWN) {
      known.clear();
      outcomes = 0;
    }
    outcomes += 1;
    const sides = under(known, canary.requests, () => new Map<number, Known>());
    const { odds, outcomes: ofSides } = under(sides, production.requests, () => ({
      odds: oddsOn(canary.requests, production.requests),
      outcomes: new Map(),
    }));
    const made = Float64Array.from(odds, (each) => Math.exp(logGain(each, minute)));
    under(ofSides, canary.bad, () => new Map<number, Float64Array>()).set(production.bad, made);
    return made;
  };
}

function under<T>(all: Map<number, T>, key: number, make: () => T): T {
  const there = all.get(key);
  if (there !== undefined) return there;
  const made = make();
  all.set(key, made);
  return made;
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
