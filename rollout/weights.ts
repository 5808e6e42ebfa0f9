import type { Groups } from './record/record.ts';

/** Percentages; always written together, always adding up to 100. */
export interface Weights {
  readonly production: number;
  readonly canary: number;
}

/** Where every rollout starts and every ending leads back to. */
export const AT_REST: Weights = { production: 100, canary: 0 };

/** @param weight the canary's percentage, 0 to 100; production gets the rest */
export function canaryAt(weight: number): Weights {
  return { production: 100 - weight, canary: weight };
}

export function sameWeights(a: Weights, b: Weights): boolean {
  return a.production === b.production && a.canary === b.canary;
}

export function isAtRest(weights: Weights): boolean {
  return sameWeights(weights, AT_REST);
}

export function describeWeights(weights: Weights): string {
  return `production ${weights.production}, canary ${weights.canary}`;
}

/** What the listener does now. Its default action may also be something that nobody here writes. */
export interface Live {
  readonly atRest: boolean;
  /** The canary's share; undefined when the listener does something else than splitting over the two groups. */
  readonly canary?: number;
  /** Of a listener of others: what it forwards to, where that is not our two groups alone. */
  readonly foreign?: Groups;
  /** For a sentence: "production 90, canary 10". */
  readonly words: string;
}

export function liveWeights(weights: Weights): Live {
  return { atRest: isAtRest(weights), canary: weights.canary, words: describeWeights(weights) };
}
