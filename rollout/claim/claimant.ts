import { ContractError } from '../../statemachine/contract/errors.ts';
import { executionName } from '../execution.ts';
import type { OpenRollout, Phase, RolloutRecord } from '../record/record.ts';
import { isStandingBy } from '../rollback/stand-by.ts';

/** The rollout `id` while it is open and in one of `phases`. */
export function ownRollout(record: RolloutRecord, id: string, phases: readonly Phase[]): OpenRollout | undefined {
  const { rollout } = record;
  return rollout?.id === id && phases.includes(rollout.phase) ? rollout : undefined;
}

/** @throws ContractError ClaimLost, with what happened to the claim */
export function requireClaim(record: RolloutRecord, id: string, phases: readonly Phase[]): OpenRollout {
  const own = ownRollout(record, id, phases);
  if (own) return own;
  throw new ContractError(
    'ClaimLost',
    `${executionName(id)} no longer holds the claim: ${whatHappened(record, id, phases)}`,
  );
}

function whatHappened({ rollout, last }: RolloutRecord, id: string, phases: readonly Phase[]): string {
  if (rollout?.id === id) {
    const reason = rollout.reason ?? 'no reason given';
    if (isStandingBy(rollout)) return `it is held because production is broken too: ${reason}`;
    return rollout.phase === 'rolling back'
      ? `it is being rolled back: ${reason}`
      : `it is ${rollout.phase}, expected ${phases.join(' or ')}`;
  }
  if (last?.id === id)
    return `it was closed as ${last.outcome} at ${last.closedAt}${last.reason === undefined ? '' : `: ${last.reason}`}`;
  if (rollout) return `${describeClaimant(rollout)} holds it`;
  return 'nobody does, the service is at rest';
}

/** Who has the service, for a person who wants to know whom to wait for. */
export function describeClaimant(rollout: OpenRollout): string {
  return `${executionName(rollout.id)} (version ${rollout.version}, ${rollout.phase}, since ${rollout.claimedAt})`;
}
