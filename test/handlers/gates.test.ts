import { describe, expect, it } from 'vitest';
import type { CheckArgs } from '../../statemachine/contract/rows/check.ts';
import { arn, memoryService } from '../../verify/memory/service.ts';
import { baking, named, text } from './support/baking.ts';

/** A pause that was never ended, at its deadline. */
const past = async (args: Partial<CheckArgs>, input: object = {}) => {
  const service = await baking(input, { pauseEnds: 'go on', holdSeconds: 600, ...args });
  service.pass(390);
  await service.look();
  service.pass(600);
  return service;
};

describe('a weight that waits for approval', () => {
  it('is held once it has baked, told once, and let on by a word at the next healthy check', async () => {
    const { look, pass, say, world } = await baking({}, { approve: true });
    pass(200);
    expect(await look()).toMatchObject({ next: 'keep baking', message: text('; baking 110 of 300 s') });
    pass(190);
    const message =
      '10 %: healthy, 100 requests, 2 alarms OK; waits for approval until somebody says go on, at most until 10:06Z';
    expect(await look()).toMatchObject({ next: 'keep baking', message });
    expect(world.announcements.at(-1)).toMatchObject({ eventId: `${arn('a')}:held:approval-at-10`, message });
    expect(await look()).toMatchObject({ next: 'keep baking' });
    expect(world.announcements.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    pass(60);
    await say();
    expect(await look()).toMatchObject({ next: 'advance', approved: true, message: text('; somebody said go on') });
  });

  it('is rolled back at its deadline, when nobody has approved', async () => {
    const { look, pass } = await baking({}, { approve: true });
    pass(390);
    await look();
    pass(3600);
    expect(await look()).toMatchObject({
      next: 'roll back',
      error: 'HoldExpired',
      cause: text('nobody approved it until 10:06Z'),
    });
  });

  it('says that it advances by approval only where it was asked to wait for it', async () => {
    const { look, pass } = await baking();
    pass(390);
    expect(await look()).not.toHaveProperty('approved');
  });
});

describe('pause', () => {
  it('begins at the next check, however far the bake is, and ends by a word', async () => {
    const { look, pass, pause, say, world } = await baking();
    pass(150);
    expect(await pause()).toEqual({
      rollout: arn('a'),
      weight: 10,
      message: 'a was told to pause at 10 %, which its next check does',
    });
    expect(await look()).toMatchObject({ next: 'keep baking', message: text('; held until somebody says go on') });
    expect(world.record.rollout).toMatchObject({ heldAt: 10, heldWhy: 'told to pause', spareAt: 10 });
    pass(600);
    expect(await look()).toMatchObject({ next: 'keep baking' });
    await say();
    expect(await look()).toMatchObject({ next: 'advance' });
  });

  it('keeps no canary that is unhealthy', async () => {
    const { look, pass, pause, world } = await baking();
    pass(150);
    await pause();
    world.setAlarm('canary-errors', 'ALARM');
    expect(await look()).toMatchObject({ next: 'roll back', error: 'CanaryRolledBack' });
  });

  it('a second time at the same weight changes nothing, and says so', async () => {
    const { look, pass, pause, say, world } = await baking();
    pass(150);
    const first = await pause();
    const before = world.state;
    expect(await pause()).toEqual(first);
    expect(await pause('r')).toMatchObject({ message: 'a was told before to pause: nothing changes' });
    expect(world.state).toEqual(before);
    await look();
    expect(await pause('s')).toMatchObject({ message: 'a is paused at 10 % already, since 2026-01-05T09:02:30.000Z' });
    await say();
    await expect(pause('t')).rejects.toThrow(named('CannotPause', /at each weight it is paused once at most/));
  });

  it('has room once, unless the plan itself pauses at the weight', async () => {
    const { execution, look, pass, pause, say, shift, world } = await baking();
    pass(150);
    await pause();
    await look();
    await say();
    expect(await look()).toMatchObject({ next: 'advance' });
    await shift(30);
    pass(150);
    await expect(pause('r')).rejects.toThrow(named('CannotPause', /has room for one pause beside those of its plan/));
    const at30 = { pausingWeights: [30], weights: [10, 30] };
    const planned = execution('s');
    expect(await planned.goOn({ pause: true }, world.now().toISOString(), at30)).toMatchObject({ weight: 30 });
    expect(await look({ weight: 30, approve: true })).toMatchObject({ message: text('held until somebody says') });
    // The machine that runs knows better than the one that was asked.
    const before = await baking();
    await before.pause();
    before.world.record = {
      ...before.world.record,
      rollout: { ...before.world.record.rollout, spareAt: 5 } as never,
    };
    before.pass(150);
    expect(await before.look()).toMatchObject({ message: text('baking 60 of 300 s') });
  });

  it('leaves a hold that was asked for its room', async () => {
    const { pass, pause } = await baking({ holdAt: 30 });
    pass(150);
    await expect(pause()).rejects.toThrow(named('CannotPause', /room for one pause/));
  });

  it('withdraws what was said before it, and is not ended by what was said before it', async () => {
    const { look, pass, pause, say, world } = await baking();
    pass(150);
    const early = world.now().toISOString();
    pass(10);
    await say('promote');
    pass(10);
    await pause();
    await expect(say(true, early, 'late')).rejects.toThrow(named('NothingHeld', /is about to be paused.*after this/));
    expect(await look()).toMatchObject({ message: text('held until somebody says go on') });
    await expect(say(true, early, 'late')).rejects.toThrow(named('NothingHeld', /is held since .*, after this was/));
  });

  it.each([
    ['at rest', 'CannotPause', async () => memoryService().execution('q').goOn({ pause: true })],
    [
      'before the first weight',
      'CannotPause',
      async () => {
        const service = memoryService();
        await service.execution('a').claim();
        return service.execution('q').goOn({ pause: true });
      },
    ],
    [
      'after the last bake',
      'CannotPause',
      async () => {
        const { execution } = await baking();
        return execution('q').goOn({ pause: true }, undefined, { weights: [30, 50] });
      },
    ],
    ['redriven', 'Redriven', async () => memoryService().execution('q', { redrives: 1 }).goOn({ pause: true })],
  ])('is refused %s, as %s', async (_, name, refused) => {
    await expect(refused()).rejects.toThrow(named(name));
  });
});

describe('a plan whose pauses end in going on', () => {
  it('goes on at the deadline where its bake is over and healthy', async () => {
    const { look } = await past({ approve: true });
    expect(await look()).toMatchObject({
      next: 'advance',
      message: text('; held until 09:16Z, and the plan ends a pause by what its bake has come to'),
    });
  });

  it('is rolled back there where it is not', async () => {
    const { look, world } = await past({}, { holdAt: 10 });
    world.setAlarm('canary-errors', 'INSUFFICIENT_DATA');
    expect(await look()).toMatchObject({ next: 'roll back', error: 'HoldExpired' });
    world.setAlarm('canary-errors', 'ALARM');
    expect(await look()).toMatchObject({ next: 'roll back', error: 'CanaryRolledBack' });
  });

  it('bakes to its end where a pause has ended before', async () => {
    const { look, pass, pause } = await baking({}, { pauseEnds: 'go on', holdSeconds: 60 });
    pass(150);
    await pause();
    await look();
    pass(60);
    expect(await look()).toMatchObject({ next: 'keep baking' });
    pass(180);
    expect(await look()).toMatchObject({ next: 'advance' });
  });
});

it('a machine that has a wait for pauses is told of each check that one stands', async () => {
  const { look, pass, say, world } = await baking({ holdAt: 10 }, { pausedCheckSeconds: 600 });
  pass(150);
  expect(await look()).toMatchObject({ next: 'keep baking' });
  pass(240);
  expect(await look()).toMatchObject({ next: 'paused' });
  await say();
  world.setAlarm('canary-errors', 'INSUFFICIENT_DATA');
  expect(await look()).toMatchObject({ next: 'paused' });
  world.setAlarm('canary-errors');
  expect(await look()).toMatchObject({ next: 'advance' });
});
