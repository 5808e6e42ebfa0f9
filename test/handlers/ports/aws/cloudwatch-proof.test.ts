import { expect, it } from 'vitest';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { at, complete, sent } from './metric-data.ts';
import { ANSWERS } from './samples.ts';

const { aws, client } = fakeCloudWatch();

const [START, END] = [at('09:00:00'), at('09:01:00')];

it('asks with proof for what shows that a minute is all there, and gives it beside the rest', async () => {
  aws.answer((request) => ({
    body: {
      MetricDataResults: complete(request, {
        canary_error_samples: [['09:00:00', 90]],
        canary_time_samples: [['09:00:00', 89]],
        canary_other_0: [['09:00:00', 80]],
        canary_other_1: [['09:00:00', 5]],
        canary_other_2: [['09:00:00', 2]],
      }),
    },
  }));
  const minutes = cloudWatchMinutes(client(), 'greetings', ANSWERS);
  const [minute] = await minutes.read(START, END, [], [1.5], [], 'with proof');
  expect(minute?.canary.proof).toEqual({ errorSamples: 90, timeSamples: 89, otherAnswers: 87 });
  expect(minute?.production.proof).toEqual({ errorSamples: 0, timeSamples: 0, otherAnswers: 0 });
  const asked = sent(aws.seen[0]).MetricDataQueries.map(
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
  const [line] = await cloudWatchMinutes(client(), 'greetings', { canary: logged, production: logged }).read(
    START,
    END,
    [],
    [1.5],
    [],
    'with proof',
  );
  expect(line?.canary.proof).toEqual({ errorSamples: 90, timeSamples: 89 });
  expect((await minutes.read(START, END, [], [1.5]))[0]?.canary).not.toHaveProperty('proof');
});
