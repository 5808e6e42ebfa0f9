import { describe, expect, it, vi } from 'vitest';
import { cloudWatchAlarms } from '../../../../handlers/ports/aws/cloudwatch-alarms.ts';
import { cloudWatchMeter } from '../../../../handlers/ports/aws/cloudwatch-meter.ts';
import type { Log } from '../../../../handlers/ports/logger.ts';
import type { Seen } from './fake-aws.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';

const transitioned = Date.UTC(2026, 0, 5, 9, 0, 0);
const updated = Date.UTC(2026, 0, 5, 9, 30, 0);
const alarm = (name: string, state = 'OK', more: object = {}) => ({
  AlarmName: name,
  StateValue: state,
  StateReason: 'because',
  StateTransitionedTimestamp: transitioned / 1000,
  ...more,
});
const sent = (request: Seen | undefined) => JSON.parse(request?.body ?? '') as Record<string, unknown>;

const { aws, client } = fakeCloudWatch();

describe('reading alarms', () => {
  it('asks for metric and composite alarms by name', async () => {
    aws.answer({ body: { MetricAlarms: [alarm('a')], CompositeAlarms: [alarm('b', 'ALARM')] } });
    expect(await cloudWatchAlarms(client()).read(['a', 'b'])).toEqual([
      { name: 'a', state: 'OK', reason: 'because', since: new Date(transitioned) },
      { name: 'b', state: 'ALARM', reason: 'because', since: new Date(transitioned) },
    ]);
    expect(aws.seen).toMatchObject([{ target: 'GraniteServiceVersion20100801.DescribeAlarms' }]);
    expect(sent(aws.seen[0])).toEqual({
      AlarmNames: ['a', 'b'],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: 100,
    });
  });

  it('takes the time of the last update where the time of the last transition is missing', async () => {
    aws.answer({
      body: {
        MetricAlarms: [
          alarm('a', 'OK', { StateTransitionedTimestamp: undefined, StateUpdatedTimestamp: updated / 1000 }),
        ],
      },
    });
    expect(await cloudWatchAlarms(client()).read(['a'])).toMatchObject([{ since: new Date(updated) }]);
  });

  it('leaves out alarms that do not exist', async () => {
    aws.answer({ body: { MetricAlarms: [alarm('a')] } });
    expect(await cloudWatchAlarms(client()).read(['a', 'gone'])).toMatchObject([{ name: 'a' }]);
  });

  it('asks for no more than 100 names a call, each once', async () => {
    aws.answer({ body: {} });
    const names = Array.from({ length: 150 }, (_, i) => `alarm-${i}`);
    await cloudWatchAlarms(client()).read([...names, ...names]);
    expect(aws.seen.map((request) => (sent(request)['AlarmNames'] as string[]).length)).toEqual([100, 50]);
  });

  it('tells of the alarms of every call, and of none that does not exist', async () => {
    aws.answer((request) => {
      const names = (sent(request)['AlarmNames'] as string[]).filter((name) => name !== 'alarm-149');
      return { body: { MetricAlarms: names.map((name) => alarm(name)) } };
    });
    const names = Array.from({ length: 150 }, (_, i) => `alarm-${i}`);
    const told = await cloudWatchAlarms(client()).read(names);
    expect(told.map(({ name }) => name)).toEqual(names.slice(0, 149));
  });

  it('asks nothing without names, since CloudWatch would answer with all alarms', async () => {
    expect(await cloudWatchAlarms(client()).read([])).toEqual([]);
    expect(aws.seen).toEqual([]);
  });

  it.each([
    ['a state that nobody knows', alarm('a', 'MAYBE'), 'alarm a cannot be read: got state MAYBE'],
    [
      'no time',
      alarm('a', 'OK', { StateTransitionedTimestamp: undefined }),
      'alarm a cannot be read: got state OK since undefined',
    ],
  ])('fails for an alarm with %s', async (_what, answer, message) => {
    aws.answer({ body: { MetricAlarms: [answer] } });
    await expect(cloudWatchAlarms(client()).read(['a'])).rejects.toThrow(message);
  });
});

describe('metering the weight', () => {
  const logger = { info: vi.fn<Log['info']>(), warn: vi.fn<Log['warn']>(), error: vi.fn<Log['error']>() };

  it('publishes the weight of the service', async () => {
    aws.answer({ body: {} });
    await cloudWatchMeter(client(), 'greetings', logger).canaryWeight(30);
    expect(aws.seen).toMatchObject([{ target: 'GraniteServiceVersion20100801.PutMetricData' }]);
    expect(sent(aws.seen[0])).toEqual({
      Namespace: 'LatticeCanary',
      MetricData: [
        {
          MetricName: 'CanaryWeight',
          Dimensions: [{ Name: 'Service', Value: 'greetings' }],
          Value: 30,
          Unit: 'Percent',
        },
      ],
    });
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('logs a warning and goes on when the metric cannot be published', async () => {
    aws.answer({ status: 403, body: { __type: 'AccessDenied', message: 'no' } });
    await cloudWatchMeter(client(), 'greetings', logger).canaryWeight(30);
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith('the canary weight 30 % was not published as a metric', {
      error: expect.any(Error) as Error,
    });
  });
});
