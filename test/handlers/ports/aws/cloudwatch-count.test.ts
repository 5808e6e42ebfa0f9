import { describe, expect, it } from 'vitest';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import type { Seen } from './fake-aws.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';

const sent = (request: Seen | undefined) => JSON.parse(request?.body ?? '') as Record<string, unknown>;
const at = (time: string) => new Date(`2026-01-05T${time}Z`);

const { aws, client } = fakeCloudWatch();

const minutes = () => cloudWatchMinutes(client(), 'greetings', { canary: 'tg-c', production: 'tg-p' });

/** What CloudWatch answers of one statistic: values of a minute each, from the given one on. */
const answered = (Id: string, from: string, Values: readonly number[], StatusCode = 'Complete') => ({
  Id,
  Values,
  Timestamps: Values.map((_, i) => at(from).getTime() / 1000 + 60 * i),
  StatusCode,
});

describe('counting one sum of one side', () => {
  it('sums the full minutes of the alias', async () => {
    aws.answer({ body: { MetricDataResults: [answered('canary_invocations', '09:01:00', [3, 4, 5])] } });
    expect(await minutes().count('canary', 'invocations', at('09:00:30'), at('09:04:10'))).toBe(12);
    expect(aws.seen).toMatchObject([{ target: 'GraniteServiceVersion20100801.GetMetricData' }]);
    expect(sent(aws.seen[0])).toEqual({
      MetricDataQueries: [
        {
          Id: 'canary_invocations',
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
    aws.answer({ body: { MetricDataResults: [answered('canary_requests', '09:01:00', [3, 4])] } });
    expect(await minutes().count('canary', 'requests', at('09:00:30'), at('09:04:10'))).toBe(7);
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
    aws.answer({ body: { MetricDataResults: [answered('canary_invocations', '09:01:00', [])] } });
    expect(await minutes().count('canary', 'invocations', at('09:00:00'), at('09:05:00'))).toBe(0);
  });

  it('counts none without a call when there is no full minute', async () => {
    expect(await minutes().count('canary', 'invocations', at('09:00:01'), at('09:01:59'))).toBe(0);
    expect(aws.seen).toEqual([]);
  });

  it('adds up the pages of a long answer', async () => {
    aws.answer((request) =>
      sent(request)['NextToken'] === undefined
        ? {
            body: {
              MetricDataResults: [answered('production_invocations', '09:01:00', [1], 'PartialData')],
              NextToken: 'more',
            },
          }
        : { body: { MetricDataResults: [answered('production_invocations', '09:02:00', [2])] } },
    );
    expect(await minutes().count('production', 'invocations', at('09:00:00'), at('09:05:00'))).toBe(3);
  });

  it('asks the same again with the token of each page, until there is none', async () => {
    const tokens = ['two', 'three', undefined];
    aws.answer(() => ({
      body: {
        MetricDataResults: [answered('canary_invocations', `09:0${aws.seen.length}:00`, [1])],
        NextToken: tokens[aws.seen.length - 1],
      },
    }));
    expect(await minutes().count('canary', 'invocations', at('09:00:00'), at('09:05:00'))).toBe(3);
    expect(aws.seen.map((request) => sent(request)['NextToken'])).toEqual([undefined, 'two', 'three']);
    const [first, ...others] = aws.seen.map((request) => ({ ...sent(request), NextToken: undefined }));
    expect(others).toEqual([first, first]);
  });

  it('says whose answers are missing', async () => {
    aws.answer({ body: {} });
    await expect(minutes().count('canary', 'requests', at('09:00:00'), at('09:05:00'))).rejects.toThrow(
      'answers of target group tg-c cannot be counted',
    );
  });

  it.each([
    ['an internal error', { MetricDataResults: [answered('canary_invocations', '09:01:00', [7], 'InternalError')] }],
    ['a part of the data', { MetricDataResults: [answered('canary_invocations', '09:01:00', [7], 'PartialData')] }],
    ['nothing', {}],
  ])('fails when CloudWatch answers with %s', async (_what, body) => {
    aws.answer({ body });
    await expect(minutes().count('canary', 'invocations', at('09:00:00'), at('09:05:00'))).rejects.toThrow(
      'requests of greetings:canary cannot be counted',
    );
  });
});
