import { ErrorName } from '../../statemachine/contract/errors.ts';
import type { RollBackArgs } from '../../statemachine/contract/payloads.ts';
import { describeAlarm, type AlarmState } from '../alarms.ts';
import type { OpenRollout } from '../record/record.ts';
import { addSeconds } from '../time.ts';

/** For how long the weights are held while production is broken too, in seconds, and whose alarms tell that it is. */
export type BrokenProduction = NonNullable<RollBackArgs['brokenProduction']>;

export type BrokenDecision =
  | { readonly hold: true; readonly until: Date; readonly words: string }
  /** `ended` says why a hold that had begun is over; absent where there was none to begin with. */
  | { readonly hold: false; readonly ended?: string };

/**
 * A rollback that nobody asked for: a task failed for a reason that is no verdict of ours, or the execution died by
 * itself. What our own code says by name was seen in the canary or in the claim, and rolls back whatever production
 * does.
 */
export function nobodyAsked(error: string): boolean {
  return !Object.hasOwn(ErrorName, error);
}

/** Only a canary that has requests can be held, and only while production still is the version from before. */
export function canBeHeld({ phase, kind, productionMoved, confirmedWeight, intendedWeight }: OpenRollout): boolean {
  const holdable = phase === 'advancing' || phase === 'held';
  return holdable && kind === undefined && !productionMoved && Math.max(confirmedWeight, intendedWeight) > 0;
}

/**
 * Whether sending everything to production would make matters worse: one of its alarms is on and every alarm of the
 * canary is OK. No data is not OK, and an alarm that cannot be found is not either.
 */
export function decideBroken(
  rollout: OpenRollout,
  alarms: readonly AlarmState[],
  { holdSeconds, canaryAlarms, productionAlarms }: BrokenProduction,
  now: Date,
): BrokenDecision {
  const stateOf = (name: string) => alarms.find((alarm) => alarm.name === name);
  const broken = productionAlarms.map(stateOf).find((alarm) => alarm?.state === 'ALARM');
  const doubtful = canaryAlarms.find((name) => stateOf(name)?.state !== 'OK');
  const until = rollout.heldUntil === undefined ? addSeconds(now, holdSeconds) : new Date(rollout.heldUntil);
  if (broken && doubtful === undefined && now < until) {
    return {
      hold: true,
      until,
      words: `production is broken too (${describeAlarm(broken)}) and no alarm of the canary is on`,
    };
  }
  if (rollout.phase !== 'held') return { hold: false };
  if (doubtful !== undefined) return { hold: false, ended: describeDoubt(doubtful, stateOf(doubtful)) };
  return {
    hold: false,
    ended: broken ? `nobody ended the hold until ${until.toISOString()}` : "production's alarms are off again",
  };
}

function describeDoubt(name: string, alarm: AlarmState | undefined): string {
  if (!alarm) return `alarm ${name} does not exist`;
  return alarm.state === 'ALARM' ? describeAlarm(alarm) : `alarm ${name} has no data`;
}

/** The weights stay as they are; whoever holds them looks again soon, and is known to live. */
export function hold(
  rollout: OpenRollout,
  until: Date,
  why: { readonly error: string; readonly reason: string },
  rescuer: string,
  now: Date,
): OpenRollout {
  return {
    ...rollout,
    phase: 'held',
    heldUntil: until.toISOString(),
    error: rollout.error ?? why.error,
    reason: rollout.reason ?? why.reason,
    rescuer,
    rescuerSeenAt: now.toISOString(),
  };
}
