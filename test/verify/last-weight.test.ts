import { expect, it } from 'vitest';
import { explore } from '../../verify/model/index.ts';
import { FAULTS } from '../../verify/plants/faults.ts';
import { hunt } from '../../verify/simulation/hunt.ts';
import { SEED } from '../../verify/simulation/plan-of-search.ts';

const { plant, model, simulation } =
  FAULTS.find(({ fault }) => fault === 'a last weight of 95, and a shift to 100 before its bake was healthy') ?? {};

it('a shift to 100 before the last bake was healthy is found as the canary gets it, not at the promotion', async () => {
  if (plant === undefined || model === undefined || simulation === undefined) throw new Error('it is not planted');
  const { violations } = await explore({ scenario: '', ...model, plant, untilViolation: true });
  expect(violations[0]?.what).toMatch(/gives the canary 100 % without a healthy check at 95 %$/);
  expect(violations[0]?.timeline.at(-1)).toBe('shift of A: writes weights 0/100');
  const { report } = await hunt(plant, simulation.searched, SEED);
  expect(report).toMatch(/VIOLATED I3.*: the canary gets 100 % without: canary at 95$/m);
});
