import { z } from 'zod';
import { arnOf, type Needs, on, text } from '../../core/access.ts';
import { AwsError, UnsupportedError } from '../../core/aws-error.ts';
import { operation } from '../../core/service.ts';
import type { Place } from '../../core/types.ts';
import type { Alarm } from '../alarm.ts';
import type { AlarmConfig } from '../alarm-config.ts';
import { type AlarmProperties, alarmSchema, readAlarm } from '../alarm-properties.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { describeAlarm } from '../describe-alarm.ts';
import { isJson } from '../../core/is-json.ts';

const stateSchema = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

function alarmArn(name: string, place: Place): string {
  return arnOf(place, 'cloudwatch', `alarm:${name}`);
}

const onAlarm = on((input, place) => alarmArn(text(input, 'AlarmName'), place));

/**
 * The alarms that are asked for by name; every alarm otherwise, and for composite alarms, which CloudWatch shows only
 * to those who may see all ("Amazon CloudWatch permissions reference").
 */
const onThoseAskedFor: Needs = ({ AlarmNames: names, AlarmTypes: types }, { action, place }) => {
  const composite = Array.isArray(types) && types.includes('CompositeAlarm');
  const described = Array.isArray(names) && names.length > 0 && !composite ? names.map(String) : ['*'];
  return described.map((name) => ({ action, resource: alarmArn(name, place) }));
};

/** What is done to alarms. */
export function alarmOperations(cloudwatch: CloudWatch) {
  return {
    /** A name that no alarm has is silently absent from the answer; composite alarms there are none. */
    DescribeAlarms: operation({
      needs: onThoseAskedFor,
      input: z.strictObject({
        AlarmNames: z.array(z.string()).max(100, 'at most 100 alarm names').optional(),
        AlarmNamePrefix: z.string().optional(),
        AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).default(['MetricAlarm']),
        StateValue: stateSchema.optional(),
        MaxRecords: z.int().min(1).max(100).optional(),
        NextToken: z.string().optional(),
      }),
      callsPerSecond: 9,
      run(request) {
        const { AlarmNames: names, AlarmNamePrefix: prefix, AlarmTypes: types, StateValue: state } = request;
        if (names !== undefined && prefix !== undefined)
          throw new AwsError('ValidationError', 'AlarmNames and AlarmNamePrefix exclude each other');
        const wanted = (alarm: Alarm) =>
          types.includes('MetricAlarm') &&
          (names === undefined || names.includes(alarm.config.name)) &&
          (prefix === undefined || alarm.config.name.startsWith(prefix)) &&
          (state === undefined || alarm.state.value === state);
        const after = request.NextToken === undefined ? '' : decodeToken(request.NextToken);
        if (names !== undefined) cloudwatch.goneNames.askedFor(names);
        const alarms = alarmsFound(cloudwatch).filter((alarm) => wanted(alarm) && alarm.config.name > after);
        // A list of names is answered whole: there are never more than a hundred.
        const size = request.MaxRecords ?? (names === undefined ? 50 : 100);
        const page = alarms.slice(0, size);
        const last = page.at(-1);
        const NextToken =
          last !== undefined && page.length < alarms.length ? { NextToken: encodeToken(last.config.name) } : {};
        return { MetricAlarms: page.map(describeAlarm), CompositeAlarms: [], ...NextToken };
      },
    }),

    PutMetricAlarm: operation({
      needs: onAlarm,
      input: alarmSchema.extend({ AlarmName: z.string().min(1).max(255) }),
      run({ AlarmName, ...properties }) {
        cloudwatch.putAlarm(configOf(AlarmName, properties));
        return {};
      },
    }),

    SetAlarmState: operation({
      needs: onAlarm,
      input: z.strictObject({
        AlarmName: z.string(),
        StateValue: stateSchema,
        StateReason: z.string().max(1023),
        StateReasonData: z.string().max(4000).optional(),
      }),
      callsPerSecond: 3,
      run({ AlarmName, StateValue, StateReason, StateReasonData }) {
        if (StateReasonData !== undefined && !isJson(StateReasonData))
          throw new AwsError('InvalidFormatFault', 'StateReasonData is not JSON');
        cloudwatch.setState(AlarmName, StateValue, {
          reason: StateReason,
          ...(StateReasonData === undefined ? {} : { reasonData: StateReasonData }),
        });
        return {};
      },
    }),
  };
}

function configOf(name: string, properties: AlarmProperties): AlarmConfig {
  try {
    return readAlarm(name, name, properties);
  } catch (error) {
    // What does not go together here does not on AWS either.
    if (error instanceof UnsupportedError) throw new AwsError('ValidationError', error.message);
    throw error;
  }
}

/** By name, which may have become another one. */
function alarmsFound(cloudwatch: CloudWatch): readonly Alarm[] {
  const alarms = cloudwatch.listAlarms().map((alarm) => {
    const name = cloudwatch.goneNames.nameOf(alarm.config.name);
    if (name === alarm.config.name) return alarm;
    return { ...alarm, arn: alarm.arn.replace(alarm.config.name, name), config: { ...alarm.config, name } };
  });
  return alarms.toSorted((a, b) => (a.config.name < b.config.name ? -1 : 1));
}

const TOKEN_PREFIX = 'after:';

function encodeToken(name: string): string {
  return Buffer.from(`${TOKEN_PREFIX}${name}`).toString('base64');
}

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith(TOKEN_PREFIX))
    throw new AwsError('InvalidNextToken', `got a token that no answer gave: ${token}`);
  return text.slice(TOKEN_PREFIX.length);
}
