import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchService } from '../../src/cloudwatch/service.ts';
import { callTo } from '../services.ts';
import { ERRORS, MINUTE, TEN, type World, world } from './world.ts';

let clock: World['clock'];
let cloudwatch: World['cloudwatch'];
let events: World['events'];
let published: World['published'];
let stateOf: World['stateOf'];

beforeEach(() => {
  ({ clock, cloudwatch, events, published, stateOf } = world());
});

function call(name: string, input: Record<string, unknown>) {
  return callTo(cloudWatchService(cloudwatch, clock), name, input);
}

function names(answer: unknown): string[] {
  return (answer as { MetricAlarms: { AlarmName: string }[] }).MetricAlarms.map((alarm) => alarm.AlarmName);
}

describe('operations of CloudWatch', () => {
  it('SetAlarmState fires actions and events, and the next evaluation sets the state right', async () => {
    cloudwatch.putAlarm(ERRORS);
    await clock.runUntil(TEN + 20_000);
    await call('SetAlarmState', { AlarmName: 'canary-errors', StateValue: 'ALARM', StateReason: 'testing' });
    expect(stateOf()).toBe('ALARM');
    expect(published).toHaveLength(1);
    expect(events.at(-1)?.detail).toMatchObject({ state: { value: 'ALARM', reason: 'testing' } });
    await clock.runUntil(TEN + MINUTE + 20_000);
    expect(stateOf()).toBe('OK');
  });

  it('SetAlarmState rejects an unknown alarm', async () => {
    await expect(call('SetAlarmState', { AlarmName: 'nope', StateValue: 'OK', StateReason: '' })).rejects.toMatchObject(
      { code: 'ResourceNotFound' },
    );
  });

  it('DescribeAlarms leaves out names that do not exist, silently', async () => {
    cloudwatch.putAlarm(ERRORS);
    const answer = await call('DescribeAlarms', { AlarmNames: ['canary-errors', 'nope'] });
    expect(answer).toMatchObject({
      MetricAlarms: [
        {
          AlarmName: 'canary-errors',
          StateValue: 'INSUFFICIENT_DATA',
          MetricName: 'Errors',
          Period: 60,
          Statistic: 'Sum',
        },
      ],
    });
    expect(answer).not.toHaveProperty('NextToken');
  });

  it('DescribeAlarms filters by prefix, state and type, and answers in pages', async () => {
    for (const name of ['a-1', 'a-2', 'a-3', 'b-1']) cloudwatch.putAlarm({ ...ERRORS, name });
    cloudwatch.setState('a-2', 'ALARM', { reason: 'by hand' });
    const first = await call('DescribeAlarms', { AlarmNamePrefix: 'a-', MaxRecords: 2 });
    expect(names(first)).toEqual(['a-1', 'a-2']);
    const { NextToken } = first as { NextToken: string };
    const second = await call('DescribeAlarms', { AlarmNamePrefix: 'a-', MaxRecords: 2, NextToken });
    expect(names(second)).toEqual(['a-3']);
    expect(second).not.toHaveProperty('NextToken');
    expect(names(await call('DescribeAlarms', { StateValue: 'ALARM' }))).toEqual(['a-2']);
    expect(names(await call('DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] }))).toEqual([]);
  });

  it('DescribeAlarms rejects more than a hundred names', async () => {
    const AlarmNames = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
    await expect(call('DescribeAlarms', { AlarmNames })).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining('at most 100'),
    });
  });

  it('GetMetricData answers what PutMetricData and the services recorded, the newest first', async () => {
    await call('PutMetricData', {
      Namespace: 'Shop',
      MetricData: [{ MetricName: 'Weight', Value: 10, Timestamp: new Date(TEN) }],
    });
    await call('PutMetricData', {
      Namespace: 'Shop',
      MetricData: [
        {
          MetricName: 'Weight',
          StatisticValues: { SampleCount: 2, Sum: 60, Minimum: 20, Maximum: 40 },
          Timestamp: new Date(TEN + MINUTE),
        },
      ],
    });
    const MetricStat = { Metric: { Namespace: 'Shop', MetricName: 'Weight' }, Period: 60, Stat: 'Average' };
    const request = {
      MetricDataQueries: [
        { Id: 'w', MetricStat, ReturnData: false },
        { Id: 'twice', Expression: '2 * w' },
      ],
      StartTime: new Date(TEN),
      EndTime: new Date(TEN + 3 * MINUTE),
    };
    const result = { Id: 'twice', Label: 'twice', StatusCode: 'Complete' };
    expect(await call('GetMetricData', request)).toMatchObject({
      MetricDataResults: [{ ...result, Timestamps: [new Date(TEN + MINUTE), new Date(TEN)], Values: [60, 20] }],
    });
    expect(await call('GetMetricData', { ...request, ScanBy: 'TimestampAscending' })).toMatchObject({
      MetricDataResults: [{ Values: [20, 60] }],
    });
  });

  it('PutMetricData says what there is no room for, and services still find theirs', async () => {
    const put = (from: number, count: number) =>
      call('PutMetricData', {
        Namespace: 'Shop',
        MetricData: Array.from({ length: count }, (_, i) => ({ MetricName: `Metric${from + i}`, Value: 1 })),
      });
    await put(0, 1000);
    await put(1000, 999);
    await expect(put(1998, 3)).rejects.toMatchObject({
      code: 'LimitExceededFault',
      message: expect.stringContaining('keeps 2000 metrics of PutMetricData') as string,
    });
    await put(1999, 1);
    cloudwatch.record({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: {}, value: 1, time: TEN });
    expect(await call('ListMetrics', { Namespace: 'AWS/Lambda' })).toMatchObject({
      Metrics: [{ Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [] }],
    });
  });

  it('GetMetricData rejects a statistic or a function it does not have, by name', async () => {
    const MetricStat = { Metric: { Namespace: 'Shop', MetricName: 'Weight' }, Period: 60, Stat: 'p99' };
    const range = { StartTime: new Date(TEN), EndTime: new Date(TEN + MINUTE) };
    await expect(call('GetMetricData', { ...range, MetricDataQueries: [{ Id: 'w', MetricStat }] })).rejects.toThrow(
      /p99/,
    );
    await expect(
      call('GetMetricData', { ...range, MetricDataQueries: [{ Id: 'w', Expression: 'RATE(m)' }] }),
    ).rejects.toThrow(/RATE/);
    await expect(
      call('GetMetricData', { ...range, MetricDataQueries: [{ Id: 'w', Expression: 'w + 1' }] }),
    ).rejects.toThrow(/names itself/);
  });

  it('GetMetricData may refuse trimmed counts, by name, and nothing else', async () => {
    const { cloudwatch, clock } = world({ refusesTrimmedCounts: true });
    const ask = (Stat: string) =>
      callTo(cloudWatchService(cloudwatch, clock), 'GetMetricData', {
        StartTime: new Date(TEN),
        EndTime: new Date(TEN + MINUTE),
        MetricDataQueries: [
          { Id: 'w', MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Weight' }, Period: 60, Stat } },
        ],
      });
    await expect(ask('TC(46:)')).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'The value TC(46:) for parameter Stat is not supported.',
    });
    expect(await ask('Sum')).toMatchObject({ MetricDataResults: [{ Id: 'w', StatusCode: 'Complete' }] });
  });
});
