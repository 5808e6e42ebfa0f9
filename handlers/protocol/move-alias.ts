import { heldRollout, requireClaim } from '../../rollout/claim/holding.ts';
import { startPromoting, type AliasState } from '../../rollout/lambda/aliases.ts';
import { withRollout } from '../../rollout/record/changes.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import type { Alias } from '../../statemachine/contract/names.ts';
import type { Ports } from '../ports/index.ts';
import { changeRecord } from './change-record.ts';
import { lostOrDrifted } from './lost-or-drifted.ts';
import { restoreProduction } from './production-alias.ts';

type MovePorts = Pick<Ports, 'records' | 'versions'>;

/**
 * In the record before the alias moves, so that a rollback from here on knows to look. Written again when it is called
 * again: whoever has read the record before, to take it over, then finds it changed, and does not count this call among
 * those that were dead by then.
 * @param requireMovable throws when the aliases, read before the claim, are not where this rollout may move them from
 * @throws ContractError ClaimLost, and what `requireMovable` throws
 */
export async function announceMove(
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
