import { ownRollout } from '../../../rollout/claim/claimant.ts';
import type { AliasState } from '../../../rollout/lambda/aliases.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import type { Ports } from '../../ports/index.ts';
import { isProductionBack, readUnsplit } from './production-alias.ts';

/**
 * Points `previous` back at what it kept before a revert took it along, so that the next revert goes where it would
 * have gone. Once production is back, and like it by the revision that was read before the record.
 */
export async function restorePrevious(
  { records, versions }: Pick<Ports, 'records' | 'versions'>,
  rollout: OpenRollout,
): Promise<void> {
  if (rollout.previousKept === undefined) return;
  const alias = await readUnsplit({ versions }, 'previous');
  if (!ownRollout(await records.read(), rollout.id, ['rolling back'])) return;
  if (alias && isToRestore(rollout, alias) && (await versions.exists(rollout.previousKept)))
    await versions.pointAlias('previous', rollout.previousKept, alias.revisionId);
}

/** Whether there is nothing left to restore, or nothing that can be. */
export async function isPreviousBack({ versions }: Pick<Ports, 'versions'>, rollout: OpenRollout): Promise<boolean> {
  if (rollout.previousKept === undefined) return true;
  const alias = await readUnsplit({ versions }, 'previous');
  return !alias || !isToRestore(rollout, alias) || !(await versions.exists(rollout.previousKept));
}

/** The same of both aliases that a rollback may have to move. */
export const areVersionsBack = async (ports: Pick<Ports, 'versions'>, rollout: OpenRollout): Promise<boolean> =>
  (await isProductionBack(ports, rollout)) && (await isPreviousBack(ports, rollout));

/** Where production cannot be put back, what it runs is what stays to be kept. */
const isToRestore = ({ notRestored, version }: OpenRollout, alias: AliasState): boolean =>
  notRestored !== true && alias.version === version;
