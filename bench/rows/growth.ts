import { StateName } from '../../statemachine/contract/names.ts';
import { THROTTLED } from '../../statemachine/outline/retries.ts';
import { definitionOf } from '../../verify/definition.ts';
import type { Benchmark, Figure } from '../benchmark.ts';
import { countRelease } from '../support/release-calls.ts';
import { QUOTAS, Region } from '../support/region.ts';

const COUNTS = [1, 10, 50, 250] as const;
/** Into the bake at 10 % or 30 %, in seconds. */
const INCIDENT_AT = 600;
/** Longer than any release takes, in seconds. */
const LONG_ENOUGH = 3 * 3600;

/** VPC Lattice's default of 500 target groups in a Region, two of which are a service's. */
const SERVICES_IN_A_REGION = 250;
/** More than a Region has room for by default: to see where the others end. */
const TOO_MANY = 400;

export const growth: Benchmark = {
  name: 'growth',
  title: 'Many services in one account',
  how:
    'So many services start a release in the same second (and 250 within a minute), in simulation, under ' +
    'default quotas and with the SDK\'s own retries: DescribeAlarms 9, GetMetricData 50 ("CloudWatch service ' +
    'quotas"), Lambda\'s control plane 15 calls a second ("Lambda quotas"). ' +
    'Ten minutes later every alarm trips within one minute; or nothing happens and all should be promoted. ' +
    'Then the arithmetic: which quota ends at how many.',
  limit:
    "Each check reads two aliases, of Lambda's 15 calls a second, and its alarms, by one of 9: with a check " +
    'a minute, 450 releases can bake at once. Whoever is throttled waits and reads again; a rollback calls ' +
    'none of the three.',
  floor:
    'A rollback makes two calls of DynamoDB and one of VPC Lattice for its own service, so that it takes the ' +
    "same time with any number of others; 250 services is where VPC Lattice's 500 target groups end.",
  async run(signal) {
    const definition = JSON.stringify(definitionOf());
    const figures: Figure[] = [];
    for (const count of COUNTS) {
      signal.throwIfAborted();
      figures.push(...(await grow(definition, count, 0)));
    }
    figures.push(...(await grow(definition, SERVICES_IN_A_REGION, 60)));
    const { transitions, functions } = await countRelease(definition);
    const alone = await leaveAlone(definition, 1);
    const full = await leaveAlone(definition, SERVICES_IN_A_REGION);
    signal.throwIfAborted();
    const tooMany = await leaveAlone(definition, TOO_MANY);
    return [
      ...figures,
      { what: 'calls of one release alone', value: alone.calls, unit: '' },
      { what: 'transitions and invocations of one release alone', value: transitions + functions, unit: '' },
      {
        what: `${SERVICES_IN_A_REGION} services, nothing happens: releases not promoted`,
        value: full.notPromoted,
        unit: '',
        budget: { most: 0 },
      },
      {
        what: `${SERVICES_IN_A_REGION} services, nothing happens: the last is promoted after`,
        value: full.minutes,
        unit: 'min',
      },
      {
        what: `${SERVICES_IN_A_REGION} services, nothing happens: calls of a release, of one alone`,
        value: (100 * full.calls) / alone.calls,
        unit: '%',
      },
      {
        what:
          `${SERVICES_IN_A_REGION} services, nothing happens: most retries of one task, of the ` +
          `${THROTTLED.maxAttempts} there are`,
        value: full.mostRetries,
        unit: '',
        budget: { most: THROTTLED.maxAttempts / 2 },
      },
      { what: `${TOO_MANY} services, nothing happens: releases not promoted`, value: tooMany.notPromoted, unit: '' },
      ...ARITHMETIC,
    ];
  },
};

/**
 * Checks a minute that a quota allows, each of which makes so many calls: with the default plan, releases that bake at
 * once.
 */
const baking = (perSecond: number, callsOfACheck: number): number => (perSecond * 60) / callsOfACheck;

const ARITHMETIC: readonly Figure[] = [
  { what: 'services until the target groups are used up (500)', value: SERVICES_IN_A_REGION, unit: '' },
  {
    what: "releases baking at once until Lambda's control plane is used up (15 a second)",
    value: baking(QUOTAS.lambdaControlPlane, 2),
    unit: '',
  },
  {
    what: 'releases baking at once until DescribeAlarms is used up (9 a second)',
    value: baking(QUOTAS.describeAlarms, 1),
    unit: '',
  },
  {
    what: 'releases baking at once until GetMetricData is used up (50 a second)',
    value: baking(QUOTAS.getMetricData, 1),
    unit: '',
  },
  {
    what: 'rollbacks in the same moment until concurrent invocations are used up (1,000, two a rollback)',
    value: 500,
    unit: '',
  },
];

interface Alone {
  readonly notPromoted: number;
  readonly minutes: number;
  /** Of one release. */
  readonly calls: number;
  /** Of any task. */
  readonly mostRetries: number;
}

/** So many services release at once, and nothing happens to them. */
async function leaveAlone(definition: string, count: number): Promise<Alone> {
  const region = new Region(definition, count);
  const retries = region.countRetries();
  await region.releaseAll(0);
  await region.clock.runUntil(region.clock.now() + LONG_ENOUGH * 1000);
  return {
    notPromoted: region.releases.filter(({ status }) => status !== 'SUCCEEDED').length,
    minutes:
      Math.max(...region.releases.map(({ startTime, stopTime = Number.POSITIVE_INFINITY }) => stopTime - startTime)) /
      60_000,
    calls: region.calls / count,
    mostRetries: retries(),
  };
}

async function grow(definition: string, count: number, withinSeconds: number): Promise<Figure[]> {
  const region = new Region(definition, count);
  await region.releaseAll(withinSeconds);
  await region.clock.runUntil(region.clock.now() + INCIDENT_AT * 1000);
  const refused = region.releases.filter(
    ({ status, position }) => status !== 'RUNNING' || position.state === StateName.claim,
  ).length;
  const { calls, throttled } = region;
  const seconds = await region.incident();
  const services = count === 1 ? 'service' : 'services';
  const title = `${count} ${services}${withinSeconds === 0 ? '' : ' started within a minute'}`;
  return [
    {
      what: `${title}: slowest back at 100 after its alarm`,
      value: Math.max(...seconds),
      unit: 's',
      budget: { most: 180 },
    },
    { what: `${title}: with a canary that had weight`, value: seconds.length, unit: '' },
    { what: `${title}: releases that had ended or not begun by then`, value: refused, unit: '', budget: { most: 0 } },
    { what: `${title}: calls of a service until then`, value: calls / count, unit: '' },
    { what: `${title}: throttled answers`, value: throttled, unit: '' },
  ];
}
