import type { RolloutRecord } from '../../rollout/record/record.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { USUALLY_READY_SECONDS } from '../../statemachine/contract/provision.ts';
import { argumentsIn, type Definition } from '../story/definition.ts';
import { clockTime } from '../story/text.ts';

/**
 * Which versions may have provisioned concurrency that releases gave; undefined for none. Where the machine gives none
 * any more, what is left costs until somebody takes it away.
 */
export function provisionedText(
  { provisioned = {} }: Pick<RolloutRecord, 'provisioned'>,
  { States }: Definition,
  functionName: string,
): string | undefined {
  const given = Object.keys(provisioned);
  if (given.length === 0) return undefined;
  const versions = `version ${given.join(' and ')}`;
  if (States?.[StateName.provision] !== undefined) return `provisioned concurrency for ${versions}`;
  return (
    `${versions} may still have provisioned concurrency, and releases give none any more: deploy ` +
    '"provisionedConcurrency": 0 once, or aws lambda delete-provisioned-concurrency-config ' +
    `--function-name ${functionName} --qualifier ${given[0]} (docs/provisioned-concurrency.md)`
  );
}

/** What a release waits for before its first weight, where its machine gives any. */
export function provisionedLines(definition: Definition): readonly string[] {
  const { concurrency } = argumentsIn(definition, StateName.provision);
  if (typeof concurrency !== 'number') return [];
  const usually = clockTime(USUALLY_READY_SECONDS);
  return [
    `  before users: ${concurrency} environments made ready, some ${usually} more (docs/provisioned-concurrency.md)`,
  ];
}
