import { ErrorName } from '../../statemachine/contract/errors.ts';
import type { RollBackArgs } from '../../statemachine/contract/rows/roll-back.ts';
import { describeAlarm, type AlarmState } from '../alarms.ts';
import { STANDING_BY, type OpenRollout } from '../record/record.ts';
import { addSeconds } from '../time.ts';

/*
 * A rollback stands by while production is broken too: sending it everything would only make matters worse, so the
 * weights stay for a while. Nothing but a rollback ends that; it is no pause, and "go on" does not end it.
 */

/** How long it stands by at most, and whose alarms tell that production is broken and the canary is not. */
export type BrokenProduction = NonNullable<RollBackArgs['brokenProduction']>;

export type StandByDecision =
  | { readonly standBy: true; readonly until: Date; readonly words: string }
  /** `ended` says why it stands by no longer; absent where it did not to begin with. */
  | { readonly standBy: false; readonly ended?: string };

export function isStandingBy({ phase }: Pick<OpenRollout, 'phase'>): boolean {
  return phase === STANDING_BY;
}

/** Until when it stands by at most, in ISO time; undefined when it does not. */
export function standsByUntil(rollout: OpenRollout): string | undefined {
  return isStandingBy(rollout) ? rollout.heldUntil : undefined;
}

/**
 * A rollback that nobody asked for: a task failed for a reason that is no verdict of ours, or the execution died by
 * itself. What our own code says by name was seen in the canary or in the claim, and rolls back whatever production
 * does.
 */
export function nobodyAsked(error: string): boolean {
  return !Object.hasOwn(ErrorName, error);
}

/** Only for a canary that has requests, and only while production still is the version from before. */
export function mayStandBy(rollout: OpenRollout): boolean {
  const { phase, kind, productionMoved, confirmedWeight, intendedWeight } = rollout;
  const underWay = phase === 'advancing' || isStandingBy(rollout);
  return underWay && kind === undefined && !productionMoved && Math.max(confirmedWeight, intendedWeight) > 0;
}

/**
 * It stands by while one of production's alarms is on and every alarm of the canary is OK. No data is not OK, and an
 * alarm that cannot be found is not either.
 */
export function decideStandBy(
  rollout: OpenRollout,
  alarms: readonly AlarmState[],
  { holdSeconds, canaryAlarms, productionAlarms }: BrokenProduction,
  now: Date,
): StandByDecision {
  const stateOf = (name: string) => alarms.find((alarm) => alarm.name === name);
  const broken = productionAlarms.map(stateOf).find((alarm) => alarm?.state === 'ALARM');
  const doubtful = canaryAlarms.find((name) => stateOf(name)?.state !== 'OK');
  const known = standsByUntil(rollout);
  const until = known === undefined ? addSeconds(now, holdSeconds) : new Date(known);
  if (broken && doubtful === undefined && now < until) {
    return {
      standBy: true,
      until,
      words: `production is broken too (${describeAlarm(broken)}) and no alarm of the canary is on`,
    };
  }
  if (!isStandingBy(rollout)) return { standBy: false };
  if (doubtful !== undefined) return { standBy: false, ended: describeDoubt(doubtful, stateOf(doubtful)) };
  return {
    standBy: false,
    ended: broken ? `nobody ended the hold until ${until.toISOString()}` : "production's alarms are off again",
  };
}

function describeDoubt(name: string, alarm: AlarmState | undefined): string {
  if (!alarm) return `alarm ${name} does not exist`;
  return alarm.state === 'ALARM' ? describeAlarm(alarm) : `alarm ${name} has no data`;
}

/** The weights stay as they are; the rescuer looks again soon, and is known to live. */
export function standBy(
  rollout: OpenRollout,
  until: Date,
  asked: { readonly error: string; readonly reason: string },
  rescuer: string,
  now: Date,
): OpenRollout {
  return {
    ...rollout,
    phase: STANDING_BY,
    heldUntil: until.toISOString(),
    error: rollout.error ?? asked.error,
    reason: rollout.reason ?? asked.reason,
    rescuer,
    rescuerSeenAt: now.toISOString(),
  };
}
