import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN, type Plan } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { released, simulate } from '../../verify/simulation/scenario.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';

const EACH = 5;
const definitionWith = (more: Partial<Plan> = {}) =>
  JSON.stringify(definitionOf({ ...DEFAULT_PLAN, provisionedConcurrency: EACH, ...more }));
const OPTIONS = { definition: definitionWith(), provisionedConcurrency: EACH };
const having = ({ world }: Simulation) => [...world.provisioned.keys()];
const statesOf = ({ trace }: Simulation, name: string) =>
  trace.entries.flatMap((entry) => (entry.what === 'entered' && entry.actor.endsWith(`:${name}`) ? [entry.state] : []));

describe('a release with provisioned concurrency', () => {
  it('gives it before the first user, keeps it, and takes it from the version before', async () => {
    const simulation = simulate(OPTIONS);
    const first = await simulation.finish(await simulation.start({ version: '7' }, 'first'));
    expect(first).toMatchObject({ status: 'SUCCEEDED' });
    expect(statesOf(simulation, 'first').slice(3, 12)).toEqual([
      StateName.smokeTest,
      StateName.provision,
      StateName.provisioned,
      StateName.waitForConcurrency,
      StateName.provision,
      StateName.provisioned,
      StateName.waitForConcurrency,
      StateName.provision,
      StateName.provisioned,
    ]);
    expect(simulation.world.unready).toBeUndefined();
    expect(having(simulation)).toEqual(['7']);
    await simulation.finish(await simulation.start({ version: '8' }));
    expect(having(simulation)).toEqual(['8']);
  });

  it.each([
    ['refused', { notAccepted: { mayPass: false, words: 'no room' } }, /was refused: no room \(ConcurrencyNotReady\)$/],
    ['failed', { provisioningFails: 'no init' }, /failed: no init \(ConcurrencyNotReady\)$/],
    ['never ready', { readySeconds: Infinity }, /was not ready within 900 s: 0 of 5 .* \(ConcurrencyNotReady\)$/],
  ])('that is %s ends before users, by name, and leaves nothing behind', async (_title, world, cause) => {
    const simulation = simulate(OPTIONS);
    Object.assign(simulation.world, world);
    const execution = await simulation.finish(await simulation.start({ version: '7' }));
    expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
    expect(execution.cause).toMatch(cause);
    expect(simulation.world.written.filter(({ what }) => what === 'weights 90/10')).toEqual([]);
    expect(having(simulation)).toEqual([]);
    expect(simulation.world.record.rollout).toBeUndefined();
  });

  it('that is aborted while it waits leaves nothing behind', async () => {
    const simulation = simulate(OPTIONS);
    await simulation.abortIn(await simulation.start({ version: '7' }), StateName.waitForConcurrency);
    await simulation.pass(300);
    expect(having(simulation)).toEqual([]);
    expect(simulation.world.record.rollout).toBeUndefined();
  });
});

describe('a revert with provisioned concurrency', () => {
  it('asks for it for what production goes back to, and takes it from what is put out', async () => {
    const simulation = await released(OPTIONS);
    const revert = await simulation.finish(await simulation.start({ revert: true }));
    expect(revert).toMatchObject({ status: 'SUCCEEDED' });
    expect(simulation.world.alias('production').version).toBe('1');
    expect(having(simulation)).toEqual(['1']);
  });

  it('waits for nothing, and goes on where Lambda refuses', async () => {
    const simulation = await released(OPTIONS);
    simulation.world.notAccepted = { mayPass: false, words: 'no room' };
    const before = simulation.clock.now();
    const execution = await simulation.start({ revert: true });
    await simulation.reach(execution, StateName.settleRevert);
    expect(simulation.clock.now() - before).toBeLessThan(5_000);
    expect(await simulation.finish(execution)).toMatchObject({ status: 'SUCCEEDED' });
    expect(having(simulation)).toEqual([]);
  });
});

it('another number is for the next release', async () => {
  const simulation = await released(OPTIONS);
  simulation.update(definitionWith({ provisionedConcurrency: 9 }));
  await simulation.finish(await simulation.start({ version: '8' }));
  expect([...simulation.world.provisioned].map(([version, { concurrency }]) => [version, concurrency])).toEqual([
    ['8', 9],
  ]);
});
