import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { announcedKinds, expectEnding } from './expect-ending.ts';
import {
  defaultDefinition,
  reaching,
  RELEASE_STATES,
  ROLLBACK_STATES,
  simulate,
} from '../../verify/simulation/scenario.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';

const ROLLED_BACK = {
  aliases: ['1', '7', '1'],
  last: { outcome: 'rolled back', version: '7' },
  announced: ['started', 'rolled back'],
} as const;
const PROMOTED = {
  aliases: ['7', '7', '1'],
  last: { outcome: 'promoted', version: '7' },
  announced: ['started', 'promoted'],
} as const;
const NEVER_BEGAN = { aliases: ['1', '1', '1'], last: undefined, announced: [] } as const;

/** Where a rollback has done something that somebody must finish. */
const BEGUN = ROLLBACK_STATES.filter((state) => state !== StateName.rollBack);

/** The definition with a machine's timeout so short that it strikes. */
const timingOutAfter = (seconds: number): string =>
  JSON.stringify({ ...(JSON.parse(defaultDefinition()) as object), TimeoutSeconds: seconds });

describe('an abort of the rollback itself, by a person', () => {
  it.each(ROLLBACK_STATES)(
    'in the rollout\'s own "%s" is repaired within two rounds of the watchdog',
    async (state) => {
      const simulation = simulate({ versions: { 7: 'fails smoke test' } });
      const execution = await simulation.start({ version: '7' });
      await simulation.abortIn(execution, state);
      await simulation.pass(120);
      expect(simulation.world.split).toBe('100/0');
      await simulation.pass(240);

      expectEnding(simulation, { execution, status: 'ABORTED', state, ...ROLLED_BACK });
    },
  );

  it.each(ROLLBACK_STATES)(
    'in "%s" of the execution that an alarm started, after the release was aborted too, likewise',
    async (state) => {
      const { simulation, execution } = await reaching(StateName.bake(50), {
        deliver: ({ detail }) => (detail.status === 'ABORTED' ? 'drop' : 'deliver'),
      });
      simulation.machines.stopExecution(execution.arn);
      const rescue = await simulation.start({ rollback: { reason: 'prices are wrong' } });
      await simulation.abortIn(rescue, state);
      await simulation.pass(120);
      expect(simulation.world.split).toBe('100/0');
      await simulation.pass(240);

      expectEnding(simulation, { execution: rescue, status: 'ABORTED', state, ...ROLLED_BACK });
    },
  );

  it.each(BEGUN)('in "%s" is followed by one rollback at most, not by one after the other', async (state) => {
    const { simulation, execution } = await reaching(StateName.bake(50));
    const rescue = await simulation.start({ rollback: { reason: 'prices are wrong' } });
    await simulation.abortIn(rescue, state);
    await simulation.finish(execution);
    await simulation.pass(3600);

    expect(simulation.machines.listExecutions(execution.machine.arn).length).toBeLessThanOrEqual(3);
    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.rolledBack,
      error: 'CanaryRolledBack',
      cause: 'prices are wrong',
      ...ROLLED_BACK,
    });
  });
});

it('a rollback that a person asked for and aborted before it began rolls nothing back', async () => {
  const { simulation, execution } = await reaching(StateName.bake(50));
  const rescue = await simulation.start({ rollback: { reason: 'prices are wrong' } });
  await simulation.abortIn(rescue, StateName.rollBack);
  await simulation.finish(execution);

  expectEnding(simulation, { execution, status: 'SUCCEEDED', state: StateName.promoted, ...PROMOTED });
});

describe("the machine's timeout", () => {
  it('in a bake is rolled back by the rule', async () => {
    const simulation = simulate({ definition: timingOutAfter(700) });
    const execution = await simulation.start({ version: '7' });
    simulation.update(defaultDefinition());
    await simulation.finish(execution);
    await simulation.pass(1);
    expect(simulation.world.split).toBe('100/0');
    await simulation.pass(300);

    expectEnding(simulation, { execution, status: 'TIMED_OUT', state: StateName.bake(30), ...ROLLED_BACK });
    expect(simulation.world.record.last?.reason).toContain('its execution ended as TIMED_OUT');
  });

  it('in the rollback branch is finished by somebody else', async () => {
    const simulation = simulate({ definition: timingOutAfter(45), versions: { 7: 'fails smoke test' } });
    const execution = await simulation.start({ version: '7' });
    simulation.update(defaultDefinition());
    await simulation.finish(execution);
    await simulation.pass(300);

    expectEnding(simulation, { execution, status: 'TIMED_OUT', state: StateName.settleRollback, ...ROLLED_BACK });
  });
});

