import { StateName } from '../../statemachine/contract/names.ts';
import { definitionOf } from '../../test/support/definition.ts';
import type { Benchmark, Figure } from '../benchmark.ts';
import { countRelease } from '../support/release-calls.ts';
import { Region } from '../support/region.ts';

const COUNTS = [1, 10, 50, 250] as const;
/** Into the bake at 30 %: after two shifts and a settling, in seconds. */
const INCIDENT_AT = 600;

export const growth: Benchmark = {
  name: 'growth',
  title: 'Many services in one account',
  how: 'So many services start a release in the same second (and 250 within a minute), in simulation, sharing the default quotas (DescribeAlarms 9, Lambda\'s control plane 15 calls a second); ten minutes later every alarm trips within one minute.',
  limit: 'DescribeAlarms at 9 a second: with a check a minute of every release no more than 540 can bake at once, and fewer when all started in the same second, whose checks stay together. A rollback calls neither of the two.',
  floor: 'A rollback makes two calls of DynamoDB and one of VPC Lattice for its own service, so that it takes the same time with any number of others; 250 services is where VPC Lattice\'s 500 target groups end.',
  async run(signal) {
    const definition = JSON.stringify(definitionOf());
    const figures: Figure[] = [];
    for (const count of COUNTS) {
      signal.throwIfAborted();
      figures.push(...(await grow(definition, count, 0)));
    }
    figures.push(...(await grow(definition, 250, 60)));
    const { transitions, functions, ports } = await countRelease(definition);
    const calls = [...ports.values()].reduce((sum, each) => sum + each, 0);
    return [
      ...figures,
      { what: 'calls of one release alone', value: calls, unit: '' },
      { what: 'transitions and invocations of one release alone', value: transitions + functions, unit: '' },
      { what: 'releases baking at once until DescribeAlarms is used up', value: 9 * 60, unit: '' },
      { what: 'services until the target groups are used up', value: 250, unit: '' },
    ];
  },
};

async function grow(definition: string, count: number, withinSeconds: number): Promise<Figure[]> {
  const region = new Region(definition, count);
  await region.releaseAll(withinSeconds);
  await region.clock.runUntil(region.clock.now() + INCIDENT_AT * 1000);
  const refused = region.releases.filter(({ status, position }) => status !== 'RUNNING' || position.state === StateName.claim).length;
  const { calls, throttled } = region;
  const seconds = await region.incident();
  const title = `${count} ${count === 1 ? 'service' : 'services'}${withinSeconds === 0 ? '' : ' started within a minute'}`;
  return [
    { what: `${title}: slowest back at 100 after its alarm`, value: Math.max(...seconds), unit: 's', budget: { most: 180 } },
    { what: `${title}: with a canary that had weight`, value: seconds.length, unit: '' },
    { what: `${title}: releases that had ended or not begun by then`, value: refused, unit: '', budget: { most: 0 } },
    { what: `${title}: calls of a service until then`, value: calls / count, unit: '' },
    { what: `${title}: throttled answers`, value: throttled, unit: '' },
  ];
}
