import type { Place } from '../core/types.ts';
import type { AlarmConfig, AlarmState } from './alarm-config.ts';
import { CREATION_REASON, type StateReason } from './reasons.ts';

/** A state with its reason and since when. */
export interface TimedState extends StateReason {
  readonly value: AlarmState;
  /** When the state was entered, simulated milliseconds. */
  readonly since: number;
}

/** An alarm as it is now. */
export interface Alarm {
  readonly arn: string;
  readonly config: AlarmConfig;
  readonly configuredAt: number;
  /** The id that events give the single metric of an alarm without expressions. */
  readonly metricId: string;
  readonly state: TimedState;
}

export interface StateChange {
  readonly alarm: Alarm;
  readonly previous: TimedState;
}

export function newAlarm(config: AlarmConfig, place: Place, metricId: string, now: number): Alarm {
  const arn = `arn:aws:cloudwatch:${place.region}:${place.account}:alarm:${config.name}`;
  return {
    arn,
    config,
    configuredAt: now,
    metricId,
    state: { value: 'INSUFFICIENT_DATA', ...CREATION_REASON, since: now },
  };
}
