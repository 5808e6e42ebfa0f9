import { describe, expect, it } from 'vitest';
import { crashOn, on, untilCrash } from '../../verify/memory/hooks.ts';
import { arn, memoryService } from '../../verify/memory/service.ts';

const named = (name: string, message = /./) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });

/** A rollout that holds at 10 %, its bake just over at 09:06:30. */
async function baked() {
  const service = memoryService();
  const a = service.execution('a');
  await a.claim({ version: '2', holdAt: 10 });
  await a.shift(10);
  const shiftedAt = service.world.now().toISOString();
  service.pass(390);
  return { ...service, a, look: () => a.check({ shiftedAt, holdSeconds: 3600 }) };
}

/** A rollout that was not asked to hold, its extension just over at 09:16:30. */
async function few(input: object = {}) {
  const service = memoryService();
  service.world.requests = () => 4;
  const a = service.execution('a');
  await a.claim({ version: '2', ...input });
  await a.shift(10);
  const shiftedAt = service.world.now().toISOString();
  service.pass(990);
  return {
    ...service,
    a,
    look: () => a.check({ shiftedAt, minRequests: 19, holdSeconds: 3600, tooFewRequests: 'hold' }),
  };
}

describe('a check at the weight of a hold', () => {
  it('begins the hold when the bake would have advanced, tells it once and notes since when', async () => {
    const { look, world, pass } = await baked();
    const message = '10 %: healthy, 100 requests, 2 alarms OK; held until somebody says go on, at most until 10:06Z';
    expect(await look()).toMatchObject({ next: 'keep baking', error: '', cause: message, message });
    expect(world.record.rollout).toMatchObject({ holdAt: 10, heldSince: '2026-01-05T09:06:30.000Z' });
    expect(world.announcements.at(-1)).toMatchObject({ eventId: `${arn('a')}:held`, kind: 'held', message });
    pass(60);
    const before = world.written.length;
    expect(await look()).toMatchObject({ next: 'keep baking', message });
    expect(world.written).toHaveLength(before);
    expect(world.announcements.filter(({ kind }) => kind === 'held')).toHaveLength(1);
  });

  it('that dies between telling and noting tells again under the same id', async () => {
    const { look, world } = await baked();
    world.hook = crashOn('a', 'announcer.publish', 'after');
    expect(await untilCrash(look)).toBe('crashed');
    world.hook = () => {};
    await look();
    expect(world.announcements.filter(({ kind }) => kind === 'held').map(({ eventId }) => eventId)).toEqual([
      `${arn('a')}:held`,
      `${arn('a')}:held`,
    ]);
  });

  it('is lost when a rollback comes while the hold begins, and does not bring the claim back', async () => {
    const { look, world, message } = await baked();
    world.hook = on('a', 'announcer.publish', 'before', () => message('{"reason":"stop"}').then(() => undefined));
    await expect(look()).rejects.toThrow(named('ClaimLost', /stop/));
    expect(world.record.rollout).toMatchObject({ phase: 'rolling back' });
  });

  it('names the day of a deadline that is another day', async () => {
    const { a, world } = await baked();
    const shiftedAt = '2026-01-05T09:00:00.000Z';
    await a.check({ shiftedAt, holdSeconds: 86_400 });
    expect(world.announcements.at(-1)?.message).toMatch(/at most until 2026-01-06 09:06Z$/);
  });

  it('rolls back at the deadline, as HoldExpired', async () => {
    const { look, pass } = await baked();
    await look();
    pass(3599);
    expect(await look()).toMatchObject({ next: 'keep baking' });
    pass(1);
    expect(await look()).toMatchObject({
      next: 'roll back',
      error: 'HoldExpired',
      cause: '10 %: healthy, 100 requests, 2 alarms OK; nobody said go on until 10:06Z',
    });
  });

  it('holds at no other weight', async () => {
    const { a, pass, world } = await baked();
    await a.shift(30);
    const shiftedAt = world.now().toISOString();
    pass(390);
    expect(await a.check({ shiftedAt, weight: 30, holdSeconds: 3600 })).toMatchObject({ next: 'advance' });
  });
});

