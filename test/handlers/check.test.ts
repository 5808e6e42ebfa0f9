import { describe, expect, it } from 'vitest';
import { canaryAt } from '../../rollout/weights.ts';
import { on } from '../../verify/memory/hooks.ts';
import { baking, type Baking } from './support/stages.ts';

const named = (name: string, message = /./) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });

describe('check of the canary', () => {
  it('keeps baking while healthy, and advances once the bake is over', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.requests = () => 342;
    pass(90 + 180);
    expect(await a.check({ shiftedAt })).toEqual({
      next: 'keep baking',
      verdict: 'healthy',
      reasons: ['342 requests', '2 alarms OK'],
      requests: 342,
      error: '',
      cause: '10 %: healthy, 342 requests, 2 alarms OK; baking 180 of 300 s',
      message: '10 %: healthy, 342 requests, 2 alarms OK; baking 180 of 300 s',
    });
    pass(120);
    expect(await a.check({ shiftedAt })).toMatchObject({
      next: 'advance',
      message: '10 %: healthy, 342 requests, 2 alarms OK; the bake of 300 s is over',
    });
  });

  it('counts requests from the moment the weight had settled', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    const asked: string[] = [];
    world.requests = (alias, from, to) => {
      asked.push(`${alias} ${from.toISOString()} ${to.toISOString()}`);
      return 1;
    };
    pass(150);
    await a.check({ shiftedAt });
    expect(asked).toEqual(['canary 2026-01-05T09:04:30.000Z 2026-01-05T09:05:30.000Z']);
  });

  it('rolls back at once when an alarm is on: in short for the message, in full for the cause', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    pass(120);
    world.setAlarm('canary-errors', 'ALARM');
    expect(await a.check({ shiftedAt })).toMatchObject({
      next: 'roll back',
      verdict: 'unhealthy',
      error: 'CanaryRolledBack',
      cause:
        '10 %: unhealthy, alarm canary-errors is on since 2026-01-05T09:05:00.000Z: threshold crossed: 7 ' +
        'errors; baking 30 of 300 s',
      message:
        '10 %: unhealthy, alarm canary-errors is on since 09:05:00Z: threshold crossed: 7 errors; baking 30 of 300 s',
    });
  });

  it('extends the bake without traffic and then rolls back as NotEnoughTraffic', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.requests = () => 0;
    pass(90 + 300);
    expect(await a.check({ shiftedAt })).toMatchObject({
      next: 'keep baking',
      verdict: 'inconclusive',
      message: '10 %: still not to be judged, no requests seen (1 needed); baking 300 s, at most 900 s',
    });
    pass(600);
    expect(await a.check({ shiftedAt })).toMatchObject({ next: 'roll back', error: 'NotEnoughTraffic' });
  });

  it('rolls back as AlarmMissing when an alarm stays away', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.alarms.delete('canary-duration');
    pass(90 + 900);
    expect(await a.check({ shiftedAt })).toMatchObject({
      next: 'roll back',
      error: 'AlarmMissing',
      reasons: ['alarm canary-duration does not exist'],
    });
  });

  it('changes nothing', async () => {
    const { a, world } = await baking();
    const before = world.written.length;
    await a.check();
    await a.check();
    expect(world.written).toHaveLength(before);
  });

  it.each([
    [
      'fails as WeightsDrifted on weights of somebody else',
      'WeightsDrifted',
      (world: Baking['world']) => world.writeWeights('somebody', canaryAt(20)),
    ],
    [
      'fails as VersionDrifted on a canary alias of somebody else',
      'VersionDrifted',
      (world: Baking['world']) => world.moveAlias('somebody', 'canary', '3'),
    ],
    [
      'fails as VersionDrifted on a production alias of somebody else',
      'VersionDrifted',
      (world: Baking['world']) => world.moveAlias('somebody', 'production', '3'),
    ],
  ])('%s', async (_, name, drift) => {
    const { a, world } = await baking();
    drift(world);
    await expect(a.check({ weight: 10 })).rejects.toThrow(named(name));
  });

  it('fails as ClaimLost after a rollback, even one that comes while it looks', async () => {
    const service = await baking();
    service.world.hook = on('a', 'listener.read', 'before', () =>
      service.message('{"reason":"stop"}').then(() => undefined),
    );
    await expect(service.a.check({ weight: 10 })).rejects.toThrow(named('ClaimLost', /stop/));
    await expect(service.a.check({ weight: 0 })).rejects.toThrow(named('ClaimLost', /stop/));
  });
});
describe('check of production', () => {
  it('watches the alarms alone', async () => {
    const { a, shiftedAt, pass } = await baking('returned');
    pass(90 + 300);
    expect(await a.check({ subject: 'production', weight: 0, shiftedAt })).toMatchObject({
      next: 'advance',
      requests: -1,
      message: 'production: healthy, 1 alarm OK; the watch of 300 s is over',
    });
  });

  it('rolls back for an alarm that came on since, and waits for one that was on before', async () => {
    const { a, shiftedAt, pass, world } = await baking('returned');
    world.setAlarm('production-errors', 'ALARM', new Date('2026-01-05T09:00:00Z'));
    pass(90 + 300);
    expect(await a.check({ subject: 'production', weight: 0, shiftedAt })).toMatchObject({
      next: 'keep baking',
      verdict: 'inconclusive',
    });
    world.setAlarm('production-errors', 'ALARM');
    expect(await a.check({ subject: 'production', weight: 0, shiftedAt })).toMatchObject({
      next: 'roll back',
      verdict: 'unhealthy',
    });
  });

  it('fails as VersionDrifted when production is not at the promoted version', async () => {
    const { a, world } = await baking('returned');
    world.moveAlias('somebody', 'production', '1');
    await expect(a.check({ subject: 'production', weight: 0 })).rejects.toThrow(
      named('VersionDrifted', /alias production is at version 1, expected 2/),
    );
  });
});
