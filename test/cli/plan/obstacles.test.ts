import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { alarm, FakeCloud, open, START } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const WEEK = 7 * 24 * 3_600_000;

/** Production fails in 3 % of its requests, and 2 % ring the alarm. */
function failing(cloud: FakeCloud): void {
  const alarmLimits = [
    {
      alarm: 'canary-errors',
      settings: ['alarms.errorsPercent'],
      counts: 'invocations' as const,
      minutes: 10,
      ofAtLeast: 0,
      moreThan: 5,
      percent: 2,
    },
  ];
  cloud.definition = definitionOf(DEFAULT_PLAN, { alarmLimits });
  cloud.minutes = Array.from({ length: 180 }, (_, i) => ({
    start: new Date(START - (180 - i) * 60_000),
    invocations: 100,
    errors: 3,
    requests: 100,
    serverErrors: 0,
  }));
}

const silent = () =>
  alarm('canary-errors', {
    state: 'INSUFFICIENT_DATA',
    since: new Date(START - WEEK),
    configuredAt: new Date(START - WEEK),
    windowSeconds: 60,
  });

/** What is in the way, and whether a version that is named gets round it. */
const IN_THE_WAY: readonly [name: string, change: (cloud: FakeCloud) => void, byItselfOnly: boolean][] = [
  ['RolloutInProgress', (cloud) => (cloud.record = { revision: 2, rollout: open }), false],
  ['ConfigurationNotPublished', (cloud) => (cloud.unpublished = ['Timeout']), true],
  ['WeightsDrifted', (cloud) => (cloud.weights = { production: 70, canary: 30 }), false],
  ['VersionReverted', (cloud) => (cloud.record = { revision: 2, reverted: { 2: '2026-01-04T09:00:00.000Z' } }), true],
  ['AlarmMissing', (cloud) => (cloud.live = [alarm('canary-errors'), alarm('production-errors')]), false],
  [
    'AlarmWithoutData',
    (cloud) => (cloud.live = cloud.live.map((each) => (each.name === 'canary-errors' ? silent() : each))),
    true,
  ],
  ['ProductionTripsAlarms', failing, true],
];

const cloudWith = (change: (cloud: FakeCloud) => void) => {
  const cloud = new FakeCloud();
  change(cloud);
  return cloud;
};

describe('what is in the way of a release', () => {
  it.each(IN_THE_WAY)('%s is told by plan and by start in the same words', async (name, change) => {
    const plan = await run('plan --json', { cloud: cloudWith(change) });
    const { obstacles } = JSON.parse(plan.out) as { obstacles: readonly string[] };
    expect(obstacles).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
    const cloud = cloudWith(change);
    expect(await run('start', { cloud })).toMatchObject({ status: 2, err: `${obstacles.join('\n')}\n` });
    expect(cloud.asked).toEqual([]);
  });

  it.each(IN_THE_WAY)('%s and a version that is named', async (_name, change, byItselfOnly) => {
    const cloud = cloudWith(change);
    expect((await run('start --version 2', { cloud })).status).toBe(byItselfOnly ? 0 : 2);
    expect(cloud.asked).toHaveLength(byItselfOnly ? 1 : 0);
  });

  it('that may pass while the claim waits is no matter of start', async () => {
    const cloud = cloudWith((each) => (each.live = [...each.live, alarm('canary-errors', { state: 'ALARM' })]));
    expect((await run('plan', { cloud })).out).toContain('CanaryAlarmActive: canary-errors, unless off within 15 minu');
    expect((await run('start', { cloud })).status).toBe(0);
  });

  it('and could not be looked at is said by plan, and left to the release by start', async () => {
    const cloud = new FakeCloud();
    for (const call of ['alarms', 'listener', 'unpublished'])
      cloud.fail.set(call, Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    const { out, status } = await run('plan', { cloud });
    expect(status).toBe(0);
    const said = out.slice(out.indexOf('Not looked at'));
    for (const what of ['alarms', 'weights', 'configuration']) expect(said).toContain(`\n  ${what}: not permitted: no`);
    expect((await run('start', { cloud })).status).toBe(0);
  });
});
