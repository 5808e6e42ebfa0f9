import { z } from 'zod';
import { AwsError, UnsupportedError } from '../core/aws-error.ts';
import { parseInput } from '../core/operation-input.ts';
import type { Operations } from '../core/types.ts';
import type { Alarm } from './alarm.ts';
import type { AlarmConfig } from './alarm-config.ts';
import { type AlarmProperties, alarmSchema, readAlarm } from './alarm-properties.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { describeAlarm } from './describe-alarm.ts';

const stateSchema = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

const describeSchema = z.strictObject({
  AlarmNames: z.array(z.string()).max(100, 'at most 100 alarm names').optional(),
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).optional(),
  StateValue: stateSchema.optional(),
  MaxRecords: z.int().min(1).max(100).optional(),
  NextToken: z.string().optional(),
});

const setStateSchema = z.strictObject({
  AlarmName: z.string(),
  StateValue: stateSchema,
  StateReason: z.string().max(1023),
  StateReasonData: z.string().max(4000).optional(),
});

const putSchema = alarmSchema.extend({ AlarmName: z.string().min(1).max(255) });

/** The operations on alarms. */
export function alarmOperations(cloudwatch: Pick<CloudWatch, 'listAlarms' | 'putAlarm' | 'setState'>): Operations {
  return {
    /** A name that no alarm has is silently absent from the answer; composite alarms there are none. */
    async DescribeAlarms(input) {
      const request = parseInput(describeSchema, input, 'ValidationError');
      const {
        AlarmNames: names,
        AlarmNamePrefix: prefix,
        AlarmTypes: types = ['MetricAlarm'],
        StateValue: state,
        MaxRecords: size = 50,
      } = request;
      if (names !== undefined && prefix !== undefined)
        throw new AwsError('ValidationError', 'AlarmNames and AlarmNamePrefix exclude each other');
      const wanted = (alarm: Alarm) =>
        types.includes('MetricAlarm') &&
        (names === undefined || names.includes(alarm.config.name)) &&
        (prefix === undefined || alarm.config.name.startsWith(prefix)) &&
        (state === undefined || alarm.state.value === state);
      const after = request.NextToken === undefined ? '' : decodeToken(request.NextToken);
      const alarms = cloudwatch.listAlarms().filter((alarm) => wanted(alarm) && alarm.config.name > after);
      // A list of names is answered whole: there are never more than a hundred.
      const page = alarms.slice(0, names === undefined || request.MaxRecords !== undefined ? size : 100);
      const last = page.at(-1);
      const NextToken =
        last !== undefined && page.length < alarms.length ? { NextToken: encodeToken(last.config.name) } : {};
      return { MetricAlarms: page.map(describeAlarm), CompositeAlarms: [], ...NextToken };
    },

    async PutMetricAlarm(input) {
      const { AlarmName, ...properties } = parseInput(putSchema, input, 'ValidationError');
      cloudwatch.putAlarm(configOf(AlarmName, properties));
      return {};
    },

    async SetAlarmState(input) {
      const { AlarmName, StateValue, StateReason, StateReasonData } = parseInput(
        setStateSchema,
        input,
        'ValidationError',
      );
      if (StateReasonData !== undefined && !isJson(StateReasonData))
        throw new AwsError('InvalidFormatFault', 'StateReasonData is not JSON');
      cloudwatch.setState(AlarmName, StateValue, {
        reason: StateReason,
        ...(StateReasonData === undefined ? {} : { reasonData: StateReasonData }),
      });
      return {};
    },
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
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
