import type { OpenRollout } from '../record/record.ts';

/**
 * What a rollback has to do about the production alias:
 * - `in place`: this rollout never moved it, or it is back
 * - `restore`: it is where this rollout put it
 * - `moved by hand`: it is at a version that neither this rollout nor its predecessor put there; that is never
 *   overwritten
 */
export type AliasStanding = 'in place' | 'restore' | 'moved by hand';

export function aliasStanding(rollout: OpenRollout, production: string): AliasStanding {
  if (!rollout.productionMoved || production === rollout.previousVersion) return 'in place';
  return production === rollout.version ? 'restore' : 'moved by hand';
}
