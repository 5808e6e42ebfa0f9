import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { type DoubtId, truthUnder } from '../../src/doubts/doubts.ts';
import { TrafficMetrics } from '../../src/lattice/metrics.ts';
import { ERRORS } from '../../src/testing/alarms.ts';
import { createFunction, doubted, metric, valuesOf } from './doubted.ts';

const FUNCTIONS = Array.from({ length: 200 }, (_, i) => metric(`fn-${i}`));

/** Each function was invoked ten times in the minute that has just ended. */
async function afterAMinute(...doubts: readonly DoubtId[]) {
  const { cloud, client } = await doubted(...doubts);
  const minute = cloud.clock.now();
  for (const each of FUNCTIONS)
    for (let i = 0; i < 10; i++) cloud.cloudwatch.record({ ...each, value: 1, time: minute, unit: 'Count' });
  await cloud.advance(60);
  return { cloud, client, minute, values: () => valuesOf(cloud, minute, FUNCTIONS) };
}

const known = (values: readonly unknown[]): number => values.filter((value) => value !== undefined).length;

test('as is believed, everything is known at once', async () => {
  const { values } = await afterAMinute();
  expect(new Set(await values())).toEqual(new Set([10]));
});

test('statistics-apart: each becomes known by itself, from 17 to 96 s after the minute', async () => {
  const { cloud, values } = await afterAMinute('statistics-apart');
  await cloud.advance(16);
  expect(known(await values())).toBe(0);
  await cloud.advance(40);
  const some = known(await values());
  expect(some).toBeGreaterThan(60);
  expect(some).toBeLessThan(140);
  await cloud.advance(40);
  expect(new Set(await values())).toEqual(new Set([10]));
});

test('statistics-late: about one in ten becomes known three minutes after the minute, and not before', async () => {
  const { cloud, values } = await afterAMinute('statistics-late');
  const late = 200 - known(await values());
  expect(late).toBeGreaterThan(8);
  expect(late).toBeLessThan(40);
  await cloud.advance(179);
  expect(200 - known(await values())).toBe(late);
  await cloud.advance(1);
  expect(new Set(await values())).toEqual(new Set([10]));
});

test('statistics-lost: about one in twenty is never known', async () => {
  const { cloud, values } = await afterAMinute('statistics-lost');
  const lost = 200 - known(await values());
  expect(lost).toBeGreaterThan(3);
  expect(lost).toBeLessThan(24);
  await cloud.advance(3600);
  expect(200 - known(await values())).toBe(lost);
});

test('statistics-revised: a minute has half of its requests at first, and all of them 70 s later', async () => {
  const { client, cloud, minute, values } = await afterAMinute('statistics-revised');
  const statistics = async () => {
    const { Datapoints = [] } = await client(CloudWatchClient).send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Dimensions: [{ Name: 'FunctionName', Value: 'fn-0' }],
        StartTime: new Date(minute),
        EndTime: new Date(minute + 60_000),
        Period: 60,
        Statistics: ['Sum', 'SampleCount', 'Average'],
      }),
    );
    return Datapoints.map(({ Sum, SampleCount, Average }) => [Sum, SampleCount, Average]);
  };
  await cloud.advance(69);
  expect([new Set(await values()), await statistics()]).toEqual([new Set([5]), [[5, 5, 1]]]);
  await cloud.advance(1);
  expect([new Set(await values()), await statistics()]).toEqual([new Set([10]), [[10, 10, 1]]]);
});

test('what PutMetricData brings is known at once all the same', async () => {
  const { client, cloud } = await doubted('statistics-apart', 'statistics-revised');
  const put = new PutMetricDataCommand({
    Namespace: 'Shop',
    MetricData: [{ MetricName: 'Orders', Value: 8, Timestamp: new Date(cloud.clock.now()) }],
  });
  await client(CloudWatchClient).send(put);
  const orders = { namespace: 'Shop', name: 'Orders', dimensions: {} };
  expect(await valuesOf(cloud, cloud.clock.now(), [orders])).toEqual([8]);
});

/** Samples of `Errors` after two invocations, one of which threw. */
async function errorSamples(...doubts: readonly DoubtId[]) {
  const { client, cloud } = await doubted(...doubts);
  await createFunction(cloud, 'export const handler = ({ bad }) => { if (bad) throw new Error("bad"); };');
  const minute = cloud.clock.now();
  const lambda = client(LambdaClient);
  const counted = [
    { ...metric('fn', 'Errors'), statistic: 'SampleCount' },
    metric('fn', 'Errors'),
    metric('fn', 'Invocations'),
  ];
  const seen: unknown[] = [];
  for (const bad of [false, true]) {
    await lambda.send(new InvokeCommand({ FunctionName: 'fn', Payload: JSON.stringify({ bad }) }));
    seen.push(await valuesOf(cloud, minute, counted));
  }
  return seen;
}

test('samples-of-errors: an invocation that went well leaves no sample of Errors', async () => {
  expect(await errorSamples('samples-of-errors')).toEqual([
    [undefined, undefined, 1],
    [1, 1, 2],
  ]);
  expect(await errorSamples()).toEqual([
    [1, 0, 1],
    [2, 1, 2],
  ]);
});

test('answers-without-status: three good answers in a hundred are requests of no status, bad ones never', async () => {
  const { cloud } = await doubted();
  const { dataPlane } = truthUnder(['answers-without-status']);
  const traffic = new TrafficMetrics(cloud.cloudwatch, dataPlane);
  const minute = cloud.clock.now();
  const served = { targetGroupId: 'tg-1', targetGroupArn: 'arn', serviceId: 'svc-1', own: false, ms: 1, version: '1' };
  for (let i = 0; i < 220; i++) traffic.served({ ...served, status: i % 11 === 0 ? 500 : 200, time: minute });
  const asked = ['TotalRequestCount', 'HTTPCode_2XX_Count', 'HTTPCode_5XX_Count'].map((name) => ({
    namespace: 'AWS/VpcLattice',
    name,
    dimensions: { TargetGroup: 'tg-1' },
  }));
  expect(await valuesOf(cloud, minute, asked)).toEqual([220, 194, 20]);
});

test('alarms-late: an alarm is told 3 to 5 minutes after a bad minute', async () => {
  const { client, cloud } = await doubted('alarms-late');
  const cloudwatch = client(CloudWatchClient);
  const state = async () => (await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.StateValue;
  cloud.cloudwatch.putAlarm({ ...ERRORS, actions: { ALARM: [], OK: [], INSUFFICIENT_DATA: [] } });
  const { watched } = ERRORS;
  if (!('stat' in watched)) throw new Error('the alarm watches one metric');
  for (let i = 0; i < 6; i++)
    cloud.cloudwatch.record({ ...watched.stat.metric, value: 1, time: cloud.clock.now(), unit: 'Count' });
  await cloud.advance(60 + 179);
  expect(await state()).toBe('INSUFFICIENT_DATA');
  await cloud.advance(121);
  expect(await state()).toBe('ALARM');
});
