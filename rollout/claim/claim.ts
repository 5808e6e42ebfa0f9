import { ContractError } from '../../statemachine/contract/errors.ts';
import type { AlarmState } from '../alarms.ts';
import { executionName } from '../execution.ts';
import type { ClosedRollout, OpenRollout, RolloutRecord } from '../record/record.ts';
import { describeWeights, isAtRest, type Weights } from '../weights.ts';
import { describeClaimant } from './claimant.ts';

/**
 * Whether `me` may claim: undefined when the service is free for it, its own rollout when an earlier call of the same
 * claim went through but its reply was lost. An execution claims once in its life: a claim that is retried after a
 * rollback has closed it must not bring the rollout back.
 * @param ended how the rollout of `me` ended, when it did
 * @throws ContractError RolloutInProgress, ClaimLost
 */
export function ownOrFree(
  record: RolloutRecord,
  me: string,
  ended: ClosedRollout | undefined,
): OpenRollout | undefined {
  const { rollout } = record;
  if (rollout && rollout.id !== me) {
    throw new ContractError('RolloutInProgress', `another rollout holds the service: ${describeClaimant(rollout)}`);
  }
  if (rollout && rollout.phase !== 'advancing') {
    throw new ContractError(
      'ClaimLost',
      `${executionName(me)} has claimed before and is ${rollout.phase}: ${rollout.reason ?? 'past its claim'}`,
    );
  }
  if (ended) {
    throw new ContractError(
      'ClaimLost',
      `${executionName(me)} has claimed before and was closed as ${ended.outcome} at ${ended.closedAt}; ` +
        'start a new execution',
    );
  }
  return rollout;
}

/** @throws ContractError WeightsDrifted unless production has everything */
export function requireAtRest(live: Weights): void {
  if (isAtRest(live)) return;
  throw new ContractError(
    'WeightsDrifted',
    `no rollout is running, yet the live weights are ${describeWeights(live)}; expected production 100, canary 0`,
  );
}

/**
 * Every alarm that will watch the rollout must exist, and none of the canary's may be on already: it could not tell the
 * new version's errors from old ones.
 * @throws ContractError AlarmMissing, CanaryAlarmActive
 */
export function requireQuietAlarms(
  states: readonly AlarmState[],
  canaryAlarms: readonly string[],
  productionAlarms: readonly string[],
): void {
  const found = new Set(states.map((alarm) => alarm.name));
  const missing = [...canaryAlarms, ...productionAlarms].filter((name) => !found.has(name));
  if (missing.length > 0)
    throw new ContractError('AlarmMissing', `alarms that must watch the rollout do not exist: ${missing.join(', ')}`);
  const on = states.filter((alarm) => alarm.state === 'ALARM' && canaryAlarms.includes(alarm.name));
  if (on.length === 0) return;
  const list = on.map((alarm) => `${alarm.name} since ${alarm.since.toISOString()} (${alarm.reason})`).join('; ');
  throw new ContractError('CanaryAlarmActive', `canary alarms are on before the rollout begins: ${list}`);
}

/** What a claim may say beyond the versions. */
type Claim = Pick<OpenRollout, 'kind' | 'holdAt' | 'previousKept'>;

export function newRollout(
  id: string,
  version: string,
  previousVersion: string,
  claimedAt: Date,
  claim: Claim = {},
): OpenRollout {
  return {
    id,
    phase: 'advancing',
    version,
    previousVersion,
    claimedAt: claimedAt.toISOString(),
    confirmedWeight: 0,
    intendedWeight: 0,
    productionMoved: false,
    ...claim,
  };
}

/** A sentence when production was found at another version than the rollouts left it at. */
export function handMadeChange(lastPromoted: string | undefined, production: string): string | undefined {
  if (lastPromoted === undefined || lastPromoted === production) return undefined;
  return `production was moved by hand: it runs version ${production}, the last promotion left it at ${lastPromoted}`;
}
