import { requireVersion } from '../../../rollout/lambda/aliases.ts';
import { requirePublished } from '../../../rollout/lambda/versions.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import type { CheckArgs } from '../../../statemachine/contract/rows/check.ts';
import type { Ports } from '../../ports/index.ts';

type VersionPorts = Pick<Ports, 'versions'>;

/** What production runs now. @throws ContractError VersionNotFound when a rollback could not come back to it */
export async function productionVersion({ versions }: VersionPorts): Promise<string> {
  const { version } = await versions.readAlias('production');
  requirePublished(version);
  return version;
}

/** What production ran before the last promotion. */
export async function previousVersion({ versions }: VersionPorts): Promise<string> {
  return (await versions.readAlias('previous')).version;
}

/** @throws ContractError VersionNotFound */
export async function requireVersionExists({ versions }: VersionPorts, version: string): Promise<void> {
  if (!(await versions.exists(version))) throw missingVersion(version);
}

export function missingVersion(version: string): ContractError {
  return new ContractError('VersionNotFound', `version ${version} is not a published version of the function`);
}

/**
 * Both aliases are where the rollout that is checked left them.
 * @throws ContractError VersionDrifted
 */
export async function requireVersionsInPlace(
  { versions }: VersionPorts,
  { subject, version, previousVersion, reportOnly }: CheckArgs,
): Promise<void> {
  // A revert has nothing to do with the canary, which keeps the version that was released last.
  if (reportOnly !== true) requireVersion('canary', (await versions.readAlias('canary')).version, [version]);
  const production = subject === 'canary' ? previousVersion : version;
  requireVersion('production', (await versions.readAlias('production')).version, [production]);
}