describe('a check at the end of a bake that had too few requests, where the plan holds then', () => {
  it('begins a hold: told once, noted with its weight and reason', async () => {
    const { look, world, pass } = await few();
    const message =
      '10 %: not to be judged now, 4 requests seen (19 needed); held until somebody says go on, at most until 10:16Z';
    expect(await look()).toMatchObject({ next: 'keep baking', verdict: 'inconclusive', error: '', message });
    expect(world.record.rollout).toMatchObject({
      heldAt: 10,
      heldSince: '2026-01-05T09:16:30.000Z',
      heldBecause: '4 requests seen (19 needed)',
    });
    pass(60);
    const before = world.written.length;
    expect(await look()).toMatchObject({ next: 'keep baking', message });
    expect(world.written).toHaveLength(before);
    expect(world.announcements.filter(({ kind }) => kind === 'held').map(({ eventId }) => eventId)).toEqual([
      `${arn('a')}:held:too-few-requests-at-10`,
    ]);
  });

  it('that was asked to hold at this weight begins the same hold', async () => {
    const { look, world } = await few({ holdAt: 10 });
    await look();
    expect(world.announcements.at(-1)).toMatchObject({ eventId: `${arn('a')}:held` });
    expect(world.record.rollout).toMatchObject({ holdAt: 10, heldAt: 10 });
  });

  it(
    'goes on when it is told to, though there are still few, and not while an alarm has no data or there is no ' +
      'request',
    async () => {
      const { look, execution, world } = await few();
      await look();
      expect(await execution('p').goOn()).toEqual({
        rollout: arn('a'),
        weight: 10,
        message: 'a was told to go on from 10 % with version 2',
      });
      world.setAlarm('canary-errors', 'INSUFFICIENT_DATA');
      expect(await look()).toMatchObject({
        next: 'keep baking',
        message: expect.stringContaining('somebody said go on, which a healthy check will do') as string,
      });
      world.setAlarm('canary-errors');
      world.requests = () => 0;
      expect(await look()).toMatchObject({ next: 'keep baking' });
      world.requests = () => 4;
      expect(await look()).toMatchObject({
        next: 'advance',
        message: '10 %: not to be judged now, 4 requests seen (19 needed); somebody said go on',
      });
    },
  );

  it('goes on waiting for the word when enough have come meanwhile', async () => {
    const { look, execution, world } = await few();
    await look();
    world.requests = () => 100;
    expect(await look()).toMatchObject({ next: 'keep baking', verdict: 'healthy' });
    await execution('p').goOn();
    expect(await look()).toMatchObject({ next: 'advance' });
  });

  it('rolls back at the deadline, as HoldExpired, and at once for an alarm', async () => {
    const { look, pass, world } = await few();
    await look();
    pass(3600);
    expect(await look()).toMatchObject({ next: 'roll back', error: 'HoldExpired' });
    world.setAlarm('canary-errors', 'ALARM');
    expect(await look()).toMatchObject({ next: 'roll back', error: 'CanaryRolledBack' });
  });

  it('does not take the word for an earlier hold as said for this one', async () => {
    const { a, look, execution, world, pass } = await few();
    await look();
    await execution('p').goOn();
    await look();
    await a.shift(30);
    const shiftedAt = world.now().toISOString();
    pass(990);
    const args = { shiftedAt, weight: 30, minRequests: 19, holdSeconds: 3600, tooFewRequests: 'hold' } as const;
    expect(await a.check(args)).toMatchObject({
      next: 'keep baking',
      message: expect.stringContaining('held until somebody says go on') as string,
    });
    expect(world.record.rollout).toMatchObject({ heldAt: 30, heldBecause: '4 requests seen (19 needed)' });
    expect(world.record.rollout).not.toHaveProperty('goOn');
    await expect(execution('q').goOn({ goOn: true }, '2026-01-05T09:20:00.000Z')).rejects.toThrow(
      named('NothingHeld', /after this was asked/),
    );
  });

  it('is lost when a rollback comes while the hold begins, and does not bring the claim back', async () => {
    const { look, world, message } = await few();
    world.hook = on('a', 'announcer.publish', 'before', () => message('{"reason":"stop"}').then(() => undefined));
    await expect(look()).rejects.toThrow(named('ClaimLost', /stop/));
    expect(world.record.rollout).toMatchObject({ phase: 'rolling back' });
    expect(world.record.rollout).not.toHaveProperty('heldAt');
  });
});

