import { describe, expect, it } from 'vitest';
import { claimable } from '../../../handlers/protocol/claimable.ts';
import type { Wanted } from '../../../rollout/claim/release-input.ts';
import type { ClosedRollout, RolloutRecord } from '../../../rollout/record/record.ts';
import { addSeconds } from '../../../rollout/time.ts';
import { canaryAt } from '../../../rollout/weights.ts';
import type { ClaimArgs } from '../../../statemachine/contract/rows/claim.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { arn, CANARY_ALARMS, memoryService, PRODUCTION_ALARMS, START } from '../../../verify/memory/service.ts';
import type { Call } from '../../../verify/memory/world.ts';
import { named } from '../support/baking.ts';

const newest = (version: string): Wanted => ({ kind: 'release', version, named: false, untriedOnly: false });
const byName = (version: string): Wanted => ({ kind: 'release', version, named: true, untriedOnly: false });
const revert = (to?: string): Wanted => ({ kind: 'revert', ...(to !== undefined && { to }) });

const closed = (secondsAgo: number, over: Partial<ClosedRollout> = {}): ClosedRollout => ({
  id: arn('before'),
  outcome: 'promoted',
  version: '1',
  previousVersion: '1',
  claimedAt: addSeconds(START, -secondsAgo - 600).toISOString(),
  closedAt: addSeconds(START, -secondsAgo).toISOString(),
  ...over,
});

/** At rest on version 1, with the versions 2 and 3 published. */
function resting(record: Partial<RolloutRecord> = {}) {
  const { world } = memoryService(['1', '2', '3']);
  const calls: string[] = [];
  world.hook = ({ name, moment }: Call) => void (moment === 'before' && calls.push(name));
  const may = (wanted: Wanted, args: Partial<ClaimArgs> = {}) =>
    claimable(memoryPorts(world), { revision: 1, ...record }, wanted, {
      execution: { id: arn('a'), redrives: 0 },
      input: {},
      newestVersion: '3',
      canaryAlarms: CANARY_ALARMS,
      productionAlarms: PRODUCTION_ALARMS,
      ...args,
    });
  return { world, calls, may };
}

describe('what may be released', () => {
  it('is the newest version or one by name, over what production runs', async () => {
    expect(await resting().may(newest('3'))).toStrictEqual({ version: '3', production: '1' });
    expect(await resting().may(byName('2'))).toStrictEqual({ version: '2', production: '1' });
  });

  it('is nothing where production runs it already, and no alarm is asked', async () => {
    const { calls, may } = resting();
    expect(await may(byName('1'))).toStrictEqual({
      version: '1',
      whyNothing: 'nothing to release: production already runs version 1',
    });
    expect(calls).not.toContain('alarms.read');
  });

  it.each([newest, byName])('fails for a version that nobody published', async (wanted) => {
    await expect(resting().may(wanted('9'))).rejects.toThrow(named('VersionNotFound', /version 9 is not a published/));
  });

  it('fails while weights are live that no rollout explains', async () => {
    const { world, may } = resting();
    world.weights = canaryAt(10);
    await expect(may(newest('3'))).rejects.toThrow(named('WeightsDrifted'));
  });

  it('is no version that a revert took out, unless it is named', async () => {
    const reverted = { '3': '2026-01-04T09:00:00.000Z' };
    await expect(resting({ reverted }).may(newest('3'))).rejects.toThrow(
      named('VersionReverted', /until it was reverted at 2026-01-04T09:00:00.000Z/),
    );
    expect(await resting({ reverted }).may(byName('3'))).toMatchObject({ version: '3' });
  });
});

describe('a newest version that has not all that was deployed', () => {
  it('is not released, unless it is named', async () => {
    const { world, may } = resting();
    world.unpublished = ['Environment.TABLE'];
    await expect(may(newest('3'))).rejects.toThrow(named('ConfigurationNotPublished', /Environment\.TABLE/));
    expect(await may(byName('3'))).toMatchObject({ version: '3' });
  });

  it('is released where a newer one was published since, which is what differs', async () => {
    const { world, may } = resting();
    world.unpublished = ['CodeSha256'];
    expect(await may(newest('2'))).toMatchObject({ version: '2' });
  });
});

