import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { definitionOf } from '../../verify/definition.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { simulate } from '../../verify/simulation/scenario.ts';
import type { SimulationOptions } from '../../verify/simulation/options.ts';
import { expectEnding, HELD_AND_PROMOTED, HELD_AND_ROLLED_BACK as ROLLED_BACK } from './expect-ending.ts';

async function silent(options: Partial<SimulationOptions> = {}) {
  const simulation = simulate(options);
  simulation.world.answers = (alias, from, to) => (alias === 'canary' ? 0 : simulation.world.requests(alias, from, to));
  const execution = await simulation.start({ version: '7' });
  await simulation.reach(execution, StateName.bake(10));
  await simulation.pass(90 + 300 + 600 + 120);
  return { simulation, execution };
}

describe('a release whose target group counts no answer', () => {
  it('is held at its first weight, is told once, and is rolled back by that name at the deadline', async () => {
    const { simulation, execution } = await silent();
    expect({ split: simulation.world.split, status: execution.status }).toEqual({ split: '90/10', status: 'RUNNING' });
    const told = simulation.world.announcements.filter(({ kind }) => kind === 'held');
    expect(told).toEqual([expect.objectContaining({ eventId: `${execution.arn}:held:blind-at-10` })]);
    expect(told[0]?.message).toMatch(
      /^10 %: not to be judged now, Lambda counts [\d,]+ requests .* no answer: .*; held until it is counted/,
    );
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: 'nobody said go on until' });
    expect(execution.cause).toContain('(BlindToAnswers)');
  });

  it('is held as well where nothing is compared', async () => {
    const definition = JSON.stringify(definitionOf({ ...DEFAULT_PLAN, compare: false }));
    const { simulation, execution } = await silent({ definition });
    expect(simulation.world.record.rollout).toMatchObject({ heldAt: 10, heldWhy: 'blind' });
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: 'nobody said go on until' });
  });

  it('goes on when answers are counted again and somebody says so', async () => {
    const { simulation, execution } = await silent();
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.pass(1800);
    expect(simulation.world.split).toBe('90/10');
    simulation.world.answers = (alias, from, to) => simulation.world.requests(alias, from, to);
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...HELD_AND_PROMOTED });
  });
});

it('a release of which nobody counts the answers is promoted, and told as that', async () => {
  const definition = JSON.stringify(definitionOf(DEFAULT_PLAN, { answersFrom: 'none' }));
  const simulation = simulate({ definition });
  simulation.world.answers = () => 0;
  const execution = await simulation.finish(await simulation.start({ version: '7' }));
  expect(execution.status).toBe('SUCCEEDED');
  const told = simulation.world.announcements.find(({ kind }) => kind === 'promoted');
  expect(told?.message).toMatch(/; answers with status 5XX are not seen$/);
});
