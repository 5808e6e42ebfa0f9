import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloudWatchAlarms } from '../../../../handlers/ports/aws/cloudwatch-alarms.ts';
import { cloudWatchMeter } from '../../../../handlers/ports/aws/cloudwatch-meter.ts';
import { cloudWatchTraffic } from '../../../../handlers/ports/aws/cloudwatch-traffic.ts';
import type { Log } from '../../../../handlers/ports/logger.ts';
import { fakeAws, type FakeAws, type Seen } from './fake-aws.ts';
import { ANSWERS } from './samples.ts';

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

let aws: FakeAws;
let client: CloudWatchClient;
beforeAll(async () => {
  aws = await fakeAws();
  client = new CloudWatchClient(aws.settings);
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});

describe('reading alarms', () => {
  it('asks for metric and composite alarms by name', async () => {
    aws.answer({ body: { MetricAlarms: [alarm('a')], CompositeAlarms: [alarm('b', 'ALARM')] } });
    expect(await cloudWatchAlarms(client).read(['a', 'b'])).toEqual([
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
    expect(await cloudWatchAlarms(client).read(['a'])).toMatchObject([{ since: new Date(updated) }]);
  });

  it('leaves out alarms that do not exist', async () => {
    aws.answer({ body: { MetricAlarms: [alarm('a')] } });
    expect(await cloudWatchAlarms(client).read(['a', 'gone'])).toMatchObject([{ name: 'a' }]);
  });

  it('asks for no more than 100 names a call, each once', async () => {
    aws.answer({ body: {} });
    const names = Array.from({ length: 150 }, (_, i) => `alarm-${i}`);
    await cloudWatchAlarms(client).read([...names, ...names]);
    expect(aws.seen.map((request) => (sent(request)['AlarmNames'] as string[]).length)).toEqual([100, 50]);
  });

  it('tells of the alarms of every call, and of none that does not exist', async () => {
    aws.answer((request) => {
      const names = (sent(request)['AlarmNames'] as string[]).filter((name) => name !== 'alarm-149');
      return { body: { MetricAlarms: names.map((name) => alarm(name)) } };
    });
    const names = Array.from({ length: 150 }, (_, i) => `alarm-${i}`);
    const told = await cloudWatchAlarms(client).read(names);
    expect(told.map(({ name }) => name)).toEqual(names.slice(0, 149));
  });

  it('asks nothing without names, since CloudWatch would answer with all alarms', async () => {
    expect(await cloudWatchAlarms(client).read([])).toEqual([]);
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
    await expect(cloudWatchAlarms(client).read(['a'])).rejects.toThrow(message);
  });
});

const traffic = () => cloudWatchTraffic(client, 'greetings', ANSWERS);
const at = (time: string) => new Date(`2026-01-05T${time}Z`);

describe('counting requests', () => {
  it('sums the full minutes of the alias', async () => {
    aws.answer({ body: { MetricDataResults: [{ Id: 'requests', Values: [3, 4, 5], StatusCode: 'Complete' }] } });
    expect(await traffic().requests('canary', at('09:00:30'), at('09:04:10'))).toBe(12);
    expect(aws.seen).toMatchObject([{ target: 'GraniteServiceVersion20100801.GetMetricData' }]);
    expect(sent(aws.seen[0])).toEqual({
      MetricDataQueries: [
        {
          Id: 'requests',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/Lambda',
              MetricName: 'Invocations',
              Dimensions: [
                { Name: 'FunctionName', Value: 'greetings' },
                { Name: 'Resource', Value: 'greetings:canary' },
              ],
            },
            Period: 60,
            Stat: 'Sum',
          },
        },
      ],
      StartTime: at('09:01:00').getTime() / 1000,
      EndTime: at('09:04:00').getTime() / 1000,
    });
  });

  it('counts the answers of its target group in the same minutes', async () => {
    aws.answer({ body: { MetricDataResults: [{ Id: 'requests', Values: [3, 4], StatusCode: 'Complete' }] } });
    expect(await traffic().answers('canary', at('09:00:30'), at('09:04:10'))).toBe(7);
    expect(sent(aws.seen[0])).toMatchObject({
      MetricDataQueries: [
        {
          MetricStat: {
            Metric: {
              Namespace: 'AWS/VpcLattice',
              MetricName: 'TotalRequestCount',
              Dimensions: [{ Name: 'TargetGroup', Value: 'tg-c' }],
            },
          },
        },
      ],
      StartTime: at('09:01:00').getTime() / 1000,
      EndTime: at('09:04:00').getTime() / 1000,
    });
  });

  it('counts none where nothing was recorded', async () => {
    aws.answer({ body: { MetricDataResults: [{ Id: 'requests', Values: [], StatusCode: 'Complete' }] } });
    expect(await traffic().requests('canary', at('09:00:00'), at('09:05:00'))).toBe(0);
  });

  it('counts none without a call when there is no full minute', async () => {
    expect(await traffic().requests('canary', at('09:00:01'), at('09:01:59'))).toBe(0);
    expect(aws.seen).toEqual([]);
  });

  it('adds up the pages of a long answer', async () => {
    aws.answer((request) =>
      sent(request)['NextToken'] === undefined
        ? {
            body: {
              MetricDataResults: [{ Id: 'requests', Values: [1], StatusCode: 'PartialData' }],
              NextToken: 'more',
            },
          }
        : { body: { MetricDataResults: [{ Id: 'requests', Values: [2], StatusCode: 'Complete' }] } },
    );
    expect(await traffic().requests('production', at('09:00:00'), at('09:05:00'))).toBe(3);
  });

  it('asks the same again with the token of each page, until there is none', async () => {
    const tokens = ['two', 'three', undefined];
    aws.answer(() => ({
      body: {
        MetricDataResults: [{ Id: 'requests', Values: [1], StatusCode: 'Complete' }],
        NextToken: tokens[aws.seen.length - 1],
      },
    }));
    expect(await traffic().requests('canary', at('09:00:00'), at('09:05:00'))).toBe(3);
    expect(aws.seen.map((request) => sent(request)['NextToken'])).toEqual([undefined, 'two', 'three']);
    const [first, ...others] = aws.seen.map((request) => ({ ...sent(request), NextToken: undefined }));
    expect(others).toEqual([first, first]);
  });

  it.each([
    ['an internal error', { MetricDataResults: [{ Id: 'requests', Values: [7], StatusCode: 'InternalError' }] }],
    ['a part of the data', { MetricDataResults: [{ Id: 'requests', Values: [7], StatusCode: 'PartialData' }] }],
    ['nothing', {}],
  ])('fails when CloudWatch answers with %s', async (_what, body) => {
    aws.answer({ body });
    await expect(traffic().requests('canary', at('09:00:00'), at('09:05:00'))).rejects.toThrow(
      'requests of greetings:canary cannot be counted',
    );
  });
});

describe('metering the weight', () => {
  const logger = { info: vi.fn<Log['info']>(), warn: vi.fn<Log['warn']>(), error: vi.fn<Log['error']>() };

  it('publishes the weight of the service', async () => {
    aws.answer({ body: {} });
    await cloudWatchMeter(client, 'greetings', logger).canaryWeight(30);
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
    await cloudWatchMeter(client, 'greetings', logger).canaryWeight(30);
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith('the canary weight 30 % was not published as a metric', {
      error: expect.any(Error) as Error,
    });
  });
});