it('a hold that began before records named its weight is the one that was asked for', async () => {
  const { look, world, execution } = await baked();
  await look();
  const { heldAt: _heldAt, ...rollout } = world.record.rollout ?? ({} as never);
  world.record = { ...world.record, rollout };
  const before = world.written.length;
  expect(await look()).toMatchObject({ next: 'keep baking' });
  expect(world.written).toHaveLength(before);
  await execution('p').goOn();
  expect(await look()).toMatchObject({ next: 'advance' });
});

describe('go on', () => {
  it('lets the next healthy check advance, and no other', async () => {
    const { look, execution, world } = await baked();
    await look();
    expect(await execution('p').goOn()).toEqual({
      rollout: arn('a'),
      weight: 10,
      message: 'a was told to go on from 10 % with version 2',
    });
    world.setAlarm('canary-errors', 'INSUFFICIENT_DATA');
    expect(await look()).toMatchObject({
      next: 'keep baking',
      message: expect.stringContaining('not to be judged now, alarm canary-errors has no data') as string,
    });
    world.setAlarm('canary-errors', 'ALARM');
    expect(await look()).toMatchObject({ next: 'roll back', error: 'CanaryRolledBack' });
    world.setAlarm('canary-errors');
    expect(await look()).toMatchObject({
      next: 'advance',
      message: '10 %: healthy, 100 requests, 2 alarms OK; somebody said go on',
    });
  });

  it('does not keep for ever a rollout that nobody can judge', async () => {
    const { look, execution, world, pass } = await baked();
    await look();
    await execution('p').goOn();
    world.setAlarm('canary-errors', 'INSUFFICIENT_DATA');
    pass(3600);
    expect(await look()).toMatchObject({
      next: 'roll back',
      error: 'CanaryRolledBack',
      cause: expect.stringContaining('somebody said go on, but no check was healthy until 10:06Z') as string,
    });
  });

  it('said again, changes nothing', async () => {
    const { look, execution, world } = await baked();
    await look();
    const first = await execution('p').goOn();
    const before = world.state;
    expect(await execution('p').goOn()).toEqual(first);
    expect(world.state).toEqual(before);
  });

  it.each([
    [
      'rejects a word that was started before the weight ran at which nothing is held yet',
      false,
      '2026-01-05T08:59:59.999Z',
      /a .* is at 10 % since 2026-01-05T09:00:00.000Z, after this was asked/,
    ],
    [
      'rejects a word that was started before the hold began',
      true,
      '2026-01-05T09:06:29.999Z',
      /is held since 2026-01-05T09:06:30.000Z, after this was asked/,
    ],
  ])('%s', async (_, held, startedAt, message) => {
    const { look, execution } = await baked();
    if (held) await look();
    await expect(execution('p').goOn({ goOn: true }, startedAt)).rejects.toThrow(named('NothingHeld', message));
  });

  it('rejects a redriven execution, and an input that says more', async () => {
    const { look, execution, world } = await baked();
    await look();
    await expect(execution('p', { redrives: 1 }).goOn()).rejects.toThrow(named('Redriven'));
    await expect(execution('p').goOn({ goOn: true, version: '2' })).rejects.toThrow(named('InvalidInput'));
    expect(world.record.rollout).not.toHaveProperty('goOn');
  });
});
