import { describe, expect, it } from 'vitest';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import { TIMES } from '../../../../rollout/lambda/minutes.ts';
import { MOST_METRICS } from '../../../../statemachine/contract/compared-metrics.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { at, complete, sent } from './metric-data.ts';
import { ANSWERS } from './samples.ts';

const seconds = (time: string) => at(time).getTime() / 1000;

const { aws, client } = fakeCloudWatch();

const minutes = () => cloudWatchMinutes(client(), 'greetings', ANSWERS);

function alias(side: string) {
  return [
    { Name: 'FunctionName', Value: 'greetings' },
    { Name: 'Resource', Value: `greetings:${side}` },
  ];
}

describe('reading both sides by the minute', () => {
  it('asks for everything in one call: from the minute of the first shift to the last that is over', async () => {
    aws.answer((request) => ({ body: { MetricDataResults: complete(request) } }));
    await minutes().read(at('09:00:40'), at('09:02:10'), [20, 46], [1.5]);
    expect(aws.seen).toHaveLength(1);
    const { MetricDataQueries: queries, StartTime, EndTime } = sent(aws.seen[0]);
    expect([StartTime, EndTime]).toEqual([seconds('09:00:00'), seconds('09:02:00')]);
    expect(queries).toHaveLength(12);
    expect(queries).toEqual(
      expect.arrayContaining([
        {
          Id: 'canary_errors',
          MetricStat: {
            Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: alias('canary') },
            Period: 60,
            Stat: 'Sum',
          },
        },
        {
          Id: 'production_5xx',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/VpcLattice',
              MetricName: 'HTTPCode_5XX_Count',
              Dimensions: [{ Name: 'TargetGroup', Value: 'tg-p' }],
            },
            Period: 60,
            Stat: 'Sum',
          },
        },
        {
          Id: 'production_slower_1',
          MetricStat: {
            Metric: { Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions: alias('production') },
            Period: 60,
            Stat: 'TC(46:)',
          },
        },
        {
          Id: 'canary_slower_1',
          MetricStat: {
            Metric: { Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions: alias('canary') },
            Period: 60,
            Stat: 'TC(69:)',
          },
        },
      ]),
    );
  });

  it('puts values into their minutes, and nothing where nothing was recorded', async () => {
    aws.answer((request) => ({
      body: {
        MetricDataResults: complete(request, {
          canary_invocations: [['09:01:00', 60]],
          canary_errors: [['09:01:00', 3]],
          production_requests: [
            ['09:01:00', 540],
            ['09:00:00', 600],
          ],
          canary_slower_0: [['09:01:00', 7]],
        }),
      },
    }));
    expect(await minutes().read(at('09:00:40'), at('09:02:10'), [20], [1.5])).toEqual([
      {
        start: at('09:00:00'),
        canary: { invocations: 0, errors: 0, requests: 0, serverErrors: 0, slower: [], slowerByFactor: { 1.5: [0] } },
        production: { invocations: 0, errors: 0, requests: 600, serverErrors: 0, slower: [0], slowerByFactor: {} },
      },
      {
        start: at('09:01:00'),
        canary: { invocations: 60, errors: 3, requests: 0, serverErrors: 0, slower: [], slowerByFactor: { 1.5: [7] } },
        production: { invocations: 0, errors: 0, requests: 540, serverErrors: 0, slower: [0], slowerByFactor: {} },
      },
    ]);
  });

  it('puts the pages of a long answer together', async () => {
    aws.answer((request) =>
      sent(request).NextToken === undefined
        ? {
            body: {
              MetricDataResults: [
                { Id: 'canary_errors', StatusCode: 'PartialData', Timestamps: [seconds('09:01:00')], Values: [1] },
              ],
              NextToken: 'more',
            },
          }
        : { body: { MetricDataResults: complete(request, { canary_errors: [['09:00:00', 2]] }) } },
    );
    expect(
      (await minutes().read(at('09:00:00'), at('09:02:00'), [], [1.5])).map(({ canary }) => canary.errors),
    ).toEqual([2, 1]);
  });

  const searches = {
    namespace: 'Shop',
    metricName: 'SearchTime',
    canary: { page: 'search', alias: 'canary' },
    production: { page: 'search', alias: 'production' },
  };
  const slowSearches = {
    noun: 'slow searches',
    bad: { ...searches, statistic: 'TC(500:)' },
    all: { ...searches, statistic: 'SampleCount' },
  };
  const failures = {
    namespace: 'Shop',
    metricName: 'Failed',
    canary: { alias: 'canary' },
    production: { alias: 'production' },
  };
  const failed = { noun: 'failed checkouts', bad: failures, all: { ...failures, metricName: 'All' } };

  it('asks in the same call for what else is compared, and puts it beside the rest in order', async () => {
    aws.answer((request) => ({
      body: {
        MetricDataResults: complete(request, {
          canary_bad_0: [['09:00:00', 7]],
          canary_all_0: [['09:00:00', 90]],
          production_all_1: [['09:00:00', 540]],
        }),
      },
    }));
    const read = await minutes().read(at('09:00:00'), at('09:01:00'), [], [1.5], [slowSearches, failed]);
    expect(aws.seen).toHaveLength(1);
    const { MetricDataQueries: queries } = sent(aws.seen[0]);
    expect(queries).toHaveLength(8 + 8);
    expect(queries).toEqual(
      expect.arrayContaining([
        {
          Id: 'canary_bad_0',
          MetricStat: {
            Metric: {
              Namespace: 'Shop',
              MetricName: 'SearchTime',
              Dimensions: [
                { Name: 'page', Value: 'search' },
                { Name: 'alias', Value: 'canary' },
              ],
            },
            Period: 60,
            Stat: 'TC(500:)',
          },
        },
        {
          Id: 'production_all_0',
          MetricStat: {
            Metric: {
              Namespace: 'Shop',
              MetricName: 'SearchTime',
              Dimensions: [
                { Name: 'page', Value: 'search' },
                { Name: 'alias', Value: 'production' },
              ],
            },
            Period: 60,
            Stat: 'SampleCount',
          },
        },
        {
          Id: 'production_bad_1',
          MetricStat: {
            Metric: { Namespace: 'Shop', MetricName: 'Failed', Dimensions: [{ Name: 'alias', Value: 'production' }] },
            Period: 60,
            Stat: 'Sum',
          },
        },
      ]),
    );
    expect(read.map(({ canary, production }) => [canary.counted, production.counted])).toEqual([
      [
        [
          { requests: 90, bad: 7 },
          { requests: 0, bad: 0 },
        ],
        [
          { requests: 0, bad: 0 },
          { requests: 540, bad: 0 },
        ],
      ],
    ]);
  });

  it('stays within the 500 statistics of a call with as many as a plan may name', async () => {
    aws.answer((request) => ({ body: { MetricDataResults: complete(request) } }));
    await minutes().read(
      at('09:00:00'),
      at('09:01:00'),
      TIMES,
      [1.5, 1.05],
      Array.from({ length: MOST_METRICS }, () => failed),
    );
    expect(sent(aws.seen[0]).MetricDataQueries.length).toBe(26 + 9 + 40);
    expect(new Set(sent(aws.seen[0]).MetricDataQueries.map(({ Id }) => Id)).size).toBe(75);
  });

  it('asks nothing before a minute is over', async () => {
    expect(await minutes().read(at('09:00:10'), at('09:00:50'), [20], [1.5])).toEqual([]);
    expect(aws.seen).toEqual([]);
  });

  it('asks the same again with the token of each page, until there is none', async () => {
    const tokens = ['two', 'three', undefined];
    aws.answer((request) => ({
      body: { MetricDataResults: complete(request), NextToken: tokens[aws.seen.length - 1] },
    }));
    await minutes().read(at('09:00:00'), at('09:02:00'), [20], [1.5]);
    expect(aws.seen.map((request) => sent(request).NextToken)).toEqual([undefined, 'two', 'three']);
    const [first, ...others] = aws.seen.map((request) => ({ ...sent(request), NextToken: undefined }));
    expect(others).toEqual([first, first]);
  });

  it.each(['PartialData', 'InternalError', 'Forbidden'])(
    'fails for values that CloudWatch calls %s, and leaves at that',
    async (StatusCode) => {
      aws.answer((request) => ({
        body: {
          MetricDataResults: complete(request).map((result) =>
            result.Id === 'production_errors' ? { ...result, StatusCode } : result,
          ),
        },
      }));
      await expect(minutes().read(at('09:00:00'), at('09:02:00'), [], [1.5])).rejects.toThrow(
        'CloudWatch did not answer production_errors as Complete',
      );
    },
  );

  it('fails when a part is missing, for it would look like fewer errors', async () => {
    aws.answer((request) => ({
      body: { MetricDataResults: complete(request).filter(({ Id }) => Id !== 'canary_errors') },
    }));
    await expect(minutes().read(at('09:00:00'), at('09:02:00'), [], [1.5])).rejects.toThrow(
      'CloudWatch did not answer canary_errors as Complete',
    );
  });

  it('asks Lambda for whatever it is told to compare, of each side', async () => {
    aws.answer((request) => ({ body: { MetricDataResults: complete(request) } }));
    const asked = {
      canary: { FunctionName: 'greetings', Resource: 'greetings:4' },
      production: { FunctionName: 'hello' },
    };
    await cloudWatchMinutes(client(), asked, ANSWERS).read(at('09:00:00'), at('09:01:00'), [20], [1.5]);
    const { MetricDataQueries: queries } = sent(aws.seen[0]);
    const of = (id: string) => queries.find(({ Id }) => Id === id)?.MetricStat.Metric;
    const version = [
      { Name: 'FunctionName', Value: 'greetings' },
      { Name: 'Resource', Value: 'greetings:4' },
    ];
    for (const id of ['canary_invocations', 'canary_errors', 'canary_slower_0'])
      expect(of(id)).toMatchObject({ Namespace: 'AWS/Lambda', Dimensions: version });
    expect(of('production_errors')).toMatchObject({ Dimensions: [{ Name: 'FunctionName', Value: 'hello' }] });
  });
});
