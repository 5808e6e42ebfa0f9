import { describe, expect, it } from 'vitest';
import type { HookReply } from '../../rollout/hooks/reply.ts';
import type { Hook } from '../../statemachine/contract/hooks.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { definitionOf } from '../../verify/definition.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';
import { FN, hook, says, PASS, promoted, rolledBack, release } from './asking-hooks.ts';

describe('a hook in the bake', () => {
  it('is asked in each turn of its steps, before the check of the turn', async () => {
    const { asked, end } = await release([hook({ at: 'in bake', steps: [30] })], () => PASS);
    expect(await end()).toMatchObject(promoted);
    expect(asked.map(({ weight, step, split }) => [weight, step, split])).toEqual(
      Array.from({ length: 5 }, () => [30, 2, '70/30']),
    );
    expect(asked[0]?.restSeconds).toBe(3 * 390 + 180 + 300);
  });

  it('keeps a healthy canary at its weight while it is in progress', async () => {
    const { asked, end } = await release([hook({ at: 'in bake', steps: [10], timeoutSeconds: 900 })], (event) =>
      event.second < 700 ? says('IN_PROGRESS') : PASS,
    );
    expect(await end()).toMatchObject(promoted);
    expect(asked.at(-1)).toMatchObject({ second: 750, split: '90/10' });
  });

  it('that fails rolls back at once, with its reason', async () => {
    const { asked, end, simulation } = await release([hook({ at: 'in bake' })], (_, nth) =>
      nth < 3 ? PASS : says('FAILED', { reason: '3 % of logins fail' }),
    );
    expect(await end()).toMatchObject(
      rolledBack('HookFailed', /^10 %: healthy, .*hook gate failed: 3 % of logins fail$/),
    );
    expect(asked).toHaveLength(3);
    expect(simulation.world.announcements.at(-1)).toMatchObject({ kind: 'rolled back', name: 'HookFailed' });
  });

  it('that fails does not take the blame for a canary that is unhealthy', async () => {
    const { simulation, execution, end } = await release([hook({ at: 'in bake' })], () => says('FAILED'));
    await simulation.reach(execution, StateName.bake(10));
    simulation.world.setAlarm(CANARY_ALARM, 'ALARM');
    expect(await end()).toMatchObject(rolledBack('CanaryRolledBack', /unhealthy/));
  });

  it('that failed holds a baked canary until a person lets it on, and only past this weight', async () => {
    const { asked, end, goOn, simulation, execution } = await release(
      [hook({ at: 'in bake', onError: 'hold' })],
      ({ weight }) => (weight === 10 ? says('FAILED', { reason: 'slow logins' }) : PASS),
      { holdSeconds: 3600 },
    );
    await simulation.pass(2000);
    expect(execution.position.state).toBe(StateName.bake(10));
    const held = simulation.world.announcements.find(({ kind }) => kind === 'held');
    expect(held?.time).toBe(new Date(simulation.clock.now() - 2_000_000 + 390_000).toISOString());
    expect(held?.message).toMatch(/hook gate failed: slow logins/);
    await goOn();
    expect(await end()).toMatchObject(promoted);
    expect(asked.filter(({ weight }) => weight === 10)).toHaveLength(1);
  });

  it('an alarm rolls back at once, whatever a hook is in the middle of, and no hook is asked afterwards', async () => {
    const { simulation, execution, asked, end } = await release([hook({ at: 'in bake' })], () => says('IN_PROGRESS'));
    await simulation.reach(execution, StateName.check(10));
    simulation.alarm(CANARY_ALARM);
    await simulation.pass(1);
    expect(simulation.world.split).toBe('100/0');
    const before = asked.length;
    await end();
    expect(asked).toHaveLength(before);
  });

  it('a person who goes on from another hold is not taken to have seen what failed since', async () => {
    const { simulation, end, goOn } = await release(
      [hook({ at: 'in bake', steps: [10], onError: 'hold' })],
      ({ second }) => (second < 1000 ? PASS : says('FAILED', { reason: 'slow logins' })),
      {},
      { holdAt: 10 },
    );
    await simulation.pass(1200);
    await goOn();
    await simulation.pass(300);
    expect(simulation.world.split).toBe('90/10');
    const held = simulation.world.announcements.filter(({ kind }) => kind === 'held').map(({ eventId }) => eventId);
    expect(new Set(held).size).toBe(2);
    await goOn();
    expect(await end()).toMatchObject(promoted);
  });
});

