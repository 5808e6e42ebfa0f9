import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { definitionOf } from '../../verify/definition.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { simulate } from '../../verify/simulation/scenario.ts';
import { expectEnding, HELD_AND_ROLLED_BACK } from './expect-ending.ts';

/** A service whose answers are counted in access logs, each line of which comes `lateSeconds` after its request. */
function logged(lateSeconds: number, plan = DEFAULT_PLAN) {
  const definition = JSON.stringify(definitionOf(plan, { answersFrom: 'access-logs' }));
  const simulation = simulate({ definition, versions: { 7: 'healthy', 8: 'healthy' } });
  const { world } = simulation;
  world.answers = (alias, from, to) =>
    to.getTime() + lateSeconds * 1000 <= simulation.clock.now() ? world.requests(alias, from, to) : 0;
  return simulation;
}

describe('a release whose answers are counted in access logs', () => {
  it.each([
    [120, 'of five minutes', DEFAULT_PLAN],
    [180, 'of five minutes', DEFAULT_PLAN],
    [180, 'of a minute', { ...DEFAULT_PLAN, steps: DEFAULT_PLAN.steps.map((s) => ({ ...s, bakeSeconds: 60 })) }],
  ])('is promoted with lines that come %i s late, in bakes %s', async (late, _how, plan) => {
    const simulation = logged(late, plan);
    const execution = await simulation.finish(await simulation.start({ version: '7' }));
    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['7', '7', '1'],
      last: { outcome: 'promoted', version: '7' },
      announced: ['started', 'promoted'],
    });
  });

  it('leaves no weight before an answer of it was counted', async () => {
    const steps = DEFAULT_PLAN.steps.map((step) => ({ ...step, bakeSeconds: 60 }));
    const simulation = logged(180, { ...DEFAULT_PLAN, steps });
    const execution = await simulation.start({ version: '7' });
    await simulation.reach(execution, StateName.settle(10));
    const shifted = simulation.clock.now();
    await simulation.reach(execution, StateName.settle(30));
    expect(simulation.clock.now() - shifted).toBeGreaterThanOrEqual((90 + 60 + 180) * 1000);
    await simulation.finish(execution);
  });

  it('is held with a log that stays empty, and says whose', async () => {
    const simulation = logged(Infinity);
    const execution = await simulation.finish(await simulation.start({ version: '7' }));
    expectEnding(simulation, { execution, ...HELD_AND_ROLLED_BACK, cause: "VPC Lattice's access log no answer" });
    expect(execution.cause).toContain('(BlindToAnswers)');
  });

  it('begins six minutes after one that was rolled back, for alarms about that one come as late', async () => {
    const simulation = logged(120);
    const first = await simulation.start({ version: '7' });
    await simulation.reach(first, StateName.bake(10));
    await simulation.message('{"reason":"a doubt"}');
    await simulation.finish(first);
    const closedAt = new Date(simulation.world.record.last?.closedAt ?? 0).getTime();
    const next = await simulation.start({ version: '8' });
    await simulation.reach(next, StateName.settle(10));
    const claimedAt = new Date(simulation.world.record.rollout?.claimedAt ?? 0).getTime();
    expect(claimedAt - closedAt).toBeGreaterThanOrEqual(360_000);
    expect((await simulation.finish(next)).status).toBe('SUCCEEDED');
  });
});
