import { describe, expect, it } from 'vitest';
import { canaryAt } from '../../rollout/weights.ts';
import { on } from '../../verify/memory/hooks.ts';
import { arn, bringTo, CANARY_ALARMS, memoryService, PRODUCTION_ALARMS, START } from '../../verify/memory/service.ts';

const named = (name: string, message: RegExp) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });

describe('claim', () => {
  it('takes the service, points the canary at the version and says so', async () => {
    const { execution, world } = memoryService();
    expect(await execution('a').claim()).toEqual({
      outcome: 'claimed',
      version: '2',
      previousVersion: '1',
      message: 'a releases version 2 over version 1',
    });
    expect(world.record.rollout).toEqual({
      id: arn('a'),
      phase: 'advancing',
      version: '2',
      previousVersion: '1',
      claimedAt: START.toISOString(),
      confirmedWeight: 0,
      intendedWeight: 0,
      productionMoved: false,
    });
    expect(world.alias('canary').version).toBe('2');
    expect(world.announcements).toMatchObject([
      { eventId: `${arn('a')}:started`, kind: 'started', version: '2', previousVersion: '1' },
    ]);
  });

  it('releases the newest version for {}', async () => {
    const { execution } = memoryService(['1', '2', '3']);
    expect(await execution('a', { version: '3' }).claim({})).toMatchObject({ version: '3' });
  });

  it('has nothing new to release when production runs the version, and claims nothing', async () => {
    const { execution, world } = memoryService();
    expect(await execution('a').claim({ version: '1' })).toMatchObject({
      outcome: 'nothing new',
      version: '1',
      previousVersion: '1',
    });
    expect(world.written).toEqual([]);
  });

  it('looks at the time before the alarms, so that one coming on in between is about this rollout', async () => {
    const service = memoryService();
    service.world.hook = on('a', 'alarms.read', 'before', () => service.pass(5));
    await service.execution('a').claim();
    expect(service.world.record.rollout?.claimedAt).toBe(START.toISOString());
  });

  it('announces a production alias that was moved by hand and starts from where it is', async () => {
    const service = memoryService(['1', '2', '3']);
    await bringTo(service, service.execution('a'), 'closed');
    service.world.moveAlias('somebody', 'production', '1');
    expect(await service.execution('b', { version: '3' }).claim()).toMatchObject({ previousVersion: '1' });
    expect(service.world.announcements.at(-2)).toMatchObject({
      kind: 'drift found',
      message: 'production was moved by hand: it runs version 1, the last promotion left it at 2',
    });
  });

  it('keeps the rollout before in the history', async () => {
    const service = memoryService(['1', '2', '3']);
    await bringTo(service, service.execution('a'), 'closed');
    service.world.history.clear();
    await service.execution('b', { version: '3' }).claim();
    expect(service.world.history.get(arn('a'))).toMatchObject({ outcome: 'promoted', version: '2' });
    expect(service.world.record.lastPromoted).toBe('2');
  });
});

describe('a claim is refused, and touches nothing', () => {
  it.each([
    ['rejects input that is not an object', 'everything', 'InvalidInput', /execution input must be/],
    ['rejects an unknown field', { versoin: '2' }, 'InvalidInput', /versoin/],
    ['rejects a version that is no number', { version: '$LATEST' }, 'InvalidInput', /\$LATEST/],
    [
      'rejects a version that was never published',
      { version: '9' },
      'VersionNotFound',
      /version 9 is not a published version/,
    ],
  ])('%s', async (_, input, name, message) => {
    const { execution, world } = memoryService();
    await expect(execution('a').claim(input)).rejects.toThrow(named(name, message));
    expect(world.written).toEqual([]);
  });

  it('rejects a redriven execution', async () => {
    const { execution, world } = memoryService();
    await expect(execution('a', { redrives: 1 }).claim()).rejects.toThrow(named('Redriven', /start a new execution/));
    expect(world.written).toEqual([]);
  });

  it('rejects a second rollout, naming the one that runs', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 10');
    await expect(service.execution('b').claim()).rejects.toThrow(
      named('RolloutInProgress', /: a \(version 2, advancing, since 2026-01-05T09:00:00.000Z\)/),
    );
  });

  it.each(['2', '1'])('rejects live weights that no rollout explains, version %s', async (version) => {
    const { execution, world } = memoryService();
    world.weights = canaryAt(5);
    await expect(execution('a').claim({ version })).rejects.toThrow(named('WeightsDrifted', /production 95, canary 5/));
    expect(world.written).toEqual([]);
  });

  it.each([...CANARY_ALARMS, ...PRODUCTION_ALARMS])('rejects a service whose alarm %s does not exist', async (name) => {
    const { execution, world } = memoryService();
    world.alarms.delete(name);
    await expect(execution('a').claim()).rejects.toThrow(named('AlarmMissing', new RegExp(name)));
    expect(world.written).toEqual([]);
  });

  it('rejects an alarm that never had data, unless the version is named', async () => {
    const { execution, world } = memoryService();
    const made = new Date('2026-01-01T09:00:00.000Z');
    const silent = { state: 'INSUFFICIENT_DATA', reason: 'no data', since: made, configuredAt: made } as const;
    world.alarms.set('production-errors', { name: 'production-errors', ...silent, windowSeconds: 60 });
    await expect(execution('a').claim({})).rejects.toThrow(
      named('AlarmWithoutData', /production-errors \(since 2026-01-01T09:00:00.000Z\).*\{"version":"2"\} releases it/),
    );
    expect(world.written).toEqual([]);
    expect(await execution('a').claim({ version: '2' })).toMatchObject({ outcome: 'claimed' });
  });

  it('rejects a canary alarm that is on already, but not a production alarm', async () => {
    const { execution, world } = memoryService();
    world.setAlarm('production-errors', 'ALARM');
    world.setAlarm('canary-errors', 'ALARM');
    await expect(execution('a').claim()).rejects.toThrow(named('CanaryAlarmActive', /canary-errors since .*7 errors/));
    world.setAlarm('canary-errors');
    expect(await execution('a').claim()).toMatchObject({ outcome: 'claimed' });
  });
});

describe('a claim called again', () => {
  it('goes on where its lost reply left it', async () => {
    const { execution, world } = memoryService();
    const first = await execution('a').claim();
    expect(await execution('a').claim()).toEqual(first);
    expect(new Set(world.announcements.map(({ eventId }) => eventId)).size).toBe(1);
  });

  it('does not move the canary alias any more once weight was intended for it', async () => {
    const service = memoryService(['1', '2', '3']);
    await bringTo(service, service.execution('a'), 'at 10');
    service.world.moveAlias('somebody', 'canary', '3');
    await expect(service.execution('a').claim()).rejects.toThrow(
      named('VersionDrifted', /alias canary is at version 3/),
    );
    expect(service.world.alias('canary').version).toBe('3');
  });

  it.each(['promoted', 'closed'] as const)('is refused when its rollout is %s', async (stage) => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), stage);
    await expect(service.execution('a').claim()).rejects.toThrow(named('ClaimLost', /a has claimed before/));
  });

  it('fails when somebody else keeps moving the canary alias', async () => {
    const { execution, world } = memoryService(['1', '2', '3']);
    let moves = 0;
    world.hook = ({ name, moment }) => {
      if (name === 'versions.pointAlias' && moment === 'before')
        world.moveAlias('somebody', 'canary', moves++ % 2 === 0 ? '3' : '1');
    };
    await expect(execution('a').claim()).rejects.toThrow(named('VersionDrifted', /somebody else moves it/));
  });
});
