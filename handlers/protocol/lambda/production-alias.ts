import { ownRollout } from '../../../rollout/claim/claimant.ts';
import { aliasStanding, type AliasState } from '../../../rollout/lambda/aliases.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import type { Alias } from '../../../statemachine/contract/names.ts';
import type { Ports } from '../../ports/index.ts';

/**
 * - `in place`: never moved by this rollout, or back
 * - `restored`: this call put it back
 * - `moved by hand`: it is somewhere else; left alone
 * - `cannot restore`: the version before no longer exists; it stays where it is
 * - `superseded`: the record is no longer this rollout's; nothing was done
 */
export type Restoration = 'in place' | 'restored' | 'moved by hand' | 'cannot restore' | 'superseded';

/** What to say of the alias behind "production has every request again": nothing where there was nothing to do. */
export function describeRestoration(restoration: Restoration, { version, previousVersion }: OpenRollout): string {
  return {
    'in place': '',
    restored: `; alias production is back at version ${previousVersion}`,
    'moved by hand': '; alias production was moved by hand and is left where it is',
    'cannot restore': `; alias production stays at version ${version}, for version ${previousVersion} no longer exists`,
    superseded: '; somebody else has finished this rollback, alias production is left alone',
  }[restoration];
}

const ATTEMPTS = 3;

/**
 * Points production back to the version before this rollout. The alias is read before the record, and its revision must
 * still hold at the write: a call that wakes up after the next rollout has promoted finds another revision and changes
 * nothing.
 */
export async function restoreProduction(
  ports: Pick<Ports, 'records' | 'versions'>,
  rollout: OpenRollout,
): Promise<Restoration> {
  if (!rollout.productionMoved) return 'in place';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const alias = await readProduction(ports);
    if (!ownRollout(await ports.records.read(), rollout.id, ['rolling back'])) return 'superseded';
    if (!alias) return 'moved by hand';
    const standing = aliasStanding(rollout, alias.version);
    if (standing !== 'restore') return standing;
    if (!(await ports.versions.exists(rollout.previousVersion))) return 'cannot restore';
    if (await ports.versions.pointAlias('production', rollout.previousVersion, alias.revisionId)) return 'restored';
  }
  throw new Error(
    `alias production was changed by others at each of ${ATTEMPTS} attempts to restore version ` +
      rollout.previousVersion,
  );
}

/** Whether there is nothing left to restore, or nothing that can be. */
export async function isProductionBack(ports: Pick<Ports, 'versions'>, rollout: OpenRollout): Promise<boolean> {
  if (!rollout.productionMoved) return true;
  const alias = await readProduction(ports);
  if (!alias || aliasStanding(rollout, alias.version) !== 'restore') return true;
  return !(await ports.versions.exists(rollout.previousVersion));
}

export const readProduction = (ports: Pick<Ports, 'versions'>) => readUnsplit(ports, 'production');

/** An alias; undefined when somebody split it over two versions, which no rollout does. */
export async function readUnsplit(
  { versions }: Pick<Ports, 'versions'>,
  alias: Alias,
): Promise<AliasState | undefined> {
  try {
    return await versions.readAlias(alias);
  } catch (error) {
    if (error instanceof ContractError && error.name === 'VersionDrifted') return undefined;
    throw error;
  }
}