const minute = (secondsAgo: number, bad: { readonly errors?: number; readonly serverErrors?: number }) => {
  const none = { invocations: 10, errors: 0, requests: 10, serverErrors: 0, slower: [], slowerByFactor: [] };
  return { start: addSeconds(START, -secondsAgo), production: none, canary: { ...none, ...bad } };
};

describe('the release before', () => {
  const alarmWindowSeconds = 600;
  it.each([
    ['errors of the function', { errors: 2 }],
    ['answers of 5XX', { serverErrors: 2 }],
  ])('is waited for while alarms still count its %s', async (_what, bad) => {
    const { world, may } = resting({ last: closed(300) });
    world.minutes = (from, to) => [minute(360, bad)].filter(({ start }) => start >= from && start < to);
    await expect(may(newest('3'), { alarmWindowSeconds })).rejects.toThrow(
      named('CanaryNotQuiet', /wait until 2026-01-05T09:05:00.000Z: its alarms still count 2 bad answers/),
    );
    // Its name makes no difference: the alarms would ring for it just the same.
    await expect(may(byName('2'), { alarmWindowSeconds })).rejects.toThrow(named('CanaryNotQuiet'));
    expect(await may(newest('3'))).toMatchObject({ version: '3' });
  });

  it('is waited for while late alarms about it may follow, which those of access logs do later', async () => {
    const last = closed(240, { outcome: 'rolled back', version: '2' });
    const { may } = resting({ last });
    expect(await may(newest('3'), { alarmWindowSeconds })).toMatchObject({ version: '3' });
    await expect(may(newest('3'), { alarmWindowSeconds, answersFrom: 'access-logs' })).rejects.toThrow(
      named('CanaryNotQuiet', /wait until 2026-01-05T09:02:00.000Z: version 2 was rolled back/),
    );
  });

  it('is waited for while parts of VPC Lattice may still send its requests, where the machine says so', async () => {
    const { may } = resting({ last: closed(60) });
    expect(await may(newest('3'), { alarmWindowSeconds })).toMatchObject({ version: '3' });
    await expect(may(newest('3'), { alarmWindowSeconds, weightsBackSeconds: 90 })).rejects.toThrow(
      named('CanaryNotQuiet', /wait until 2026-01-05T09:00:30.000Z: parts of VPC Lattice/),
    );
  });

  it.each([
    ['long ago', closed(3600), { alarmWindowSeconds, weightsBackSeconds: 0 }],
    ['unknown', undefined, { alarmWindowSeconds, weightsBackSeconds: 0 }],
    ['of a machine that does not wait', closed(60), { weightsBackSeconds: 0 }],
  ])('%s: costs no look at CloudWatch', async (_what, last, args) => {
    const { calls, may } = resting(last && { last });
    expect(await may(newest('3'), args)).toMatchObject({ version: '3' });
    expect(calls).not.toContain('minutes.sums');
  });
});

const failing = (last?: ClosedRollout) => {
  const service = resting(last && { last });
  const { world } = service;
  const { minutes } = world;
  world.minutes = (from, to) =>
    minutes(from, to).map((each) => ({ ...each, production: { ...each.production, errors: 10 } }));
  return service;
};

