import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/plan.ts';
import { describeClaimant } from '../claim/claimant.ts';
import { executionName, type ExecutionStatus } from '../execution.ts';
import type { OpenRollout, RolloutRecord } from '../record/record.ts';
import { secondsBetween } from '../time.ts';
import type { Live } from '../weights.ts';
import { reasonOf } from './revoke.ts';
import { isStandingBy, standsByUntil } from './stand-by.ts';

/** The watchdog's name as a rescuer. */
export const WATCHDOG = 'watchdog';

/** An execution that cannot be found may just be too new: DescribeExecution is eventually consistent. */
export const UNFOUND_IS_DEAD_AFTER_SECONDS = 300;

const ALIVE: readonly Watch['keeper'][] = ['RUNNING', 'PENDING_REDRIVE', 'UNKNOWN'];

export interface Watch {
  readonly record: RolloutRecord;
  /** Read after the record. */
  readonly live: Live;
  /** Status of the keeper; undefined when it cannot be found or is no execution, UNKNOWN when the look-up failed. */
  readonly keeper: ExecutionStatus | 'UNKNOWN' | undefined;
  /** Production has every request and, where a rollback is under way, its alias is where it belongs. */
  readonly back: boolean;
  readonly now: Date;
}

export type WatchDecision =
  | { readonly act: 'leave'; readonly why: string }
  /** Nobody holds a claim, yet the canary has weight. */
  | { readonly act: 'take the drift'; readonly why: string }
  /** Become the rescuer, or go on as the rescuer: bring everything back. */
  | { readonly act: 'take over'; readonly rollout: OpenRollout; readonly why: string }
  | { readonly act: 'close'; readonly rollout: OpenRollout; readonly why: string };

/** Who is expected to finish an open rollout: its rescuer once there is one, the execution that claimed until then. */
export function keeperOf(rollout: OpenRollout): string {
  return isRevoked(rollout) ? (rollout.rescuer ?? rollout.id) : rollout.id;
}

const isRevoked = (rollout: OpenRollout): boolean => rollout.phase === 'rolling back' || isStandingBy(rollout);

export function decideWatch(watch: Watch): WatchDecision {
  const { rollout } = watch.record;
  if (!rollout) {
    return watch.live.atRest
      ? { act: 'leave', why: 'the service is at rest' }
      : { act: 'take the drift', why: `no rollout is open, yet the live weights are ${watch.live.description}` };
  }
  if (keeperOf(rollout) === WATCHDOG) return finish(rollout, watch);
  if (isDead(rollout, watch)) {
    return {
      act: 'take over',
      rollout,
      why: `${executionName(keeperOf(rollout))} no longer runs (${watch.keeper ?? 'not found'})`,
    };
  }
  // Nobody may want the canary any more: whoever revoked it died before it wrote, or cannot write while it is alive and
  // tries.
  if (rollout.phase === 'rolling back' && !watch.back) {
    const what = watch.live.atRest
      ? `alias production is not back at version ${rollout.previousVersion}`
      : `the live weights are ${watch.live.description}`;
    return { act: 'take over', rollout, why: `the claim was revoked, yet ${what}` };
  }
  const until = standsByUntil(rollout);
  if (until !== undefined && watch.now > new Date(until)) {
    return { act: 'take over', rollout, why: `nobody ended the hold until ${until}` };
  }
  return { act: 'leave', why: `${describeClaimant(rollout)} is looked after by ${executionName(keeperOf(rollout))}` };
}

/** The watchdog's own rollback: closed only when no writer from before it took the record can be alive. */
function finish(rollout: OpenRollout, { back, now }: Watch): WatchDecision {
  if (!back) return { act: 'take over', rollout, why: 'not everything is back yet' };
  const waited = secondsBetween(new Date(rollout.rescuerSeenAt ?? rollout.claimedAt), now);
  return waited < WRITER_LIFETIME_SECONDS
    ? {
        act: 'leave',
        why: `everything is back; a late write is still possible for ${Math.ceil(WRITER_LIFETIME_SECONDS - waited)} s`,
      }
    : { act: 'close', rollout, why: 'everything is back' };
}

function isDead(rollout: OpenRollout, { keeper, now }: Watch): boolean {
  if (keeper !== undefined) return !ALIVE.includes(keeper);
  return secondsBetween(new Date(lastHeardOf(rollout)), now) > UNFOUND_IS_DEAD_AFTER_SECONDS;
}

function lastHeardOf(rollout: OpenRollout): string {
  return isRevoked(rollout) && rollout.rescuerSeenAt !== undefined ? rollout.rescuerSeenAt : rollout.claimedAt;
}

/** The watchdog becomes the rescuer and the waiting begins anew: what it writes now must be looked at again. */
export function takeOver(rollout: OpenRollout, why: string, now: Date): OpenRollout {
  return {
    ...rollout,
    phase: 'rolling back',
    error: rollout.error ?? 'CanaryRolledBack',
    reason: reasonOf(rollout, why),
    rescuer: WATCHDOG,
    rescuerSeenAt: now.toISOString(),
  };
}

/** Such a rollout releases nothing; it only keeps others away. */
export const isDriftRollout = ({ id }: Pick<OpenRollout, 'id'>): boolean => id.startsWith(`${WATCHDOG}:`);

/** A rollout of the watchdog's own, so that nobody can claim while it puts unexplained weights back. */
export function takeDrift(productionVersion: string, why: string, now: Date): OpenRollout {
  const time = now.toISOString();
  return takeOver(
    {
      id: `${WATCHDOG}:${time}`,
      phase: 'rolling back',
      version: productionVersion,
      previousVersion: productionVersion,
      claimedAt: time,
      confirmedWeight: 0,
      intendedWeight: 0,
      productionMoved: false,
      error: 'WeightsDrifted',
    },
    why,
    now,
  );
}
