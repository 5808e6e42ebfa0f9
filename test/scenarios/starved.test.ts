import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { UNDISTURBED, type Surroundings } from '../../verify/simulation/lambdas.ts';
import { reaching, released } from '../../verify/simulation/scenario.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';
import { expectEnding } from './expect-ending.ts';

/** Lambda refuses every function until told otherwise. */
function room() {
  let starved = false;
  const surroundings: Surroundings = { ...UNDISTURBED, starved: () => starved };
  return { surroundings, refuse: () => void (starved = true), allow: () => void (starved = false) };
}

const entered = ({ trace }: Simulation, state: string) =>
  trace.entries.filter((entry) => entry.what === 'entered' && entry.state === state).length;
const secondsUntil = async (simulation: Simulation, over: () => boolean) => {
  const from = simulation.clock.now();
  await simulation.clock.runWhile(() => !over(), from + 3600_000);
  return (simulation.clock.now() - from) / 1000;
};
const back = (simulation: Simulation) => secondsUntil(simulation, () => simulation.world.weights.canary === 0);
const ask = { rollback: { reason: 'prices are wrong' } };

const event = (value: string, timestamp: string) => ({
  rollback: {
    event: {
      source: 'aws.cloudwatch',
      detail: { alarmName: 'canary-errors', state: { value, reason: 'x', timestamp } },
    },
  },
});

