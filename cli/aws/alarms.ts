import {
  DescribeAlarmsCommand,
  type CloudWatchClient,
  type CompositeAlarm,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { configurationOf } from '../../handlers/ports/aws/cloudwatch-alarms.ts';
import type { LiveAlarm, LiveAlarms } from '../ports.ts';

/** DescribeAlarms takes at most 100 names. */
const NAMES_A_CALL = 100;

/** What DescribeAlarms tells and PutMetricAlarm does not take. */
const STATE_OF = /^(AlarmArn|State|EvaluationState|AlarmConfigurationUpdatedTimestamp)/;

/** Permission: `cloudwatch:DescribeAlarms` on `*`. An alarm that does not exist is silently absent. */
export function cloudWatchLiveAlarms(client: CloudWatchClient): LiveAlarms {
  return {
    async read(names) {
      const found: LiveAlarm[] = [];
      for (let i = 0; i < names.length; i += NAMES_A_CALL) {
        const AlarmNames = names.slice(i, i + NAMES_A_CALL);
        const answer = await client.send(
          new DescribeAlarmsCommand({
            AlarmNames,
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
            MaxRecords: NAMES_A_CALL,
          }),
        );
        found.push(
          ...(answer.MetricAlarms ?? []).map((alarm) => alarmOf(alarm, propertiesOf(alarm))),
          ...(answer.CompositeAlarms ?? []).map((alarm) => alarmOf(alarm, undefined)),
        );
      }
      return found;
    },
  };
}

function alarmOf(alarm: MetricAlarm | CompositeAlarm, properties: LiveAlarm['properties']): LiveAlarm {
  const {
    AlarmName = '',
    StateValue = 'INSUFFICIENT_DATA',
    StateReason = '',
    StateTransitionedTimestamp,
    StateUpdatedTimestamp,
    ActionsEnabled = true,
    AlarmActions = [],
  } = alarm;
  // The update time also moves when the state stays the same, so it is only the second best.
  const since = StateTransitionedTimestamp ?? StateUpdatedTimestamp ?? new Date(0);
  return {
    name: AlarmName,
    state: StateValue,
    reason: StateReason,
    since,
    ...configurationOf(alarm),
    actionsEnabled: ActionsEnabled,
    actions: AlarmActions,
    properties,
  };
}

/** Lists that are empty are left out: PutMetricAlarm takes no empty list of metrics. */
function propertiesOf(alarm: MetricAlarm): Readonly<Record<string, unknown>> {
  const given = Object.entries(alarm).filter(
    ([name, value]) => !STATE_OF.test(name) && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(given);
}
