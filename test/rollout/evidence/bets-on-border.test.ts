import { describe, expect, it } from 'vitest';
import { gainsOn, perBorder } from '../../../rollout/evidence/bets-on-border.ts';
import type { Minute } from '../../../rollout/evidence/counts.ts';
import { ANY_SHARE, RARE } from '../../../rollout/evidence/grid.ts';
import { oddsOf } from '../../../rollout/evidence/odds.ts';

/** So many are remembered, then all are forgotten. */
const MOST = 4096;
const minute = (canary: number, bad: number, production: number, otherBad: number): Minute => ({
  canary: { requests: canary, bad },
  production: { requests: production, bad: otherBad },
});
/** Two bets, and how often their odds were worked out. */
function counting() {
  const asked: (readonly [number, number])[] = [];
  const gains = gainsOn((requests, others) => {
    asked.push([requests, others]);
    return [0.25, 0.5].map((chance) => ({ canary: oddsOf(chance, 1), production: oddsOf(chance, -0.5) }));
  });
  return { asked, gains };
}

describe('what a minute comes to', () => {
  it('is the gain of each bet', () => {
    const [first, second] = counting().gains(minute(3, 1, 2, 1));
    expect(first).toBeCloseTo(1.75 * 0.75 ** 2 * 0.625 * 1.125, 12);
    expect(second).toBeCloseTo(1.5 * 0.5 ** 2 * 0.75 * 1.25, 12);
  });

  it('is worked out once for the same counts, and the odds once for the same requests', () => {
    const { asked, gains } = counting();
    const one = gains(minute(3, 1, 2, 1));
    expect(gains(minute(3, 1, 2, 1))).toBe(one);
    const others = [minute(3, 2, 2, 1), minute(3, 1, 2, 0)].map(gains);
    expect(others.map((each) => each[0])).not.toContain(one[0]);
    expect(asked).toEqual([[3, 2]]);
    for (const other of [minute(4, 1, 2, 1), minute(3, 1, 5, 1)]) expect(gains(other)[0]).not.toBe(one[0]);
    expect(asked).toEqual([
      [3, 2],
      [4, 2],
      [3, 5],
    ]);
    expect(gains(minute(3, 1, 2, 1))).toBe(one);
  });

  it(`is remembered of ${MOST}, and then of none`, () => {
    const { asked, gains } = counting();
    const all = Array.from({ length: MOST }, (_, bad) => gains(minute(9999, bad, 2, 1)));
    expect(gains(minute(9999, 0, 2, 1))).toBe(all[0]);
    expect(asked).toHaveLength(1);
    const next = gains(minute(9999, MOST, 2, 1));
    expect(asked).toHaveLength(2);
    expect(gains(minute(9999, MOST, 2, 1))).toBe(next);
    const again = gains(minute(9999, 0, 2, 1));
    expect(again).toEqual(all[0]);
    expect(again).not.toBe(all[0]);
    // As many as before, less the one that made it forget and the one asked again.
    for (let bad = 1; bad < MOST - 1; bad += 1) gains(minute(9999, bad, 2, 1));
    expect(gains(minute(9999, 0, 2, 1))).toBe(again);
    gains(minute(9999, MOST - 1, 2, 1));
    expect(gains(minute(9999, 0, 2, 1))).not.toBe(again);
  });
});

describe('what goes by a border', () => {
  it('is made once for each, of each grid', () => {
    const made: unknown[] = [];
    const of = perBorder((grid, tolerance) => [made.push([grid, tolerance])]);
    const tolerances = [
      { ratio: 1.5, margin: 0.01 },
      { ratio: 1.5, margin: 0.02 },
      { ratio: 2, margin: 0.01 },
    ];
    const pairs = [RARE, ANY_SHARE].flatMap((grid) => tolerances.map((tolerance) => [grid, tolerance] as const));
    const first = pairs.map(([grid, tolerance]) => of(grid, tolerance));
    expect(made).toEqual(pairs);
    expect(pairs.map(([grid, tolerance]) => of(grid, { ...tolerance }))).toEqual(first);
    expect(made).toHaveLength(pairs.length);
  });

  it(`is remembered of ${MOST} of a grid, and then of none`, () => {
    let made = 0;
    const of = perBorder(() => [(made += 1)]);
    for (let i = 0; i < MOST; i += 1) of(RARE, { ratio: 1, margin: i });
    of(RARE, { ratio: 1, margin: 0 });
    expect(made).toBe(MOST);
    of(RARE, { ratio: 2, margin: 0 });
    of(RARE, { ratio: 1, margin: 0 });
    of(RARE, { ratio: 2, margin: 0 });
    expect(made).toBe(MOST + 2);
  });
});
