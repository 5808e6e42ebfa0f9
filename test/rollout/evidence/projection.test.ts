import * as fc from 'fast-check';
import { seededRandom } from 'local-aws/clock';
import { describe, expect, it } from 'vitest';
import { alternativesOf, ANY_SHARE, RARE } from '../../../rollout/evidence/bets.ts';
import { compare } from '../../../rollout/evidence/comparison.ts';
import type { Count, Tolerance } from '../../../rollout/evidence/counts.ts';
import { levelOf } from '../../../rollout/evidence/level.ts';
import { oddsAgainst, projectionOf, type Alternative } from '../../../rollout/evidence/projection.ts';
import { errorSeries, latencySeries, type Series } from '../../../rollout/evidence/series.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/plan.ts';

const tolerance = fc.record({
  ratio: fc.double({ min: 1, max: 3, noNaN: true }),
  margin: fc.double({ min: 0.0005, max: 0.3, noNaN: true }),
});
const setting = fc
  .record({
    tolerance,
    grid: fc.constantFrom(RARE, ANY_SHARE),
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
  const of = (chance: number, odds: { bad: number; good: number }) =>
    chance * Math.exp(odds.bad) + (1 - chance) * Math.exp(odds.good);
  return Math.exp(n * Math.log(of(c, canary)) + m * Math.log(of(p, production)));
}

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
    const kl = (a: number, b: number) => a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));
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

const LEVEL = levelOf(DEFAULT_COMPARE.alpha, 3);
const TOLERANCE = { ratio: DEFAULT_COMPARE.errorRatio, margin: DEFAULT_COMPARE.errorMargin };

/** Of so many releases with independent requests, those whose canary is called worse. */
function condemned(releases: number, seriesOf: (count: (n: number, p: number) => Count) => Series) {
  const random = seededRandom(5);
  const count = (requests: number, chance: number): Count => {
    let bad = 0;
    for (let i = 0; i < requests; i += 1) if (random.int(0, 999_999) < chance * 1_000_000) bad += 1;
    return { requests, bad };
  };
  return Array.from({ length: releases }, () => compare(seriesOf(count), LEVEL)).filter(
    ({ outcome }) => outcome === 'worse',
  ).length;
}

describe('between what is tolerated and what is condemned there is no dead zone', () => {
  const errors =
    (n: number, c: number, m: number, p: number, minutes: number) => (count: (n: number, p: number) => Count) =>
      errorSeries(
        'errors',
        { minutes: Array.from({ length: minutes }, () => ({ canary: count(n, c), production: count(m, p) })) },
        TOLERANCE,
      );
  const slower = (factor: number, minutes: number) => (count: (n: number, p: number) => Count) => {
    // Half of production's requests take longer than 100 ms; by the logistic curve of a log-normal distribution.
    const beyond = (ms: number) => 1 / (1 + (ms / 100) ** 3);
    return latencySeries(
      [20, 46, 103, 231, 519].map((time) => ({
        minutes: Array.from({ length: minutes }, () => ({
          canary: count(600, beyond((time * DEFAULT_COMPARE.slowness) / factor)),
          production: count(2_000, beyond(time)),
        })),
        longerThan: { canary: time * DEFAULT_COMPARE.slowness, production: time },
      })),
      DEFAULT_COMPARE.slowMargin,
    );
  };

  it.each([
    ['2 % errors beside 1 %', errors(1_800, 0.02, 4_200, 0.01, 60)],
    ['3 % errors beside 1 %', errors(1_800, 0.03, 4_200, 0.01, 10)],
    ['3 % errors beside 1 % at half of the requests', errors(3_000, 0.03, 3_000, 0.01, 10)],
    ['1 % errors beside none', errors(600, 0.01, 5_400, 0, 10)],
    ['answers that take 1.7 times as long', slower(1.7, 40)],
  ])('finds %s in every release', (_what, series) => {
    expect(condemned(20, series)).toBe(20);
  });

  it.each([
    ['1 % errors beside 1 %', errors(1_800, 0.01, 4_200, 0.01, 20)],
    ['what is just tolerated', errors(1_800, 0.016, 4_200, 0.01, 20)],
    ['answers that take 1.5 times as long', slower(1.5, 20)],
  ])('and lets %s through', (_what, series) => {
    expect(condemned(20, series)).toBe(0);
  });
});
