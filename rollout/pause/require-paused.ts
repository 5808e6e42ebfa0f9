import { ContractError } from '../../statemachine/contract/errors.ts';
import { describeClaimant } from '../claim/claimant.ts';
import type { OpenRollout, RolloutRecord } from '../record/record.ts';
import { isStandingBy } from '../rollback/stand-by.ts';
import type { Pause } from './pause.ts';
import { NONE_TO_COME, REASONS } from './reasons.ts';
import { lastPause, pauseToCome } from './stored.ts';

/** A rollout that is paused, or was until somebody said "go on". */
export interface Paused {
  readonly rollout: OpenRollout;
  readonly pause: Pause;
}

/**
 * Whom "go on" is said to.
 * @param askedAt a word that comes late, or again, must not end the next pause
 * @throws ContractError NothingHeld, with what there is instead
 */
export function requirePaused({ rollout }: RolloutRecord, askedAt: Date | undefined): Paused {
  if (!rollout) throw new ContractError('NothingHeld', 'no rollout is held: the service is at rest');
  const pause = lastPause(rollout);
  if (rollout.phase === 'rolling back') throw nothingHeld(rollout, `is being taken back: ${reasonOf(rollout)}`);
  if (isStandingBy(rollout))
    throw nothingHeld(rollout, `waits for production to recover, and only a rollback ends that: ${reasonOf(rollout)}`);
  if (pause === undefined) throw nothingHeld(rollout, notYet(rollout));
  if (!pause.told && askedAt && askedAt < new Date(pause.since))
    throw nothingHeld(rollout, REASONS[pause.why].says.goOn['too early'](pause));
  return { rollout, pause };
}

function notYet(rollout: OpenRollout): string {
  const coming = pauseToCome(rollout);
  return coming === undefined ? NONE_TO_COME.goOn : coming.says.goOn(coming.at, rollout.confirmedWeight);
}

const reasonOf = ({ reason }: OpenRollout): string => reason ?? 'no reason given';

const nothingHeld = (rollout: OpenRollout, what: string) =>
  new ContractError('NothingHeld', `no rollout is held: ${describeClaimant(rollout)} ${what}`);
