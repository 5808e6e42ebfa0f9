import { describe, expect, it } from 'vitest';
import { seededChance } from '../../../bench/exposure/chance.ts';

const DRAWS = 40_000;

/** How far mean and variance of many draws are from what they should be, in standard errors. */
function standardErrors(draw: () => number, mean: number, variance: number): [number, number] {
  const draws = Array.from({ length: DRAWS }, draw);
  const measured = draws.reduce((sum, x) => sum + x, 0) / DRAWS;
  const spread = draws.reduce((sum, x) => sum + (x - measured) ** 2, 0) / (DRAWS - 1);
  return [
    Math.abs(measured - mean) / Math.sqrt(variance / DRAWS),
    Math.abs(spread / variance - 1) / Math.sqrt((2 + 1 / variance) / DRAWS),
  ];
}

function draws(seed: number): number[] {
  const chance = seededChance(seed);
  return Array.from({ length: 20 }, () => chance.poisson(60));
}

describe('counts by chance', () => {
  it.each([
    [6, 0.1],
    [6, 0.9],
    [600, 0.001],
    [600, 0.05],
    [60_000, 0.3],
    [60_000, 0.999],
  ])('have a binomial mean and variance: %i with chance %d', (n, p) => {
    const chance = seededChance(1);
    expect(Math.max(...standardErrors(() => chance.binomial(n, p), n * p, n * p * (1 - p)))).toBeLessThan(5);
  });

  it.each([0.5, 6, 12, 60, 60_000])('have the mean and variance of arrivals: %d', (mean) => {
    const chance = seededChance(2);
    expect(Math.max(...standardErrors(() => chance.poisson(mean), mean, mean))).toBeLessThan(5);
  });

  it('follow the binomial distribution in its tail too', () => {
    const chance = seededChance(3);
    // P(X >= 25) for n = 1,000, p = 0.015: 0.0110 by summing the terms.
    let term = 0.985 ** 1000;
    let below = 0;
    for (let k = 0; k < 25; k += 1) {
      below += term;
      term *= ((1000 - k) / (k + 1)) * (0.015 / 0.985);
    }
    const tail = 1 - below;
    const seen =
      Array.from({ length: DRAWS }, () => chance.binomial(1000, 0.015)).filter((k) => k >= 25).length / DRAWS;
    expect(Math.abs(seen - tail)).toBeLessThan(5 * Math.sqrt(tail / DRAWS));
  });

  it('are the same for the same seed', () => {
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
  });

  it('are certain where there is nothing to draw', () => {
    const chance = seededChance(4);
    expect([chance.binomial(0, 0.5), chance.binomial(10, 0), chance.binomial(10, 1), chance.poisson(0)]).toEqual([
      0, 0, 10, 0,
    ]);
  });
});
