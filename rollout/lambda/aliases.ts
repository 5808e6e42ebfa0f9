import { ContractError } from '../../statemachine/contract/errors.ts';
import type { OpenRollout } from '../record/record.ts';

export interface AliasState {
  readonly version: string;
  readonly revisionId: string;
}

export interface PromotionAliases {
  readonly canary: AliasState;
  readonly production: AliasState;
}

/**
 * Only what baked is promoted, and only over the version it was compared with. Production may be at the new version
 * already once this rollout is promoting: an earlier call of the same promotion moved it.
 * @throws ContractError VersionDrifted, WeightsDrifted
 */
export function requirePromotable(rollout: OpenRollout, aliases: PromotionAliases): void {
  requireVersion('canary', aliases.canary.version, [rollout.version]);
  requireUnmoved(rollout, aliases.production);
  if (rollout.phase !== 'promoting' && rollout.confirmedWeight !== 100) {
    throw new ContractError(
      'WeightsDrifted',
      `a promotion needs the canary at 100, the record has confirmed ${rollout.confirmedWeight}`,
    );
  }
}

/**
 * Production may only move from the version that the claim found there; its own retry may find it moved.
 * @throws ContractError VersionDrifted
 */
export function requireUnmoved({ phase, version, previousVersion }: OpenRollout, production: AliasState): void {
  requireVersion(
    'production',
    production.version,
    phase === 'promoting' ? [previousVersion, version] : [previousVersion],
  );
}

/** @throws ContractError VersionDrifted */
export function requireVersion(alias: string, version: string, expected: readonly string[]): void {
  if (!expected.includes(version))
    throw new ContractError(
      'VersionDrifted',
      `alias ${alias} is at version ${version}, expected ${expected.join(' or ')}`,
    );
}

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
