import { seededRandom } from 'local-aws/clock';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../rollout/evidence/comparison.ts';
import type { Count } from '../../../rollout/evidence/counts.ts';
import { levelOf } from '../../../rollout/evidence/level.ts';
import { errorSeries, latencySeries, type Series } from '../../../rollout/evidence/series.ts';
import { DEFAULT_COMPARE, TAIL_SLOWNESS } from '../../../statemachine/contract/compare.ts';

const LEVEL = levelOf(DEFAULT_COMPARE.alpha, 3);
const TOLERANCE = { ratio: DEFAULT_COMPARE.errorRatio, margin: DEFAULT_COMPARE.errorMargin };

type Counting = (requests: number, chance: number) => Count;

/** Of so many releases with independent requests, those whose canary is called worse. */
function condemned(releases: number, seriesOf: (count: Counting) => Series) {
  const random = seededRandom(5);
  const count: Counting = (requests, chance) => {
    let bad = 0;
    for (let i = 0; i < requests; i += 1) if (random.int(0, 999_999) < chance * 1_000_000) bad += 1;
    return { requests, bad };
  };
  return Array.from({ length: releases }, () => compare(seriesOf(count), LEVEL)).filter(
    ({ outcome }) => outcome === 'worse',
  ).length;
}

/** In each of so many minutes the canary has n requests, bad with chance c; production m, with chance p. */
function errors(n: number, c: number, m: number, p: number, minutes: number) {
  return (count: Counting) =>
    errorSeries(
      'errors',
      { minutes: Array.from({ length: minutes }, () => ({ canary: count(n, c), production: count(m, p) })) },
      TOLERANCE,
    );
}

/** Half of production's requests take longer than 100 ms, by the logistic curve of a log-normal distribution. */
const beyond = (ms: number) => 1 / (1 + (ms / 100) ** 3);

/**
 * @param share of the canary's requests take `factor` times as long
 * @param tail its share, and by how many times production's times the canary's are read there
 */
function slower(factor: number, share: number, minutes: number, tail?: readonly [share: number, slowness: number]) {
  return (count: Counting) => {
    const timesBy = (slowness: number) =>
      [20, 46, 103, 231, 519].map((time) => {
        const longer = time * slowness;
        const chance = share * beyond(longer / factor) + (1 - share) * beyond(longer);
        return {
          minutes: Array.from({ length: minutes }, () => ({
            canary: count(600, chance),
            production: count(2_000, beyond(time)),
          })),
          longerThan: { canary: longer, production: time },
        };
      });
    return latencySeries(
      timesBy(DEFAULT_COMPARE.slowness),
      DEFAULT_COMPARE.slowMargin,
      tail && { share: tail[0], times: timesBy(tail[1]) },
    );
  };
}

describe('between what is tolerated and what is condemned there is no dead zone', () => {
  it.each([
    ['2 % errors beside 1 %', errors(1_800, 0.02, 4_200, 0.01, 60)],
    ['3 % errors beside 1 %', errors(1_800, 0.03, 4_200, 0.01, 10)],
    ['3 % errors beside 1 % at half of the requests', errors(3_000, 0.03, 3_000, 0.01, 10)],
    ['1 % errors beside none', errors(600, 0.01, 5_400, 0, 10)],
    ['answers that take 1.7 times as long', slower(1.7, 1, 40)],
  ])('finds %s in every release', (_what, series) => {
    expect(condemned(20, series)).toBe(20);
  });

  it.each([
    ['1 % errors beside 1 %', errors(1_800, 0.01, 4_200, 0.01, 20)],
    ['what is just tolerated', errors(1_800, 0.016, 4_200, 0.01, 20)],
    ['answers that take 1.5 times as long', slower(1.5, 1, 20)],
  ])('and lets %s through', (_what, series) => {
    expect(condemned(20, series)).toBe(0);
  });
});

/** Of one request in fifty a dependency answers late: far beyond what anybody sees in the bulk. */
const tail = (share: number, slowness = TAIL_SLOWNESS) => condemned(20, slower(10, 0.02, 30, [share, slowness]));

describe('the slow tail', () => {
  it('is seen where the plan names a share of it', () => {
    expect(tail(0.002)).toBe(20);
  });

  it('is out of sight otherwise, and no more than the share is borne', () => {
    expect(condemned(20, slower(10, 0.02, 30))).toBe(0);
    expect(tail(0.02)).toBe(0);
  });

  it('lets a canary through that is as slow as production', () => {
    expect(condemned(20, slower(1, 1, 30, [0.002, TAIL_SLOWNESS]))).toBe(0);
    expect(condemned(20, slower(1.5, 1, 30, [0.002, 1.5]))).toBe(0);
  });

  it('is seen where one request in fifty takes five times as long, unless it may be 1.5 times as slow', () => {
    expect(condemned(20, slower(5, 0.02, 30, [0.001, TAIL_SLOWNESS]))).toBe(20);
    expect(condemned(20, slower(5, 0.02, 30, [0.001, 1.5]))).toBeLessThan(10);
  });
});
