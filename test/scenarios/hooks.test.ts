import { describe, expect, it } from 'vitest';
import type { HookEvent } from '../../handlers/protocol/hook-event.ts';
import type { HookReply } from '../../rollout/hooks/reply.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import type { Hook } from '../../statemachine/contract/hooks.ts';
import { DEFAULT_PLAN, type Plan, planSchema } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';
import { simulate } from '../../verify/simulation/scenario.ts';

const FN = 'arn:aws:lambda:eu-west-1:111111111111:function:gate';
const hook = (more: Partial<Hook> & Pick<Hook, 'at'>): Hook => ({ fn: FN, name: 'gate', timeoutSeconds: 600, ...more });
const says = (hookStatus: string, more: object = {}): HookReply => ({
  kind: 'answered',
  payload: { hookStatus, ...more },
});
const PASS = says('SUCCEEDED');

const definitions = new Map<string, string>();
function definitionFor(hooks: readonly Hook[], more: Partial<Plan>): string {
  const key = JSON.stringify([hooks, more]);
  const text =
    definitions.get(key) ?? JSON.stringify(definitionOf(planSchema.parse({ ...DEFAULT_PLAN, ...more, hooks })));
  definitions.set(key, text);
  return text;
}

interface Asked extends HookEvent {
  readonly second: number;
  readonly split: string;
}

/** A release of version 7 with these hooks, and every question that it asked. */
async function release(
  hooks: readonly Hook[],
  reply: (event: Asked, nth: number) => HookReply,
  more: Partial<Plan> = {},
  input: object = {},
) {
  const simulation = simulate({ definition: definitionFor(hooks, more) });
  const begun = simulation.clock.now();
  const asked: Asked[] = [];
  simulation.world.hookReply = (_fn, event) => {
    const { world, clock } = simulation;
    asked.push({ ...event, second: (clock.now() - begun) / 1000, split: world.split });
    return reply(asked.at(-1) as Asked, asked.length);
  };
  const execution = await simulation.start({ version: '7', ...input });
  const end = async () => {
    await simulation.finish(execution);
    const { last } = simulation.world.record;
    return { status: execution.status, split: simulation.world.split, last };
  };
  const goOn = async () => simulation.finish(await simulation.start({ goOn: true }));
  return { simulation, execution, asked, end, goOn };
}

const promoted = { status: 'SUCCEEDED', split: '100/0', last: { outcome: 'promoted', version: '7' } };
const rolledBack = (error: string, reason: RegExp) => ({
  status: 'FAILED',
  split: '100/0',
  last: { outcome: 'rolled back', error, reason: expect.stringMatching(reason) as string },
});

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
    const { asked, end } = await release([hook({ at: 'in bake' })], (_, nth) =>
      nth < 3 ? PASS : says('FAILED', { reason: '3 % of logins fail' }),
    );
    expect(await end()).toMatchObject(
      rolledBack('HookFailed', /^10 %: healthy, .*hook gate failed: 3 % of logins fail$/),
    );
    expect(asked).toHaveLength(3);
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
    expect(held.map((id) => id.split(':held:')[1])).toEqual(['hook-failed-at-10', 'hook-failed-at-10-again']);
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
