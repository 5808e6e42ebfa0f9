import { describe, expect, it } from 'vitest';
import { on } from '../../verify/memory/hooks.ts';
import { running } from './support/stages.ts';

/** What CloudWatch publishes, in the form of its times. */
const alarm = (over: object) =>
  JSON.stringify({
    AlarmName: 'canary-errors',
    NewStateValue: 'ALARM',
    NewStateReason: '7 errors',
    StateChangeTime: '2026-01-05T09:00:00.000+0000',
    ...over,
  });

describe('a message on the rollback topic', () => {
  it.each([
    ['of an alarm', alarm({})],
    ['of a person', '{"reason":"errors in the shop"}'],
    ['of an alarm that does not say since when', alarm({ StateChangeTime: undefined })],
  ])('%s rolls back the open rollout; the rollout itself finishes', async (_, body) => {
    const { message, world } = await running();
    await message(body);
    expect(world.split).toBe('100/0');
    expect(world.record.rollout).toMatchObject({ phase: 'rolling back' });
    expect(world.record.rollout?.rescuer).toBeUndefined();
  });

  it('that is delivered twice is harmless', async () => {
    const { message, world } = await running();
    await message(alarm({}));
    const before = world.state;
    await message(alarm({}));
    expect(world.state).toEqual(before);
  });

  it.each([
    ['an alarm that went off', alarm({ NewStateValue: 'OK' }), /went to OK/],
    [
      'an alarm older than the claim',
      alarm({ StateChangeTime: '2026-01-05T08:59:59.999+0000' }),
      /older than the claim/,
    ],
  ])('changes nothing for %s', async (_, body, text) => {
    const { message, world } = await running();
    const before = world.state;
    expect((await message(body)).message).toMatch(text);
    expect(world.state).toEqual(before);
  });

  it.each(['roll back please', '{}', '"reason"', '{"reason":""}', alarm({ StateChangeTime: 'noon' })])(
    'rejects %j: changes nothing and logs its id',
    async (body) => {
      const { message, world, log } = await running();
      const before = world.state;
      await message(body);
      expect(world.state).toEqual(before);
      expect(log.lines).toMatchObject([{ level: 'error', extra: { messageId: 'message-1', body } }]);
    },
  );

  it('fails when the listener cannot be written, so that it is delivered again', async () => {
    const { message, world } = await running();
    world.hook = on('sns', 'listener.write', 'before', () => Promise.reject(new Error('throttled')));
    await expect(message('{"reason":"stop"}')).rejects.toThrow('throttled');
    await message('{"reason":"stop"}');
    expect(world.split).toBe('100/0');
  });
});
