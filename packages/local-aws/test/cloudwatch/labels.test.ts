import { expect, test } from 'vitest';
import { cloudWatchService } from '../../src/cloudwatch/service.ts';
import { callTo } from '../services.ts';
import { world } from './world.ts';

/** Each `Statistic Period`, of the metric `Orders` unless it says another, and a label if it has one. */
async function labels(...queries: readonly string[]): Promise<string[]> {
  const { clock, cloudwatch } = world();
  const MetricDataQueries = queries.map((query, index) => {
    const [Stat, Period, MetricName = 'Orders', Label] = query.split(' ');
    const Metric = { Namespace: 'Shop', MetricName, Dimensions: [{ Name: 'Till', Value: '1' }] };
    return { Id: `m${index}`, MetricStat: { Metric, Period: Number(Period), Stat }, ...(Label && { Label }) };
  });
  const [StartTime, EndTime] = [new Date(clock.now()), new Date(clock.now() + 600_000)];
  const input = { MetricDataQueries, StartTime, EndTime };
  const answer = await callTo(cloudWatchService(cloudwatch, clock), 'GetMetricData', input);
  return (answer as { MetricDataResults: { Label: string }[] }).MetricDataResults.map(({ Label }) => Label);
}

// The first four are recordings on AWS by tests of LocalStack, with other periods.
test.each([
  [
    ['Sum 60', 'Sum 60'],
    ['Orders', 'Orders'],
  ],
  [
    ['Sum 60', 'Minimum 60'],
    ['Orders Sum', 'Orders Minimum'],
  ],
  [
    ['Sum 60', 'Sum 120'],
    ['Orders 60', 'Orders 120'],
  ],
  [
    ['Sum 60', 'Minimum 120'],
    ['Orders Sum 60', 'Orders Minimum 120'],
  ],
  [
    ['Sum 60', 'Average 60 Sales'],
    ['Orders', 'Sales'],
  ],
  [
    ['Sum 60 Orders mine', 'Average 60'],
    ['mine', 'Orders Average'],
  ],
])('results of one metric are told apart by their labels: %j', async (queries, expected) => {
  expect(await labels(...queries)).toEqual(expected);
});
