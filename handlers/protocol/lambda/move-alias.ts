import { ownRollout, requireClaim } from '../../../rollout/claim/claimant.ts';
import { requirePromotable, requireUnmoved, type AliasState } from '../../../rollout/lambda/aliases.ts';
import { startPromoting, withRollout } from '../../../rollout/record/changes.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import type { Alias } from '../../../statemachine/contract/names.ts';
import type { Ports } from '../../ports/index.ts';
import { changeRecord, lostOrDrifted } from '../record.ts';
import { restoreProduction } from './production-alias.ts';

type MovePorts = Pick<Ports, 'records' | 'versions'>;

/**
 * Makes the canary's version the production version, and keeps production's as `previous`.
 * @returns the rollout that has moved it
 * @throws ContractError ClaimLost, VersionDrifted, WeightsDrifted
 */
export async function promoteCanary(ports: MovePorts, id: string): Promise<OpenRollout> {
  const { versions } = ports;
  const canary = await versions.readAlias('canary');
  const production = await versions.readAlias('production');
  const previous = await versions.readAlias('previous');
  const rollout = await announceMove(ports, id, (own) => requirePromotable(own, { canary, production }));
  await pointFrom(ports, rollout, 'previous', rollout.previousVersion, previous);
  await pointFrom(ports, rollout, 'production', rollout.version, production);
  await requireStillPromoting(ports, rollout);
  return rollout;
}

/**
 * Points production at the version that `previous` keeps, which stays where it is: a second revert finds nothing to do,
 * instead of bringing back what was just reverted.
 * @returns the rollout that has moved it
 * @throws ContractError ClaimLost, VersionDrifted
 */
export async function revertToPrevious(ports: MovePorts, id: string): Promise<OpenRollout> {
  const production = await ports.versions.readAlias('production');
  const rollout = await announceMove(ports, id, (own) => requireUnmoved(own, production));
  await pointFrom(ports, rollout, 'production', rollout.version, production);
  await requireStillPromoting(ports, rollout);
  return rollout;
}

/**
 * In the record before the alias moves, so that a rollback from here on knows to look. Written again when it is called
 * again: whoever has read the record before, to take it over, then finds it changed, and does not count this call among
 * those that were dead by then.
 * @param requireMovable throws when the aliases, read before the claim, are not where this rollout may move them from
 * @throws ContractError ClaimLost, and what `requireMovable` throws
 */
async function announceMove(
  { records }: Pick<MovePorts, 'records'>,
  id: string,
  requireMovable: (rollout: OpenRollout) => void,
): Promise<OpenRollout> {
  return changeRecord(records, (record) => {
    const rollout = requireClaim(record, id, ['advancing', 'promoting']);
    requireMovable(rollout);
    const promoting = startPromoting(rollout);
    return { write: withRollout(record, promoting), result: promoting };
  });
}

/**
 * Moves an alias only from where it was read before the claim was. A refused write may be an own one whose answer was
 * lost, so the alias is looked at before it is called drifted.
 * @throws ContractError ClaimLost, VersionDrifted
 */
async function pointFrom(
  { records, versions }: MovePorts,
  { id }: OpenRollout,
  alias: Alias,
  version: string,
  from: AliasState,
): Promise<void> {
  if (from.version === version || (await versions.pointAlias(alias, version, from.revisionId))) return;
  const now = await versions.readAlias(alias);
  if (now.version === version) return;
  const drift = new ContractError(
    'VersionDrifted',
    `alias ${alias} was moved from version ${from.version} to ${now.version} by somebody else`,
  );
  await lostOrDrifted(records, id, ['promoting'], drift);
}

/**
 * Looks at the claim once more after the move, and takes it back when a rollback has overtaken it.
 * @throws ContractError ClaimLost
 */
async function requireStillPromoting(ports: MovePorts, rollout: OpenRollout): Promise<void> {
  const record = await ports.records.read();
  if (ownRollout(record, rollout.id, ['rolling back'])) await restoreProduction(ports, rollout);
  requireClaim(record, rollout.id, ['promoting']);
}