describe('a hook that holds, and after "go on" another one', () => {
  it('hold it twice at the same weight, and each is told under an id of its own', async () => {
    const [one, two] = ['one', 'two'].map((name) => hook({ at: 'in bake', steps: [10], name, onError: 'hold' }));
    const fails: HookReply = { kind: 'silent' };
    let failing = ['one'];
    const { simulation, end, goOn } = await release([one as Hook, { ...(two as Hook), fn: `${FN}:two` }], () => PASS, {
      holdSeconds: 3600,
    });
    simulation.world.hookReply = (fn) => (failing.includes(fn === FN ? 'one' : 'two') ? fails : PASS);
    await simulation.pass(900);
    failing = ['two'];
    // It is asked between the two: what fails by then was not seen when the hold began.
    await simulation.pass(61);
    await goOn();
    await simulation.pass(300);
    expect(simulation.world.split).toBe('90/10');
    const held = simulation.world.announcements.filter(({ kind }) => kind === 'held').map(({ eventId }) => eventId);
    expect(held.map((id) => id.split(':held:')[1])).toEqual([
      'hook-failed-at-10',
      expect.stringMatching(/^hook-failed-at-10-after-2026-/),
    ]);
    await goOn();
    expect(await end()).toMatchObject(promoted);
  });
});

describe('a hook before the promotion', () => {
  const last = hook({ at: 'before promotion' });

  it('is asked at the last weight once its bake is over, and promotes in the same turn', async () => {
    const { asked, end } = await release([last], () => PASS);
    expect(await end()).toMatchObject(promoted);
    expect(asked.map(({ weight, step, second }) => [weight, step, second])).toEqual([[100, 4, 4 * 390]]);
  });

  it('is asked at once where somebody ends that bake, and the release is promoted in the same turn', async () => {
    const { simulation, execution, asked, end, goOn } = await release([last], () => PASS);
    await simulation.reach(execution, StateName.bake(100));
    await goOn();
    expect(await end()).toMatchObject(promoted);
    expect(asked.map(({ weight, second }) => [weight, second < 3 * 390 + 200])).toEqual([[100, true]]);
  });

  it('is asked anew in each turn while an ended bake waits for a healthy check', async () => {
    const { simulation, execution, asked, end, goOn } = await release([last], (_, nth) =>
      nth < 3 ? PASS : says('FAILED', { reason: 'frozen by now' }),
    );
    await simulation.reach(execution, StateName.bake(100));
    simulation.world.setAlarm(CANARY_ALARM, 'INSUFFICIENT_DATA');
    await goOn();
    expect(await end()).toMatchObject(rolledBack('HookFailed', /frozen by now/));
    expect(asked).toHaveLength(3);
  });

  it('that is in progress keeps the canary at the last weight', async () => {
    const { asked, end } = await release([last], (_, nth) => (nth < 5 ? says('IN_PROGRESS') : PASS));
    expect(await end()).toMatchObject(promoted);
    expect(asked.map(({ split }) => split)).toEqual(Array.from({ length: 5 }, () => '0/100'));
  });

  it('that fails rolls back, and the version is never promoted', async () => {
    const { end, simulation } = await release([last], () => says('FAILED', { reason: 'frozen' }));
    expect(await end()).toMatchObject(rolledBack('HookFailed', /hook gate failed: frozen$/));
    expect(simulation.world.written.map(({ what }) => what)).not.toContain('production 7');
  });

  it('is asked anew once a hold is over: what it said hours ago says nothing of now', async () => {
    const { simulation, asked, end, goOn } = await release(
      [last],
      (_, nth) => (nth === 1 ? PASS : says('FAILED', { reason: 'frozen by now' })),
      {},
      { holdAt: 100 },
    );
    await simulation.pass(3 * 3600);
    expect(asked).toHaveLength(1);
    await goOn();
    expect(await end()).toMatchObject(rolledBack('HookFailed', /frozen by now/));
    expect(asked).toHaveLength(2);
  });
});

describe('three hooks at three places', () => {
  const everywhere = [hook({ at: 'before users' }), hook({ at: 'in bake' }), hook({ at: 'before promotion' })];

  it('are each asked in their own places, and the release is promoted', async () => {
    const { asked, end } = await release(everywhere, () => PASS);
    expect(await end()).toMatchObject(promoted);
    const times = (stage: string) => asked.filter((each) => each.stage === stage).length;
    expect([times('before users'), times('in bake'), times('before promotion')]).toEqual([1, 20, 1]);
  });
});

it('a plan without hooks has no state and no argument of them', () => {
  const { States } = definitionOf();
  expect(JSON.stringify(States)).not.toMatch(/[Hh]ook/);
});
