import { describe, expect, it } from 'vitest';
import type { HookReply } from '../../rollout/hooks/reply.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { hook, says, PASS, promoted, rolledBack, release } from './asking-hooks.ts';

describe('a hook before users', () => {
  const before = hook({ at: 'before users' });

  it('is asked after the smoke test while nobody meets the canary, and again until it has succeeded', async () => {
    const { asked, end, simulation } = await release([before], (_, nth) => (nth < 4 ? says('IN_PROGRESS') : PASS));
    expect(await end()).toMatchObject(promoted);
    expect(asked.map(({ second, split }) => [second, split])).toEqual([0, 60, 120, 180].map((at) => [at, '100/0']));
    expect(simulation.world.written.filter(({ what }) => what === 'weights 90/10')).toHaveLength(1);
  });

  it('gets the rollout, both versions, the stage, the aliases, and how long the rest takes', async () => {
    const { asked, end, execution } = await release([before], () => PASS);
    await end();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      rolloutId: execution.arn,
      service: 'orders',
      stage: 'before users',
      version: '7',
      previousVersion: '1',
      weight: 0,
      step: 0,
      aliases: { canary: 'arn:aws:lambda:eu-west-1:111111111111:function:orders:canary' },
      askedSince: expect.stringMatching(/Z$/) as string,
      timeoutSeconds: 600,
      restSeconds: 4 * 390 + 180 + 300,
    });
  });

  it.each<[string, HookReply, RegExp]>([
    ['says FAILED', says('FAILED', { reason: 'not today' }), /^before users: hook gate failed: not today$/],
    ['throws', { kind: 'failed', words: 'no network' }, /failed: it threw: no network$/],
    ['gives no answer in time', { kind: 'silent' }, /failed: it gave no answer in time$/],
    ['cannot be invoked', { kind: 'refused', words: 'AccessDenied: no' }, /cannot be asked: AccessDenied: no$/],
    ['answers nonsense', says('PASSED'), /expected hookStatus SUCCEEDED, FAILED or IN_PROGRESS, got/],
    ['answers nothing', { kind: 'answered', payload: undefined }, /got nothing$/],
  ])('that %s rolls the release back before any user met it', async (_, reply, reason) => {
    const { end, simulation, asked } = await release([before], () => reply);
    expect(await end()).toMatchObject(rolledBack('HookFailed', reason));
    expect(simulation.world.written.filter(({ what }) => what === 'weights 90/10')).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('that stays in progress rolls back after its time, counted from the first asking', async () => {
    const { end, asked } = await release([before], () => says('IN_PROGRESS', { reason: 'warming' }));
    expect(await end()).toMatchObject(rolledBack('HookFailed', /not succeeded after 600 s \(warming\)$/));
    expect(asked.at(-1)?.second).toBe(600);
  });

  it('that cannot be run for a moment is asked again', async () => {
    const { end, asked } = await release([before], (_, nth) => (nth < 3 ? { kind: 'busy', words: 'full' } : PASS));
    expect(await end()).toMatchObject(promoted);
    expect(asked).toHaveLength(3);
  });

  it('is not asked again before the time that it has asked for', async () => {
    const { end, asked } = await release([before], (_, nth) =>
      nth === 1 ? says('IN_PROGRESS', { callBackDelay: 200 }) : PASS,
    );
    await end();
    expect(asked.map(({ second }) => second)).toEqual([0, 240]);
  });

  it('gets back what it has answered as hookDetails', async () => {
    const { end, asked } = await release([before], (_, nth) =>
      nth === 1 ? says('IN_PROGRESS', { hookDetails: { job: 'j-1' } }) : PASS,
    );
    await end();
    expect(asked.map(({ hookDetails }) => hookDetails)).toEqual([undefined, { job: 'j-1' }]);
  });

  it('that failed holds the release where it is to, until a person lets it on', async () => {
    const { end, goOn, simulation, execution } = await release([{ ...before, onError: 'hold' }], () =>
      says('FAILED', { reason: 'not today' }),
    );
    await simulation.pass(1000);
    expect(execution.position.state).toBe(StateName.waitForHooks);
    const held = simulation.world.announcements.filter(({ kind }) => kind === 'held');
    expect(held).toHaveLength(1);
    expect(held[0]?.message).toMatch(/^before users: hook gate failed: not today; held until somebody says go on/);
    await goOn();
    expect(await end()).toMatchObject(promoted);
  });

  it('that holds it is rolled back at the deadline, named by the hook', async () => {
    const { end } = await release([{ ...before, onError: 'hold' }], () => says('FAILED', { reason: 'not today' }));
    expect(await end()).toMatchObject(
      rolledBack('HookFailed', /nobody said go on .*held for: hook gate failed: not today/),
    );
  });

  it('that failed is told and ignored where it is to', async () => {
    const { end, simulation } = await release([{ ...before, onError: 'ignore' }], () => says('FAILED'));
    expect(await end()).toMatchObject(promoted);
    const said = simulation.trace.entries.flatMap((entry) =>
      entry.what === 'answer' && entry.fn === 'askHooks' ? [(entry.result as { message: string }).message] : [],
    );
    expect(said).toEqual(['before users: hook gate failed, which is ignored']);
  });
});
