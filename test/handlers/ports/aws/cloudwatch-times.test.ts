import { expect, it } from 'vitest';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { at, complete, sent } from './metric-data.ts';
import { ANSWERS } from './samples.ts';

const { aws, client } = fakeCloudWatch();

it("counts the canary's times by each factor in the same call, production's once", async () => {
  aws.answer((request) => ({
    body: {
      MetricDataResults: complete(request, {
        canary_slower_1: [['09:00:00', 7]],
        canary_slower_2: [['09:00:00', 9]],
        production_slower_0: [['09:00:00', 80]],
      }),
    },
  }));
  const [minute] = await cloudWatchMinutes(client(), 'greetings', ANSWERS).read(
    at('09:00:00'),
    at('09:01:00'),
    [20, 46],
    [1.5, 1.05],
  );
  expect(aws.seen).toHaveLength(1);
  const timed = sent(aws.seen[0]).MetricDataQueries.filter(({ Id }) => Id.includes('slower'));
  expect(timed.map(({ Id, MetricStat }) => [Id, MetricStat.Stat])).toEqual([
    ['canary_slower_0', 'TC(30:)'],
    ['canary_slower_1', 'TC(69:)'],
    ['canary_slower_2', 'TC(21:)'],
    // Not 48.300000000000004.
    ['canary_slower_3', 'TC(48.3:)'],
    ['production_slower_0', 'TC(20:)'],
    ['production_slower_1', 'TC(46:)'],
  ]);
  expect(minute?.canary).toMatchObject({ slower: [], slowerByFactor: { 1.5: [0, 7], 1.05: [9, 0] } });
  expect(minute?.production).toMatchObject({ slower: [80, 0], slowerByFactor: {} });
});
