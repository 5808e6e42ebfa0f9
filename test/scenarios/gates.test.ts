import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN, type Plan } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';
import { reaching } from '../../verify/simulation/scenario.ts';
import { expectEnding, HELD_AND_PROMOTED as PROMOTED, HELD_AND_ROLLED_BACK, ROLLED_BACK } from './expect-ending.ts';

/** Somebody has to approve at 30 %; one hour is waited for that. */
const GATED: Plan = {
  ...DEFAULT_PLAN,
  holdSeconds: 3600,
  steps: DEFAULT_PLAN.steps.map((step) => (step.weight === 30 ? { ...step, approve: true } : step)),
};
const by = (plan: Plan) => ({ definition: JSON.stringify(definitionOf(plan)) });

/** A release some minutes into its wait for approval. */
async function waiting(plan: Plan = GATED) {
  const running = await reaching(StateName.bake(30), by(plan));
  await running.simulation.pass(600);
  return running;
}

const UNHELD = { ...PROMOTED, announced: ['started', 'promoted'] } as const;

describe('a release that waits for approval at 30 %', () => {
  it('stays there, is announced once, and goes on when somebody says so', async () => {
    const { simulation, execution } = await waiting();
    expect(simulation.world.split).toBe('70/30');
    expect(simulation.world.announcements.at(-1)).toMatchObject({
      eventId: `${execution.arn}:held:approval-at-30`,
      message: expect.stringContaining('; waits for approval until somebody says go on, at most until') as string,
    });
    const goOn = { at: 30, by: 'ann', reason: 'it looks good' };
    const word = await simulation.finish(await simulation.start({ goOn }));
    expect(word).toMatchObject({ status: 'SUCCEEDED', position: { state: StateName.told } });
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...PROMOTED });
  });

  it('is rolled back when nobody approves, an alarm goes on, or its execution is aborted', async () => {
    const unheard = await waiting();
    await unheard.simulation.finish(unheard.execution);
    const cause = 'nobody approved it until';
    expectEnding(unheard.simulation, { execution: unheard.execution, ...HELD_AND_ROLLED_BACK, cause });

    const alarmed = await waiting();
    alarmed.simulation.alarm(CANARY_ALARM);
    await alarmed.simulation.pass(1);
    expect(alarmed.simulation.world.split).toBe('100/0');
    const late = await alarmed.simulation.finish(await alarmed.simulation.start({ goOn: true }));
    expect(late).toMatchObject({ status: 'FAILED', error: 'NothingHeld' });
    await alarmed.simulation.finish(alarmed.execution);
    expectEnding(alarmed.simulation, {
      execution: alarmed.execution,
      ...HELD_AND_ROLLED_BACK,
      cause: `alarm ${CANARY_ALARM}`,
    });

    const aborted = await waiting();
    aborted.simulation.machines.stopExecution(aborted.execution.arn);
    await aborted.simulation.pass(600);
    expect(aborted.simulation.world.split).toBe('100/0');
  });

  it('goes on at the deadline where the plan says so, and not with an alarm that has no data', async () => {
    const plan: Plan = { ...GATED, pauseEnds: 'go on' };
    const { simulation, execution } = await waiting(plan);
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...PROMOTED });

    const silent = await waiting(plan);
    silent.simulation.world.setAlarm(CANARY_ALARM, 'INSUFFICIENT_DATA');
    await silent.simulation.finish(silent.execution);
    expectEnding(silent.simulation, { execution: silent.execution, ...HELD_AND_ROLLED_BACK, cause: '(HoldExpired)' });
  });

  it('is looked at less often meanwhile where the plan says so', async () => {
    const { simulation, execution } = await waiting({ ...GATED, pausedCheckSeconds: 900 });
    expect(execution.position.state).toBe(StateName.paused(30));
    await simulation.finish(await simulation.start({ goOn: true }));
    const told = simulation.clock.now();
    await simulation.reach(execution, StateName.shift(50));
    expect((simulation.clock.now() - told) / 1000).toBeGreaterThan(60);
    expect((simulation.clock.now() - told) / 1000).toBeLessThanOrEqual(900);
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...PROMOTED });
  });
});

describe('a word during a bake', () => {
  it('ends it at the next healthy check', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10));
    await simulation.pass(125);
    await simulation.finish(await simulation.start({ goOn: { at: 10 } }));
    const told = simulation.clock.now();
    await simulation.reach(execution, StateName.shift(30));
    expect((simulation.clock.now() - told) / 1000).toBeLessThanOrEqual(60);
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...UNHELD });
  });

  it('said twice ends one bake: the next lasts its time', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10));
    await simulation.pass(125);
    for (let time = 0; time < 2; time++) await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.reach(execution, StateName.bake(30));
    const began = simulation.clock.now();
    await simulation.reach(execution, StateName.shift(50));
    expect((simulation.clock.now() - began) / 1000).toBeGreaterThanOrEqual(300);
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...UNHELD });
  });

  it('does not let on what an alarm is on for', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10));
    simulation.world.setAlarm(CANARY_ALARM, 'ALARM');
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...ROLLED_BACK });
  });

  it('that says promote ends every wait that comes, and settles and checks each weight', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10), by(GATED));
    await simulation.finish(await simulation.start({ goOn: 'promote' }));
    const said = simulation.clock.now();
    await simulation.reach(execution, StateName.promote);
    // At each later weight it settles for 90 s and is looked at 60 s later.
    expect((simulation.clock.now() - said) / 1000).toBeGreaterThanOrEqual(3 * (90 + 60));
    expect((simulation.clock.now() - said) / 1000).toBeLessThanOrEqual(60 + 3 * (90 + 180));
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...UNHELD });
  });
});

describe('a pause that somebody asks for', () => {
  it('begins at the next check, and lasts until somebody says go on', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10));
    await simulation.pass(70);
    expect(await simulation.finish(await simulation.start({ pause: true }))).toMatchObject({ status: 'SUCCEEDED' });
    await simulation.pass(1800);
    expect(simulation.world.split).toBe('90/10');
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...PROMOTED });
  });

  it('is refused by name a second time, for which the machine has no room', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10));
    await simulation.finish(await simulation.start({ pause: true }));
    await simulation.pass(120);
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.reach(execution, StateName.bake(30));
    const again = await simulation.finish(await simulation.start({ pause: true }));
    expect(again).toMatchObject({ status: 'FAILED', error: 'CannotPause', position: { state: StateName.refused } });
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...PROMOTED });
  });

  it('is refused by name at rest', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10));
    await simulation.finish(execution);
    const refused = await simulation.finish(await simulation.start({ pause: true }));
    expect(refused).toMatchObject({ status: 'FAILED', error: 'CannotPause' });
    expectEnding(simulation, { execution, ...UNHELD });
  });

  it('is kept by no rollback waiting: an alarm ends it at once', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10));
    await simulation.finish(await simulation.start({ pause: true }));
    await simulation.pass(120);
    simulation.alarm(CANARY_ALARM);
    await simulation.pass(1);
    expect(simulation.world.split).toBe('100/0');
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...HELD_AND_ROLLED_BACK, cause: `alarm ${CANARY_ALARM}` });
  });
});