describe('production that rings the alarms by itself', () => {
  const alarmLimits: ClaimArgs['alarmLimits'] = [
    {
      alarm: 'canary-lambda-errors',
      settings: ['alarms.errors'],
      counts: 'invocations',
      minutes: 1,
      ofAtLeast: 0,
      moreThan: 5,
      percent: 2,
    },
  ];
  it('has no version released over it, unless one is named that may mend it', async () => {
    await expect(failing().may(newest('3'), { alarmLimits })).rejects.toThrow(
      named('ProductionTripsAlarms', /canary-lambda-errors \(10 % of 18,000 invocations failed within three hours\)/),
    );
    expect(await failing().may(byName('3'), { alarmLimits })).toStrictEqual({ version: '3', production: '1' });
  });

  it('says nothing when it does not', async () => {
    const { calls, may } = resting();
    expect(await may(newest('3'), { alarmLimits })).toStrictEqual({ version: '3', production: '1' });
    expect(calls.filter((name) => name === 'minutes.sums')).toHaveLength(1);
  });

  it('is not looked at while it is new, or where no limits are known', async () => {
    const unlooked: [ReturnType<typeof failing>, Partial<ClaimArgs>][] = [
      [failing(closed(3600)), { alarmLimits }],
      [failing(), { alarmLimits: [] }],
      [failing(), {}],
    ];
    for (const [service, args] of unlooked) {
      expect(await service.may(newest('3'), args)).toMatchObject({ version: '3' });
      expect(service.calls).not.toContain('minutes.sums');
    }
  });

  it('stands in nobody’s way where CloudWatch does not answer, and that is said', async () => {
    const { world, may } = resting();
    world.minutes = () => {
      throw new Error('throttled');
    };
    expect(await may(newest('3'), { alarmLimits })).toStrictEqual({
      version: '3',
      production: '1',
      doubt: 'whether production alone trips the alarms is not known: throttled',
    });
  });
});

/** Version 3 over 2 over 1, each by a release. */
const released = () => {
  const last = closed(3600, { version: '3', previousVersion: '2' });
  const service = resting({ last, lastPromoted: '3' });
  const before = closed(7200, { id: arn('long-before'), version: '2', previousVersion: '1' });
  service.world.history.set(before.id, before);
  for (const name of ['production', 'canary'] as const) service.world.moveAlias('earlier', name, '3');
  service.world.moveAlias('earlier', 'previous', '2');
  return service;
};

describe('what may be gone back to', () => {
  it('is what previous keeps, and no alarm is asked', async () => {
    const { calls, may, world } = released();
    world.setAlarm('canary-errors', 'ALARM');
    expect(await may(revert())).toStrictEqual({ version: '2', production: '3' });
    expect(calls).not.toContain('alarms.read');
  });

  it('is another that was promoted, which previous must keep first', async () => {
    expect(await released().may(revert('1'))).toStrictEqual({ version: '1', production: '3', previousKept: '2' });
    expect(await released().may(revert('2'))).toStrictEqual({ version: '2', production: '3' });
  });

  it('is no version that was never promoted', async () => {
    const service = released();
    service.world.versions.add('4');
    await expect(service.may(revert('4'))).rejects.toThrow(named('NeverPromoted', /these were: 3, 2, 1/));
  });

  it('is what previous keeps also where nothing is known of it: somebody has put it there', async () => {
    const service = released();
    service.world.versions.add('4');
    service.world.moveAlias('a person', 'previous', '4');
    expect(await service.may(revert())).toStrictEqual({ version: '4', production: '3' });
  });

  it('is no version that is gone', async () => {
    const service = released();
    service.world.versions.delete('2');
    await expect(service.may(revert())).rejects.toThrow(named('VersionNotFound', /version 2 is not/));
  });

  it.each([
    ['to what previous keeps', revert(), 'which is also what previous keeps'],
    ['to a version', revert('3'), 'which is what was asked for'],
  ])('is nothing where production runs it: %s', async (_what, wanted, how) => {
    const service = released();
    if (wanted.kind === 'revert' && wanted.to === undefined) service.world.moveAlias('a person', 'previous', '3');
    expect(await service.may(wanted)).toStrictEqual({
      version: '3',
      whyNothing: `nothing to revert: production runs version 3, ${how}`,
    });
  });

  it('is nothing while weights are live that no rollout explains', async () => {
    const { world, may } = released();
    world.weights = canaryAt(10);
    await expect(may(revert())).rejects.toThrow(named('WeightsDrifted'));
  });
});
