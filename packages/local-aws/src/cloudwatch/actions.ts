import type { Input, Place } from '../core/types.ts';
import { type Actions, arnOf, on, onAll, text } from '../iam/actions.ts';

function alarmArn(name: string, place: Place): string {
  return arnOf(place, 'cloudwatch', `alarm:${name}`);
}

/**
 * The alarms that are asked for by name; every alarm otherwise, and for composite alarms, which CloudWatch shows only
 * to those who may see all ("Amazon CloudWatch permissions reference").
 */
function described({ AlarmNames: names, AlarmTypes: types }: Input): readonly string[] {
  const composite = Array.isArray(types) && types.includes('CompositeAlarm');
  return Array.isArray(names) && names.length > 0 && !composite ? names.map(String) : ['*'];
}

export const CLOUDWATCH_ACTIONS: Actions = {
  DescribeAlarms: (input, place) =>
    described(input).map((name) => ({ action: 'cloudwatch:DescribeAlarms', resource: alarmArn(name, place) })),
  GetMetricData: onAll('cloudwatch:GetMetricData'),
  GetMetricStatistics: onAll('cloudwatch:GetMetricStatistics'),
  ListMetrics: onAll('cloudwatch:ListMetrics'),
  PutMetricAlarm: on('cloudwatch:PutMetricAlarm', (input, place) => alarmArn(text(input, 'AlarmName'), place)),
  PutMetricData: (input) => [
    {
      action: 'cloudwatch:PutMetricData',
      resource: '*',
      context: { 'cloudwatch:namespace': text(input, 'Namespace') },
    },
  ],
  SetAlarmState: on('cloudwatch:SetAlarmState', (input, place) => alarmArn(text(input, 'AlarmName'), place)),
};
