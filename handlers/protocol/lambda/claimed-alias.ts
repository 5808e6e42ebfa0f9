import { requireClaim } from '../../../rollout/claim/claimant.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import type { Alias } from '../../../statemachine/contract/names.ts';
import type { Ports } from '../../ports/index.ts';

const ATTEMPTS = 2;

/**
 * Points the alias of a claim at its version: `canary` for a release; `previous` for a revert to a version that it does
 * not keep, so that this one can be woken, cannot be deleted, and is what is kept afterwards; `production` where a
 * listener is adopted, which does not forward to it yet.
 *
 * The alias moves only while the claim holds and before any weight was intended for it; its revision is read before
 * the claim, so that a call which wakes up late changes nothing of the next rollout.
 * @throws ContractError ClaimLost; VersionDrifted when somebody else keeps moving it
 */
export async function pointAtClaimed(
  { records, versions }: Pick<Ports, 'records' | 'versions'>,
  { id, version }: OpenRollout,
  name: Alias,
): Promise<void> {
  let found = '';
  for (let attempt = 0; attempt <= ATTEMPTS; attempt++) {
    const alias = await versions.readAlias(name);
    const rollout = requireClaim(await records.read(), id, ['advancing']);
    if (alias.version === version) return;
    found = alias.version;
    if (rollout.intendedWeight > 0) break;
    if (attempt < ATTEMPTS && (await versions.pointAlias(name, version, alias.revisionId))) return;
  }
  throw new ContractError(
    'VersionDrifted',
    `alias ${name} is at version ${found} and does not stay at ${version}: somebody else moves it`,
  );
}
