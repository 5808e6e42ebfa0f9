import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tolerance } from '../../../rollout/evidence/counts.ts';
import { alternativesOf, ANY_SHARE, FEW, RARE, type Alternative } from '../../../rollout/evidence/grid.ts';
import type { Odds } from '../../../rollout/evidence/odds.ts';
import { oddsAgainst, projectionOf } from '../../../rollout/evidence/projection.ts';

const tolerance = fc.record({
  ratio: fc.double({ min: 1, max: 3, noNaN: true }),
  margin: fc.double({ min: 0.0005, max: 0.3, noNaN: true }),
});
const setting = fc
  .record({
    tolerance,
    grid: fc.constantFrom(RARE, ANY_SHARE, FEW),
    n: fc.integer({ min: 1, max: 5_000 }),
    m: fc.integer({ min: 1, max: 5_000 }),
    pick: fc.nat(),
  })
  .map(({ pick, ...rest }) => {
    const all = alternativesOf(rest.grid, rest.tolerance);
    const alternative = all[pick % all.length];
    if (alternative === undefined) throw new Error('no alternative to pick');
    return { ...rest, alternative };
  });

/** What is expected of a minute: the n-th and m-th power of what is expected of one request on each side. */
function expected(alternative: Alternative, tolerated: Tolerance, n: number, m: number, c: number, p: number): number {
  const { canary, production } = oddsAgainst(alternative, tolerated, n, m);
  return Math.exp(n * Math.log(ofRequest(c, canary)) + m * Math.log(ofRequest(p, production)));
}

const ofRequest = (chance: number, { bad, good }: Odds) => chance * Math.exp(bad) + (1 - chance) * Math.exp(good);

/** Kullback-Leibler divergence, of chances that are neither 0 nor 1. */
const kl = (a: number, b: number) => a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));

describe('the projection of a canary that is worse', () => {
  it('lies on the border, between the two', () => {
    fc.assert(
      fc.property(setting, ({ alternative, tolerance: { ratio, margin }, n, m }) => {
        const { canary, production } = projectionOf(alternative, { ratio, margin }, n, m);
        expect(canary).toBeCloseTo(ratio * production + margin, 12);
        expect(production).toBeGreaterThanOrEqual(alternative.production);
        expect(canary).toBeLessThanOrEqual(alternative.canary);
      }),
    );
    expect.hasAssertions();
  });

  it('is nearer to it than any other point of the border', () => {
    fc.assert(
      fc.property(setting, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (one, part) => {
        const {
          alternative,
          tolerance: { ratio, margin },
          n,
          m,
        } = one;
        const distance = ({ canary, production }: Alternative) =>
          n * kl(alternative.canary, canary) + m * kl(alternative.production, production);
        const other = alternative.production + part * ((alternative.canary - margin) / ratio - alternative.production);
        const nearest = distance(projectionOf(alternative, { ratio, margin }, n, m));
        expect(nearest).toBeLessThanOrEqual(distance({ production: other, canary: ratio * other + margin }) + 1e-6);
      }),
    );
    expect.hasAssertions();
  });
});

it.each([
  [0.9986118511641632, 4.5302689535863, 0.876597996158569, 35, 692],
  [0.9915380445515896, 5.159801562890665, 0.5379960120793864, 13, 195],
])(
  'the projection is found where steps of Newton leave its bracket, on either side: %d',
  (canary, ratio, margin, n, m) => {
    const production = 0.0003;
    const { canary: c, production: p } = projectionOf({ production, canary }, { ratio, margin }, n, m);
    expect((p - production) / (p * (1 - p))).toBeCloseTo((ratio * (n / m) * (canary - c)) / (c * (1 - c)), 9);
    expect(p).toBeGreaterThan(production);
    expect(c).toBeLessThan(canary);
  },
);

describe('a bet against "tolerable"', () => {
  it('is expected to make exactly 1 of 1 on its projection, and no more on any tolerable canary', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(setting, share, share, ({ alternative, tolerance: tolerated, n, m }, production, part) => {
        const border = projectionOf(alternative, tolerated, n, m);
        expect(expected(alternative, tolerated, n, m, border.canary, border.production)).toBeCloseTo(1, 6);
        const canary = part * Math.min(1, tolerated.ratio * production + tolerated.margin);
        expect(expected(alternative, tolerated, n, m, canary, production)).toBeLessThanOrEqual(1 + 1e-6);
      }),
      { numRuns: 2_000 },
    );
    expect.hasAssertions();
  });

  it('stays as it is when one side had no requests', () => {
    const alternative = { production: 0.01, canary: 0.2 };
    const unmoved = { canary: { bad: 0, good: 0 }, production: { bad: 0, good: 0 } };
    expect(oddsAgainst(alternative, { ratio: 1.5, margin: 0.001 }, 0, 9)).toEqual(unmoved);
    expect(oddsAgainst(alternative, { ratio: 1.5, margin: 0.001 }, 9, 0)).toEqual(unmoved);
  });
});
