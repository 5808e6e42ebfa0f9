import { DescribeAlarmsCommand, type CloudWatchClient, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmState } from '../../../rollout/alarms.ts';
import type { Alarms } from '../index.ts';

/** DescribeAlarms takes at most 100 names. */
const NAMES_A_CALL = 100;

/** The fields that metric and composite alarms share. */
interface Described {
  readonly AlarmName?: string | undefined;
  readonly StateValue?: string | undefined;
  readonly StateReason?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
  readonly AlarmConfigurationUpdatedTimestamp?: Date | undefined;
}

/** The fields of a metric alarm that say how far back it looks. */
type Windowed = Pick<MetricAlarm, 'EvaluationPeriods' | 'Metrics' | 'Period'>;

/**
 * States of metric and composite alarms, by name.
 *
 * Permission: `cloudwatch:DescribeAlarms` on `*` (composite alarms cannot be named by ARN in a policy).
 *
 * Composite alarms come only when asked for by type. An alarm that does not exist is silently absent.
 * @throws Error when an alarm has a state or a time that cannot be read
 */
export function cloudWatchAlarms(client: CloudWatchClient): Alarms {
  return {
    async read(names) {
      const wanted = [...new Set(names)];
      const alarms: AlarmState[] = [];
      // No call at all without names: CloudWatch would answer with every alarm of the account.
      for (let i = 0; i < wanted.length; i += NAMES_A_CALL) {
        const AlarmNames = wanted.slice(i, i + NAMES_A_CALL);
        const answer = await client.send(
          new DescribeAlarmsCommand({
            AlarmNames,
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
            MaxRecords: NAMES_A_CALL,
          }),
        );
        alarms.push(...[...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])].map(stateOf));
      }
      return alarms;
    },
  };
}

function stateOf(alarm: Described & Windowed): AlarmState {
  const { AlarmName: name, StateValue: state, StateReason: reason = '' } = alarm;
  // The update time also moves when the state stays the same, so it is only the second best.
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  if (
    name === undefined ||
    since === undefined ||
    (state !== 'OK' && state !== 'ALARM' && state !== 'INSUFFICIENT_DATA')
  ) {
    throw new Error(
      `alarm ${name ?? 'without a name'} cannot be read: got state ${state} since ${since?.toISOString()}`,
    );
  }
  return { name, state, reason, since, ...configurationOf(alarm) };
}

/**
 * When an alarm was made or last changed ("DescribeAlarms"), and how far back a metric alarm looks: its own period, or
 * the longest of what its expression is about.
 */
export function configurationOf(
  alarm: Pick<Described, 'AlarmConfigurationUpdatedTimestamp'> & Windowed,
): Pick<AlarmState, 'configuredAt' | 'windowSeconds'> {
  const { AlarmConfigurationUpdatedTimestamp: configuredAt, EvaluationPeriods, Metrics = [], Period = 0 } = alarm;
  const periods = Metrics.map((each) => each.Period ?? each.MetricStat?.Period ?? 0);
  return {
    ...(configuredAt && { configuredAt }),
    ...(EvaluationPeriods !== undefined && { windowSeconds: EvaluationPeriods * Math.max(Period, ...periods) }),
  };
}
