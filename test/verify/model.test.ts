import { describe, expect, it } from 'vitest';
import { canaryAt } from '../../rollout/weights.ts';
import { definitionOf } from '../../verify/definition.ts';
import { ENTRIES, type FunctionEntry } from '../../verify/handlers.ts';
import { SMALL_PLAN } from '../../verify/model/small-plans.ts';
import { plantedIn } from '../../verify/plants/faults.ts';
import { Edges } from '../../verify/model/edges.ts';
import { explore, quickScenarios } from '../../verify/model/index.ts';
import { simulate } from '../../verify/simulation/scenario.ts';

describe('every order of every call', () => {
  it.each(quickScenarios)('keeps the invariants: $scenario', async (options) => {
    const found = await explore(options);
    expect(found.violations).toEqual([]);
    expect(found.complete).toBe(true);
    expect(found.endings).toBeGreaterThan(0);
  });
});

describe('a rule that is left out', () => {
  const quick = plantedIn('model').filter(({ deep }) => deep !== true);
  const missed = quick.flatMap(({ expected, ...row }) => ('finds' in expected ? [{ ...row, ...expected }] : []));
  const covered = quick.filter(({ expected }) => 'coveredBy' in expected);

  it.each(missed)('is missed: $fault', async ({ fault, finds, ...options }) => {
    const found = await explore({ scenario: fault, ...options, untilViolation: true });
    expect(found.violations.map(({ invariant }) => invariant)).toContain(finds);
    expect(found.violations[0]?.timeline[0]).toBe('somebody starts a release of version 2: A');
  });

  it.each(covered)('is made good by another: $fault', async ({ fault, budget, plant }) => {
    const found = await explore({ scenario: fault, budget, plant });
    expect(found.violations).toEqual([]);
    expect(found.complete).toBe(true);
  });
});

/** A wrong write at the very end, so that the way there is told. */
const wrongClose: FunctionEntry = (ports, log) => async (args) => {
  await ports.listener.write(canaryAt(10));
  return ENTRIES.close(ports, log)(args);
};

it('goes through the tasks and waits that the interpreter goes through', async () => {
  const { violations } = await explore({
    scenario: 'one release',
    budget: {},
    plant: { functions: { close: wrongClose } },
  });
  const entered = violations[0]?.timeline.flatMap((line) => /enters "(.*?)"/.exec(line)?.[1] ?? []);

  const definition = definitionOf(SMALL_PLAN);
  const simulation = simulate({ definition: JSON.stringify(definition) });
  const states: string[] = [];
  simulation.machines.onTransition(({ type, state }) => {
    if (type === 'entered' && state !== undefined && ['Task', 'Wait'].includes(definition.States[state]?.Type ?? ''))
      states.push(state);
  });
  await simulation.finish(await simulation.start({ version: '7' }));
  // Each bake ends with its first check in the model; the first task is begun with the execution.
  expect(['Claim the rollout', ...(entered ?? [])]).toEqual([...new Set(states)]);
});

function edges(pairs: readonly (readonly [number, number])[]): Edges {
  const made = new Edges();
  pairs.forEach(([from, to]) => made.add(from, to));
  return made;
}

describe('ways to an ending', () => {
  it('are there from a loop that can be left', () => {
    expect(
      edges([
        [0, 1],
        [1, 0],
        [1, 2],
      ]).firstWithoutWay(3, [2]),
    ).toBeUndefined();
  });

  it('are missed from a loop that cannot', () => {
    expect(
      edges([
        [0, 1],
        [0, 2],
        [2, 3],
        [3, 2],
      ]).firstWithoutWay(4, [1]),
    ).toBe(2);
  });
});