describe('an execution that is aborted', () => {
  it.each(RELEASE_STATES)('in "%s", and redriven later, moves nothing and ends as its record says', async (state) => {
    const simulation = simulate();
    const execution = await simulation.start({ version: '7' });
    await simulation.abortIn(execution, state);
    await simulation.pass(600);
    const before = simulation.world.written.length;
    simulation.machines.redriveExecution(execution.arn);
    await simulation.finish(execution);

    expect(simulation.world.written.slice(before)).toEqual([]);
    const ending =
      state === StateName.claim
        ? ({ state: StateName.refused, error: 'Redriven', cause: 'start a new execution', ...NEVER_BEGAN } as const)
        : ({ state: StateName.rolledBack, error: 'CanaryRolledBack', cause: 'ABORTED', ...ROLLED_BACK } as const);
    expectEnding(simulation, { execution, status: 'FAILED', ...ending });
  });

  it.each([
    StateName.claim,
    StateName.shift(10),
    StateName.check(50),
    StateName.promote,
    StateName.returnTraffic,
    StateName.checkProduction,
    StateName.close,
  ])(
    'while the task of "%s" runs, which goes on, is rolled back, or stays when its close went through',
    async (state) => {
      const simulation = simulate();
      const execution = await simulation.start({ version: '7' });
      await simulation.abortDuring(execution, state);
      await simulation.pass(900);

      expectEnding(simulation, {
        execution,
        status: 'ABORTED',
        state,
        ...(state === StateName.close ? PROMOTED : ROLLED_BACK),
      });
    },
  );

  it('while its close runs, and redriven, ends well', async () => {
    const simulation = simulate();
    const execution = await simulation.start({ version: '7' });
    await simulation.abortDuring(execution, StateName.close);
    await simulation.pass(600);
    simulation.machines.redriveExecution(execution.arn);
    await simulation.finish(execution);

    expectEnding(simulation, { execution, status: 'SUCCEEDED', state: StateName.promoted, ...PROMOTED });
  });
});

describe('a dead execution that is redriven while the next release runs', () => {
  it.each(RELEASE_STATES)('does not disturb it: it died in "%s"', async (state) => {
    const simulation = simulate();
    const dead = await simulation.start({ version: '7' });
    await simulation.abortIn(dead, state);
    await simulation.pass(600);
    const execution = await simulation.start({ version: '8' });
    await simulation.reach(execution, StateName.bake(30));
    simulation.machines.redriveExecution(dead.arn);
    await simulation.finish(dead);
    expect(simulation.world.split).toBe('70/30');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['8', '8', '1'],
      last: { outcome: 'promoted', version: '8' },
      announced: [...announcedKinds(simulation).slice(0, -2), 'started', 'promoted'],
    });
  });

  it.each(BEGUN)('does not disturb it: it was a rollback that died in "%s"', async (state) => {
    const { simulation, execution: first } = await reaching(StateName.bake(10));
    const dead = await simulation.start({ rollback: { reason: 'prices are wrong' } });
    await simulation.abortIn(dead, state);
    await simulation.finish(first);
    await simulation.pass(600);
    const execution = await simulation.start({ version: '8' });
    await simulation.reach(execution, StateName.bake(30));
    simulation.machines.redriveExecution(dead.arn);
    await simulation.finish(dead);
    expect({ split: simulation.world.split, dead: dead.status }).toEqual({ split: '70/30', dead: 'SUCCEEDED' });
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['8', '8', '1'],
      last: { outcome: 'promoted', version: '8' },
      announced: [...ROLLED_BACK.announced, ...PROMOTED.announced],
    });
  });
});

it('an execution whose alarm and abort come together is rolled back once', async () => {
  const { simulation, execution } = await reaching(StateName.bake(30));
  simulation.alarm(CANARY_ALARM);
  simulation.machines.stopExecution(execution.arn);
  await simulation.pass(600);

  expectEnding(simulation, { execution, status: 'ABORTED', state: StateName.bake(30), ...ROLLED_BACK });
});
