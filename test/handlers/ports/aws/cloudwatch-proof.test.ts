import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';
import { ANSWERS } from './samples.ts';

interface Sent {
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: { readonly Metric: { readonly MetricName: string }; readonly Stat: string };
  }[];
}

let aws: FakeAws;
let client: CloudWatchClient;
beforeAll(async () => {
  aws = await fakeAws();
  client = new CloudWatchClient(aws.settings);
});
afterAll(() => aws.close());

const START = new Date('2026-01-05T09:00:00Z');
const END = new Date('2026-01-05T09:01:00Z');
const VALUES: Readonly<Record<string, number>> = {
  canary_error_samples: 90,
  canary_time_samples: 89,
  canary_other_0: 80,
  canary_other_1: 5,
  canary_other_2: 2,
};

it('asks with proof for what shows that a minute is all there, and gives it beside the rest', async () => {
  aws.answer(({ body }) => ({
    body: {
      MetricDataResults: (JSON.parse(body) as Sent).MetricDataQueries.map(({ Id }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: Id in VALUES ? [START.getTime() / 1000] : [],
        Values: Id in VALUES ? [VALUES[Id]] : [],
      })),
    },
  }));
  const minutes = cloudWatchMinutes(client, 'greetings', ANSWERS);
  const [minute] = await minutes.read(START, END, [], 1.5, [], 'with proof');
  expect(minute?.canary.proof).toEqual({ errorSamples: 90, timeSamples: 89, otherAnswers: 87 });
  expect(minute?.production.proof).toEqual({ errorSamples: 0, timeSamples: 0, otherAnswers: 0 });
  const asked = (JSON.parse(aws.seen[0]?.body ?? '') as Sent).MetricDataQueries.map(
    ({ Id, MetricStat: { Metric, Stat } }) => `${Id} ${Metric.MetricName} ${Stat}`,
  );
  expect(asked).toHaveLength(8 + 10);
  expect(asked).toEqual(
    expect.arrayContaining([
      'production_error_samples Errors SampleCount',
      'production_time_samples Duration SampleCount',
      'production_other_0 HTTPCode_2XX_Count Sum',
      'production_other_1 HTTPCode_3XX_Count Sum',
      'production_other_2 HTTPCode_4XX_Count Sum',
    ]),
  );
  const logged = {
    namespace: 'Logs',
    requests: 'All',
    serverErrors: 'Bad',
    otherAnswers: [],
    dimensions: { Arn: 'a' },
  };
  const [line] = await cloudWatchMinutes(client, 'greetings', { canary: logged, production: logged }).read(
    START,
    END,
    [],
    1.5,
    [],
    'with proof',
  );
  expect(line?.canary.proof).toEqual({ errorSamples: 90, timeSamples: 89 });
  expect((await minutes.read(START, END, [], 1.5))[0]?.canary).not.toHaveProperty('proof');
});
