import { expect, test } from 'vitest';
import type { DoubtId } from '../../src/doubts/doubts.ts';
import { filterPattern } from '../../src/logs/filter-pattern.ts';
import { doubted, valuesOf } from './doubted.ts';

const MINUTES = 60;

/** A service that is logged answers once in each ten seconds, for so many minutes; a filter counts its lines. */
async function logged(...doubts: readonly DoubtId[]) {
  const { cloud } = await doubted(...doubts);
  const service = cloud.lattice.createService('shop');
  // Without a target: VPC Lattice answers itself, and logs that as well.
  const group = cloud.lattice.createTargetGroup('shop', undefined);
  const groups = [{ targetGroupId: group.id, weight: 1 }];
  cloud.lattice.createListener({ name: 'http', serviceIdentifier: service.id, protocol: 'HTTP', port: 80, groups });
  cloud.logGroups.create('access');
  cloud.logGroups.setFilter('access', 'all', {
    matches: filterPattern('{ $.targetGroupArn = "arn:*" }'),
    namespace: 'Shop',
    name: 'Requests',
    value: 1,
    dimensions: { Group: 'targetGroupArn' },
  });
  cloud.lattice.subscribe(service.id, 'arn:aws:logs:eu-west-1:123456789012:log-group:access:*');
  const start = cloud.clock.now();
  const ask = async () => (await fetch(cloud.traffic.url)).text();
  for (let i = 0; i < MINUTES * 6; i++) {
    await ask();
    await cloud.advance(10);
  }
  const requests = { namespace: 'Shop', name: 'Requests', dimensions: { Group: group.arn } };
  const countOf = async (minute: number) => (await valuesOf(cloud, start + minute * 60_000, [requests]))[0] ?? 0;
  const counts = async () => {
    const each: number[] = [];
    for (let minute = 0; minute < MINUTES + 5; minute++) each.push(await countOf(minute));
    return each;
  };
  return { cloud, counts };
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

test('as is believed, each line counts in the minute of its request, two minutes later', async () => {
  const { cloud, counts } = await logged();
  await cloud.advance(120);
  expect(await counts()).toEqual([...Array.from({ length: MINUTES }, () => 6), 0, 0, 0, 0, 0]);
});

test('log-lines-by-delivery: a line counts when it comes, and none is lost', async () => {
  const { cloud, counts } = await logged('log-lines-by-delivery');
  await cloud.advance(120);
  const found = await counts();
  expect(found[0]).toBeLessThan(4);
  expect(sum(found.slice(MINUTES))).toBeGreaterThan(0);
  expect(sum(found)).toBe(MINUTES * 6);
});

test('log-lines-late: about one in ten comes ten minutes after its request, and counts in its minute', async () => {
  const { cloud, counts } = await logged('log-lines-late');
  await cloud.advance(120);
  const late = MINUTES * 6 - sum(await counts());
  expect(late).toBeGreaterThan(0);
  expect(sum((await counts()).slice(0, MINUTES - 10))).toBe((MINUTES - 10) * 6);
  await cloud.advance(480);
  expect(await counts()).toEqual([...Array.from({ length: MINUTES }, () => 6), 0, 0, 0, 0, 0]);
});

test('log-lines-lost: about one in ten never counts', async () => {
  const { cloud, counts } = await logged('log-lines-lost');
  await cloud.advance(3600);
  const lost = MINUTES * 6 - sum(await counts());
  expect(lost).toBeGreaterThan(15);
  expect(lost).toBeLessThan(60);
});
