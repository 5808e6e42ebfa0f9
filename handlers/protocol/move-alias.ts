import { ContractError } from '../../statemachine/contract/errors.ts';
import type { Alias } from '../../statemachine/contract/names.ts';
import { heldRollout, requireClaim } from '../domain/claim-holding.ts';
import type { OpenRollout } from '../domain/record.ts';
import type { AliasState, Ports } from '../ports/index.ts';
import { lostOrDrifted } from './lost-or-drifted.ts';
import { restoreProduction } from './production-alias.ts';

type MovePorts = Pick<Ports, 'records' | 'versions'>;

/**
 * Moves an alias only from where it was read before the claim was. A refused write may be an own one whose answer was
 * lost, so the alias is looked at before it is called drifted.
 * @throws ContractError ClaimLost, VersionDrifted
 */
export async function pointFrom(
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
export async function requireStillPromoting(ports: MovePorts, rollout: OpenRollout): Promise<void> {
  const record = await ports.records.read();
  if (heldRollout(record, rollout.id, ['rolling back'])) await restoreProduction(ports, rollout);
  requireClaim(record, rollout.id, ['promoting']);
}