describe('while Lambda refuses to run any function', () => {
  it.each([
    ['an alarm', (simulation: Simulation) => simulation.alarm('canary-errors')],
    ['a person', (simulation: Simulation) => void simulation.start(ask)],
    ['the end of the execution', (simulation: Simulation) => simulation.machines.stopExecution(releaseOf(simulation))],
  ])(
    '%s gives production every request back within 10 seconds, and the functions do the rest later',
    async (_, act) => {
      const { surroundings, refuse, allow } = room();
      const { simulation, execution } = await reaching(StateName.bake(30), { surroundings });
      refuse();
      act(simulation);
      expect(await back(simulation)).toBeLessThan(10);
      expect(simulation.world.record.rollout).toMatchObject({ id: execution.arn, phase: 'rolling back' });
      await simulation.pass(600);
      expect(simulation.world.split).toBe('100/0');
      allow();
      if (execution.status === 'RUNNING') await simulation.finish(execution);
      await simulation.pass(900);
      const { status } = execution;
      expectEnding(simulation, {
        execution,
        status,
        state: execution.position.state,
        error: execution.error,
        aliases: ['1', '7', '1'],
        last: { id: execution.arn, outcome: 'rolled back' },
        announced: ['started', 'rolled back'],
      });
      expect(status).not.toBe('SUCCEEDED');
    },
  );

  it('a check gives up after two minutes and the release rolls itself back', async () => {
    const { surroundings, refuse, allow } = room();
    const { simulation, execution } = await reaching(StateName.bake(50), { surroundings });
    refuse();
    // The wait before the check, its 120 s, and the 7 s of "Roll back".
    expect(await back(simulation)).toBeCloseTo(60 + 120 + 7, 0);
    expect(simulation.world.record.rollout).toMatchObject({ error: 'Lambda.TooManyRequestsException' });
    allow();
    expect(await simulation.finish(execution)).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  });

  it('what a person asks for is kept as that', async () => {
    const { surroundings, refuse, allow } = room();
    const { simulation, execution } = await reaching(StateName.bake(30), { surroundings });
    refuse();
    await simulation.start({ rollback: { reason: 'peace' } });
    await back(simulation);
    expect(simulation.world.record.rollout).toMatchObject({ error: 'RollbackAsked', reason: 'peace' });
    allow();
    expect(await simulation.finish(execution)).toMatchObject({
      error: 'CanaryRolledBack',
      cause: 'as asked, version 7 was rolled back: peace',
    });
  });

  it('a check that gets its turn within two minutes goes on as if nothing had been', async () => {
    const { surroundings, refuse, allow } = room();
    const { simulation, execution } = await reaching(StateName.check(50), { surroundings });
    refuse();
    await simulation.pass(100);
    allow();
    expect((await simulation.finish(execution)).status).toBe('SUCCEEDED');
  });

  it('a promotion is taken back: traffic at once, the version when Lambda answers', async () => {
    const { surroundings, refuse, allow } = room();
    const { simulation, execution } = await reaching(StateName.settlePromotion, { surroundings });
    refuse();
    simulation.alarm('canary-errors');
    expect(await back(simulation)).toBeLessThan(10);
    expect(simulation.world.alias('production').version).toBe('7');
    allow();
    await simulation.finish(execution);
    await simulation.pass(300);
    expect(simulation.world.alias('production').version).toBe('1');
  });

  it('an alarm from before the claim, and one that goes off, touch nothing', async () => {
    const { surroundings, refuse, allow } = room();
    const { simulation, execution } = await reaching(StateName.bake(10), { surroundings });
    refuse();
    const asked = [
      await simulation.start(event('ALARM', '2026-01-05T08:59:59.999+0000')),
      await simulation.start(event('OK', '2026-01-05T09:30:00.000+0000')),
    ];
    await simulation.pass(40);
    expect(simulation.world.split).toBe('90/10');
    allow();
    for (const each of asked) expect((await simulation.finish(each)).position.state).toBe(StateName.nothingToRollBack);
    expect((await simulation.finish(execution)).status).toBe('SUCCEEDED');
  });

  it('an alarm does not end a revert; a person does', async () => {
    const { surroundings, refuse, allow } = room();
    const simulation = await released({ surroundings });
    const revert = await simulation.start({ revert: true });
    await simulation.reach(revert, StateName.watchRevert);
    refuse();
    simulation.alarm('canary-errors');
    await simulation.pass(30);
    expect(simulation.world.record.rollout).toMatchObject({ kind: 'revert', phase: 'promoting' });
    void simulation.start(ask);
    await simulation.pass(30);
    expect(simulation.world.record.rollout).toMatchObject({ kind: 'revert', phase: 'rolling back' });
    allow();
    await simulation.finish(revert);
  });

  it('a rollback that stands by while production is broken too does not when nobody can look', async () => {
    const { surroundings, refuse, allow } = room();
    const definition = JSON.stringify(definitionOf({ ...DEFAULT_PLAN, brokenProductionHoldSeconds: 3600 }));
    const { simulation, execution } = await reaching(StateName.bake(30), { surroundings, definition });
    simulation.world.hook = ({ name, moment }) => {
      if (name === 'minutes.read' && moment === 'before') throw new Error('ServiceUnavailable');
    };
    simulation.alarm('production-errors');
    await simulation.reach(execution, StateName.standBy);
    refuse();
    // The wait until the next look, and the 7 s of "Roll back".
    expect(await back(simulation)).toBeCloseTo(60 + 7, 0);
    expect(simulation.world.record.rollout).toMatchObject({ phase: 'rolling back', rescuer: execution.arn });
    allow();
    expect(await simulation.finish(execution)).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  });

  it('whoever wrote the record in between is not overwritten: the next round looks again', async () => {
    const { surroundings, refuse } = room();
    const { simulation } = await reaching(StateName.bake(30), { surroundings });
    refuse();
    let read = 0;
    simulation.world.hook = ({ name, moment }) => {
      if (name !== 'records.read' || moment !== 'after' || read++ > 0) return;
      const { record } = simulation.world;
      simulation.world.record = { ...record, revision: record.revision + 1 };
    };
    simulation.alarm('canary-errors');
    expect(await back(simulation)).toBeCloseTo(7 + 30 + 7, 0);
    expect(entered(simulation, StateName.revoke)).toBe(2);
    expect(entered(simulation, StateName.returnWithoutLambda)).toBe(1);
  });

  it('a record that cannot be read is left alone until Lambda answers', async () => {
    const { surroundings, refuse } = room();
    const { simulation } = await reaching(StateName.bake(30), { surroundings });
    refuse();
    simulation.world.unreadableRecord = new Error('not a record');
    simulation.alarm('canary-errors');
    await simulation.pass(120);
    expect(entered(simulation, StateName.readRecord)).toBeGreaterThan(2);
    expect(entered(simulation, StateName.revoke)).toBe(0);
  });

  it('keeps the history of an execution below half of what it may have, for three hours', async () => {
    const { surroundings, refuse } = room();
    const { simulation, execution } = await reaching(StateName.bake(30), { surroundings });
    const before = execution.history.events.length;
    refuse();
    simulation.alarm('canary-errors');
    await simulation.pass(3 * 3600);
    expect(execution.status).toBe('RUNNING');
    expect(execution.history.events.length - before).toBeLessThan(12_500);
  });
});

const releaseOf = ({ machines }: Simulation): string => {
  const [release] = machines.listExecutions(machines.listMachines()[0]?.arn ?? '').toReversed();
  return release?.arn ?? '';
};
