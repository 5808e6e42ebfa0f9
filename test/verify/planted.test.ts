import { describe, expect, it } from 'vitest';
import { hunt } from '../../verify/simulation/hunt.ts';
import { SEED } from '../../verify/simulation/plan-of-search.ts';
import { plantedIn } from '../../verify/plants/faults.ts';

const PLANTED = plantedIn('simulation');
/** Schedules of each class for a fault that another rule covers for. */
const ENOUGH = 80;

describe('a rule that is left out', () => {
  const missed = PLANTED.filter(({ expected }) => 'finds' in expected);
  it.each(missed)('is found: $fault', async ({ plant, searched, expected }) => {
    const { found, schedules } = await hunt(plant, searched, SEED);
    expect({ found, schedules }).toEqual({
      found: expect.arrayContaining([(expected as { finds: string }).finds]),
      schedules: expect.any(Number),
    });
  });

  const covered = PLANTED.filter(({ expected }) => 'coveredBy' in expected);
  it.each(covered)('does no lasting harm where another rule covers for it: $fault', async ({ plant, searched }) => {
    const { found, report } = await hunt(plant, searched, SEED, ENOUGH);
    expect({ found, report }).toEqual({ found: [], report: '' });
  });

  it('is found in at least ten ways', () => {
    expect(missed.length).toBeGreaterThanOrEqual(10);
  });
});

it('a shift without its second look leaves the canary its weight for longer, until the confirmation', async () => {
  const blind = PLANTED.find(({ fault }) => fault === 'no second read in a shift');
  const withRule = await hunt({}, ['orders'], SEED, 100);
  const without = await hunt(blind?.plant ?? {}, ['orders'], SEED, 100);
  expect(withRule.secondsToSafety).toBeLessThanOrEqual(1);
  expect(without.secondsToSafety).toBeGreaterThan(20);
});
