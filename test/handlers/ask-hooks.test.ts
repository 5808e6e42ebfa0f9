import { describe, expect, it } from 'vitest';
import { createAskHooks } from '../../handlers/ask-hooks.ts';
import type { Hook } from '../../statemachine/contract/hooks.ts';
import { askHooksArgs } from '../../statemachine/contract/rows/ask-hooks.ts';
import { crashOn, untilCrash } from '../../verify/memory/hooks.ts';
import { memoryPorts } from '../../verify/memory/ports.ts';
import { arn, bringTo, memoryService } from '../../verify/memory/service.ts';

const FN = 'arn:aws:lambda:eu-west-1:111111111111:function:gate';
const GATE: Hook = { at: 'before users', fn: FN, timeoutSeconds: 600 };

async function claimed(hooks: readonly Hook[] = [GATE]) {
  const service = memoryService();
  await bringTo(service, service.execution('a'), 'claimed');
  const asked: string[] = [];
  const patience: number[] = [];
  const ask = (states: object = {}, more: object = {}) => {
    const ports = memoryPorts(service.world, 'a');
    const hooksPort: typeof ports.hooks = {
      ask: (fn, event, withinMs) => {
        asked.push(fn);
        patience.push(withinMs);
        return ports.hooks.ask(fn, event, withinMs);
      },
    };
    return createAskHooks({ ...ports, hooks: hooksPort })(
      askHooksArgs.parse({
        execution: { id: arn('a'), redrives: 0 },
        version: '2',
        previousVersion: '1',
        weight: 0,
        step: 0,
        hooks,
        aliases: { production: 'p', canary: 'c', previous: 'b' },
        states,
        restSeconds: 2040,
        holdSeconds: 3600,
        ...more,
      }),
    );
  };
  return { ...service, ask, asked, patience };
}

describe('asking hooks', () => {
  it('asks all of a turn at once, each its own function, and keeps how each stands', async () => {
    const other = { ...GATE, fn: `${FN}:live` };
    const { ask, asked, world } = await claimed([GATE, other]);
    let open = 0;
    let most = 0;
    world.hook = ({ name, moment }) => {
      if (name === 'hooks.ask') most = Math.max(most, (open += moment === 'before' ? 1 : -1));
    };
    const { next, states, message } = await ask();
    expect([next, most, asked]).toEqual(['advance', 2, [FN, `${FN}:live`]]);
    expect(states).toMatchObject({ 0: { name: 'gate', status: 'succeeded' }, 1: { name: 'gate:live' } });
    expect(message).toBe('before users: hook gate succeeded; hook gate:live succeeded');
  });

  it('waits half a minute for an answer', async () => {
    const { ask, patience } = await claimed();
    await ask();
    expect(patience).toEqual([30_000]);
  });

  it('rolls back before users by a hook that says no, and then asks it no more', async () => {
    const { ask, asked, world } = await claimed();
    world.hookReply = () => ({ kind: 'answered', payload: { hookStatus: 'FAILED' } });
    const message = 'before users: hook gate failed';
    const { states, ...said } = await ask();
    expect(said).toEqual({ next: 'roll back', error: 'HookFailed', cause: message, message });
    expect((await ask(states)).next).toBe('roll back');
    expect(asked).toEqual([FN]);
  });

  it('leaves the verdict to the check while a weight bakes, which is as long as a busy hook is asked', async () => {
    const { ask, world } = await claimed([{ ...GATE, at: 'in bake' }]);
    const shiftedAt = new Date(world.clock.now()).toISOString();
    const bake = { weight: 10, bake: { shiftedAt, settleSeconds: 60, bakeSeconds: 900 } };
    const { states, ...said } = await ask({}, bake);
    expect(said).toEqual({ next: 'keep asking', error: '', cause: '', message: '10 %: hook gate succeeded' });
    expect(states).toMatchObject({ 0: { status: 'succeeded' } });
    world.hookReply = () => ({ kind: 'busy', words: 'TooManyRequestsException' });
    const until = new Date(Date.parse(shiftedAt) + 960_000).toISOString();
    expect((await ask({}, bake)).states).toMatchObject({ 0: { status: 'in progress', until } });
  });

  it('asks nobody about a rollout that is taken back: the claim is looked at first', async () => {
    const { ask, asked, message } = await claimed();
    await message('{"reason":"stop"}');
    await expect(ask()).rejects.toThrow(expect.objectContaining({ name: 'ClaimLost' }));
    expect(asked).toEqual([]);
  });

  it('that dies behind a call asks again in its next try, with the same key', async () => {
    const { ask, asked, world } = await claimed();
    world.hook = crashOn('a', 'hooks.ask', 'after');
    expect(await untilCrash(ask)).toBe('crashed');
    world.hook = () => {};
    expect((await ask()).next).toBe('advance');
    expect(asked).toEqual([FN, FN]);
  });

  it('that holds before users tells it once, though it dies between telling and noting', async () => {
    const { ask, world } = await claimed([{ ...GATE, onError: 'hold' }]);
    world.hookReply = () => ({ kind: 'silent' });
    world.hook = crashOn('a', 'announcer.publish', 'after');
    await untilCrash(ask);
    world.hook = () => {};
    const { next, states } = await ask();
    expect(next).toBe('keep asking');
    expect((await ask(states)).next).toBe('keep asking');
    const held = world.announcements.filter(({ kind }) => kind === 'held');
    expect(new Set(held.map(({ eventId }) => eventId))).toEqual(new Set([`${arn('a')}:held:hook-failed-at-0`]));
    expect(held).toHaveLength(2);
    expect(world.record.rollout).toMatchObject({ heldAt: 0, heldWhy: 'hook failed' });
  });

  it('goes on after a person said so, though the hook still fails', async () => {
    const { ask, execution, world } = await claimed([{ ...GATE, onError: 'hold' }]);
    world.hookReply = () => ({ kind: 'silent' });
    const { states } = await ask();
    await execution('person').goOn();
    expect(await ask(states)).toMatchObject({ next: 'advance', error: '' });
  });
});
