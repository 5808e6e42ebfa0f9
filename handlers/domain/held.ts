import { ContractError } from '../../statemachine/contract/errors.ts';
import { describeHolder } from './claim-holding.ts';
import type { OpenRollout, RolloutRecord } from './record.ts';

/**
 * The rollout that is held, or was until somebody said "go on".
 * @param askedAt a word that comes late, or again, must not end the next hold
 * @throws ContractError NothingHeld, with what there is instead
 */
export function requireHeld({ rollout }: RolloutRecord, askedAt: Date | undefined): OpenRollout {
  const why = whyNotHeld(rollout, askedAt);
  if (rollout && why === undefined) return rollout;
  throw new ContractError('NothingHeld', `no rollout is held: ${why ?? ''}`);
}

function whyNotHeld(rollout: OpenRollout | undefined, askedAt: Date | undefined): string | undefined {
  if (!rollout) return 'the service is at rest';
  const who = describeHolder(rollout);
  if (rollout.phase === 'rolling back') return `${who} is being taken back: ${rollout.reason ?? 'no reason given'}`;
  if (rollout.phase === 'held') return `${who} waits for production to recover, and only a rollback ends that: ${rollout.reason ?? 'no reason given'}`;
  if (rollout.holdAt === undefined) return `${who} does not hold anywhere`;
  if (rollout.heldSince === undefined) return `${who} holds at ${rollout.holdAt} % once it has baked there, and is at ${rollout.confirmedWeight} %`;
  if (rollout.goOn === true) return undefined;
  if (askedAt && askedAt < new Date(rollout.heldSince)) return `${who} is held since ${rollout.heldSince}, after this was asked`;
  return undefined;
}
