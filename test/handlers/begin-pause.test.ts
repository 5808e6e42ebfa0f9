import { describe, expect, it } from 'vitest';
import { beginPause } from '../../handlers/protocol/begin-pause.ts';
import { lastPause } from '../../rollout/pause/stored.ts';
import { REASONS } from '../../rollout/pause/reasons.ts';
import type { PauseReason } from '../../statemachine/contract/pauses.ts';
import { memoryPorts } from '../../verify/memory/ports.ts';
import { arn, memoryService } from '../../verify/memory/service.ts';
import { WHYS } from '../rollout/pause/pauses.ts';

describe.each(WHYS)('a pause because of: %s', (why) => {
  const { occasion, says } = REASONS[why];

  /** A rollout that has just been paused at 10 %. */
  async function paused() {
    const service = memoryService();
    const a = service.execution('a');
    await a.claim();
    await a.shift(10);
    const pause = { at: 10, why, since: service.world.now().toISOString(), found: 'too quiet', told: false } as const;
    const begin = async () => {
      const { rollout } = service.world.record;
      if (rollout) await beginPause(memoryPorts(service.world, 'a'), rollout, pause, 'it is paused');
    };
    await begin();
    return { ...service, pause, begin };
  }

  it('is announced under an id of its own, and noted once', async () => {
    const { world, pause, begin } = await paused();
    const end = occasion(10)?.replaceAll(' ', '-');
    const eventId = [arn('a'), 'held', ...(end === undefined ? [] : [end])].join(':');
    expect(world.announcements.at(-1)).toMatchObject({ kind: 'held', name: why, eventId, message: 'it is paused' });
    expect(world.record.rollout && lastPause(world.record.rollout)).toEqual(pause);
    const before = world.record;
    await begin();
    expect(world.record).toEqual(before);
  });

  it('is told to go on, and answers with its weight; a word from before it began is refused', async () => {
    const { world, pause, execution } = await paused();
    await expect(execution('p').goOn({ goOn: true }, '2026-01-05T08:59:59.999Z')).rejects.toThrow(
      expect.objectContaining({
        name: 'NothingHeld',
        message: expect.stringContaining(says.goOn['too early'](pause)) as string,
      }),
    );
    expect((await execution('p').goOn()).message).toBe('a was told to go on from 10 % with version 2');
    expect(world.record.rollout && lastPause(world.record.rollout)?.told).toBe(true);
  });

  it('can be rolled back', async () => {
    const { world, message } = await paused();
    await message('{"reason":"stop"}');
    expect(world.record.rollout).toMatchObject({ phase: 'rolling back', reason: 'stop' });
    expect(world.weights.canary).toBe(0);
  });
});

/** It goes on from a pause of this kind at 10 %, and a minute later another begins there. */
async function again(why: PauseReason) {
  const service = memoryService();
  const { world } = service;
  const a = service.execution('a');
  await a.claim();
  await a.shift(10);
  const begin = async () => {
    const pause = { at: 10, why, since: world.now().toISOString(), found: 'it said no', told: false } as const;
    if (world.record.rollout) await beginPause(memoryPorts(world, 'a'), world.record.rollout, pause, 'it is paused');
    return pause;
  };
  const first = await begin();
  service.pass(60);
  await service.execution('p').goOn();
  const told = world.record;
  const second = await begin();
  const [, ...ids] = world.announcements.flatMap(({ kind, eventId }) => (kind === 'held' ? [eventId] : []));
  return { world, first, second, told, ids };
}

describe('a pause at a weight where the rollout was paused before, and told to go on', () => {
  it('is another one where a hook has failed again: noted, and announced under an id of its own', async () => {
    const { world, first, second, ids } = await again('hook failed');
    expect(world.record.rollout && lastPause(world.record.rollout)).toEqual(second);
    expect(ids).toEqual([`${arn('a')}:held:hook-failed-at-10-after-${first.since}`]);
  });

  it.each(WHYS.filter((why) => why !== 'hook failed'))('is the same one for: %s', async (why) => {
    const { world, told } = await again(why);
    expect(world.record).toEqual(told);
    expect(new Set(world.announcements.map(({ eventId }) => eventId)).size).toBe(world.announcements.length - 1);
  });
});
