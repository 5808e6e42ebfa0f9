import { leftovers } from '../../rollout/lambda/provisioned.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { Alias, ownedAlias } from '../../statemachine/contract/names.ts';
import type { ProvisionedSeen } from '../ports.ts';
import type { AliasVersions } from '../prune/decide.ts';
import type { Service } from '../services.ts';
import { note, wrong, type Commands, type Finding } from './finding.ts';

/** What Lambda says of provisioned concurrency, and what releases give each version. */
export interface ConcurrencySeen {
  /** Undefined where releases give none any more. */
  readonly perVersion: number | undefined;
  readonly found: readonly ProvisionedSeen[];
}

/**
 * What stands in the way of what releases give, and what of that is left behind. Nothing of a service whose releases
 * give none and gave none.
 */
export function concurrencyFindings(
  { perVersion, found }: ConcurrencySeen,
  record: RolloutRecord,
  aliases: readonly AliasVersions[],
  { aliasPrefix, functionName }: Service,
  { aws }: Commands,
): readonly Finding[] {
  const remove = (qualifier: string) =>
    `${aws} lambda delete-provisioned-concurrency-config --function-name ${functionName} --qualifier ${qualifier}`;
  const onAliases = found
    .filter(({ qualifier }) => ownedAlias(qualifier, aliasPrefix) !== undefined)
    .map(({ qualifier, requested }) =>
      wrong(
        'concurrency',
        `alias ${qualifier} has provisioned concurrency (${requested}): Lambda gives none to a version beside that ` +
          'of an alias, so a release is rolled back before users (ConcurrencyNotReady). Take it from the alias:',
        remove(qualifier),
      ),
    );
  const [production = ''] = aliases.find(({ name }) => name === Alias.production)?.versions ?? [];
  const left = leftovers(record, production, perVersion ?? 0);
  const behind = found
    .filter(({ qualifier }) => left.includes(qualifier))
    .map(({ qualifier, requested }) =>
      note(
        'concurrency',
        `version ${qualifier} has provisioned concurrency (${requested}) that a release gave, and costs. ` +
          (perVersion === undefined
            ? 'Releases give none any more: with "provisionedConcurrency": 0 in the plan the watchdog takes it away, ' +
              'with none at all nobody does. Deploy 0 once, or'
            : 'The watchdog takes it away within two minutes; is it still so after that?'),
        remove(qualifier),
      ),
    );
  return [...onAliases, ...behind];
}
