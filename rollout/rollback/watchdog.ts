import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/writer.ts';
import { describeClaimant } from '../claim/claimant.ts';
import { executionName, type ExecutionStatus } from '../execution.ts';
import { describeLeftAlone, isHome } from '../listener/home.ts';
import type { OpenRollout, RolloutRecord } from '../record/record.ts';
import { secondsBetween } from '../time.ts';
import type { Live } from '../weights.ts';
import { reasonOf } from './revoke.ts';
import { standsByUntil } from './stand-by.ts';

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
  /** Why nothing of the listener may be written while no rollout is open: one of others that nobody has adopted. */
  readonly notAdopted?: string | undefined;
  /** Production has every request and, where a rollback is under way, its alias is where it belongs. */
  readonly back: boolean;
  readonly now: Date;
}

export type WatchDecision =
  | { readonly act: 'leave'; readonly words: string }
  /** Somebody else's default action is in an adopted listener: people have to know, and nothing is written. */
  | { readonly act: 'tell of a foreign action'; readonly words: string }
  /** Nobody holds a claim, yet the canary has weight. */
  | { readonly act: 'take the drift'; readonly words: string }
  /** Become the rescuer, or go on as the rescuer: bring everything back. */
  | { readonly act: 'take over'; readonly rollout: OpenRollout; readonly words: string }
  | { readonly act: 'close'; readonly rollout: OpenRollout; readonly words: string };

/** Who is expected to finish an open rollout: its rescuer once there is one, the execution that claimed until then. */
export function keeperOf({ rescuer, id }: OpenRollout): string {
  return rescuer ?? id;
}

export function decideWatch(watch: Watch): WatchDecision {
  const { rollout } = watch.record;
  if (!rollout) {
    if (watch.notAdopted !== undefined) return { act: 'leave', words: watch.notAdopted };
    const { foreign } = watch.live;
    if (foreign !== undefined) return { act: 'tell of a foreign action', words: describeLeftAlone(foreign) };
    return watch.live.atRest
      ? { act: 'leave', words: 'the service is at rest' }
      : { act: 'take the drift', words: `no rollout is open, yet the live weights are ${watch.live.words}` };
  }
  if (keeperOf(rollout) === WATCHDOG) return finish(rollout, watch);
  if (isDead(rollout, watch)) {
    return {
      act: 'take over',
      rollout,
      words: `${executionName(keeperOf(rollout))} no longer runs (${watch.keeper ?? 'not found'})`,
    };
  }
  // Nobody may want the canary any more: whoever revoked it died before it wrote, or cannot write while it is alive and
  // tries.
  if (rollout.phase === 'rolling back' && !watch.back) {
    const what = isHome(rollout, watch.live)
      ? `alias production is not back at version ${rollout.previousVersion}`
      : `the live weights are ${watch.live.words}`;
    return { act: 'take over', rollout, words: `the claim was revoked, yet ${what}` };
  }
  const until = standsByUntil(rollout);
  if (until !== undefined && watch.now > new Date(until)) {
    return { act: 'take over', rollout, words: `nobody ended the hold until ${until}` };
  }
  return { act: 'leave', words: `${describeClaimant(rollout)} is looked after by ${executionName(keeperOf(rollout))}` };
}

/** The watchdog's own rollback: closed only when no writer from before it took the record can be alive. */
function finish(rollout: OpenRollout, { back, now }: Watch): WatchDecision {
  if (!back) return { act: 'take over', rollout, words: 'not everything is back yet' };
  const waited = secondsBetween(lastHeardOf(rollout), now);
  const left = Math.ceil(WRITER_LIFETIME_SECONDS - waited);
  return waited < WRITER_LIFETIME_SECONDS
    ? { act: 'leave', words: `everything is back; a late write is still possible for ${left} s` }
    : { act: 'close', rollout, words: 'everything is back' };
}

function isDead(rollout: OpenRollout, { keeper, now }: Watch): boolean {
  if (keeper !== undefined) return !ALIVE.includes(keeper);
  return secondsBetween(lastHeardOf(rollout), now) > UNFOUND_IS_DEAD_AFTER_SECONDS;
}

const lastHeardOf = ({ rescuerSeenAt, claimedAt }: OpenRollout): Date => new Date(rescuerSeenAt ?? claimedAt);

/** The watchdog becomes the rescuer and the waiting begins anew: what it writes now must be looked at again. */
export function takeOver(rollout: OpenRollout, reason: string, now: Date): OpenRollout {
  return {
    ...rollout,
    phase: 'rolling back',
    error: rollout.error ?? 'CanaryRolledBack',
    reason: reasonOf(rollout, reason),
    rescuer: WATCHDOG,
    rescuerSeenAt: now.toISOString(),
  };
}

/** Such a rollout releases nothing; it only keeps others away. */
export const isDriftRollout = ({ id }: Pick<OpenRollout, 'id'>): boolean => id.startsWith(`${WATCHDOG}:`);

/** A rollout of the watchdog's own, so that nobody can claim while it puts unexplained weights back. */
export function takeDrift(productionVersion: string, reason: string, now: Date): OpenRollout {
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
    reason,
    now,
  );
}
