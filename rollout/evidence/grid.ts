import type { Tolerance } from './counts.ts';

/** What a bet is made for: these chances of a bad request. */
export interface Alternative {
  readonly production: number;
  readonly canary: number;
}

/** Where to look: production's chances, and by how much the canary's odds may differ from what is tolerable. */
export interface Grid {
  readonly production: readonly number[];
  readonly odds: readonly number[];
}

/** Errors are rare in production; a canary's may be anything up to all of its requests. */
export const RARE: Grid = { production: [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3], odds: [1.3, 2.2, 5, 20, 100] };

/** Requests beyond a time may be any share of production's. */
export const ANY_SHARE: Grid = { production: [0.05, 0.15, 0.35, 0.6, 0.85], odds: [1.25, 2, 4, 15] };

/** Requests in the tail are as few as errors, and never most of them. */
export const FEW: Grid = { production: [0.0003, 0.001, 0.003, 0.01, 0.03], odds: [1.5, 3, 10] };

/** Canaries that are worse than tolerable, for each of which there is a bet. */
export function alternativesOf(grid: Grid, { ratio, margin }: Tolerance): readonly Alternative[] {
  return grid.production.flatMap((production) => {
    const border = ratio * production + margin;
    return border < 1
      ? grid.odds.map((factor) => ({ production, canary: chanceOf((factor * border) / (1 - border)) }))
      : [];
  });
}

export const chanceOf = (odds: number): number => odds / (1 + odds);
