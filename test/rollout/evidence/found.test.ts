import { describe, expect, it } from 'vitest';
import { compare, condemns, type Comparison } from '../../../rollout/evidence/comparison.ts';
import type { Bets } from '../../../rollout/evidence/gains.ts';
import { foundAlone, foundBeside } from '../../../rollout/evidence/found.ts';
import { ANY_SHARE, FEW, RARE } from '../../../rollout/evidence/grid.ts';
import { errorSeries, latencySeries, type Counted, type Cut } from '../../../rollout/evidence/series.ts';

const TOLERANCE = { ratio: 1.5, margin: 0.001 };
const LEVEL = { beside: 1e-4, alone: 1e-5 };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const of = (requests: number, bad: number) => ({ requests, bad });
const counted = (bad: readonly number[], alone?: Counted['alone']): Counted => ({
  minutes: bad.map((each, i) => ({ canary: of(100, each), production: of(900, each * 2), start: at(i) })),
  ...(alone && { alone }),
});
const cutOf = (all: Counted): Cut => ({ ...all, border: { tolerance: TOLERANCE, remembered: TOLERANCE, grid: RARE } });
/** Two bets on the first cut and one on the second. */
const betting = (...gains: readonly (readonly number[])[]): readonly Bets[] => {
  const on = (from: number, count: number): Bets => ({
    count,
    minutes: gains.length,
    gains: (minute) => gains[minute]?.slice(from, from + count) ?? [],
  });
  return [on(0, 2), on(2, 1)];
};

describe('what condemned', () => {
  const cuts = [cutOf(counted([1, 2, 3])), cutOf(counted([4, 5, 6]))];

  it.each<[what: string, gains: readonly (readonly number[])[], cut: number, bad: number, from: number, to: number]>([
    [
      'the first bet',
      [
        [1, 1, 1],
        [9, 1, 1],
        [9, 1, 1],
      ],
      0,
      5,
      1,
      2,
    ],
    [
      'the last bet on the first cut',
      [
        [1, 9, 1],
        [1, 0.5, 1],
        [1, 0.5, 1],
      ],
      0,
      1,
      0,
      0,
    ],
    [
      'the first bet on the second cut',
      [
        [1, 1, 9],
        [1, 1, 9],
        [1, 1, 0.5],
      ],
      1,
      9,
      0,
      1,
    ],
  ])('is the cut and the stretch of %s', (_what, gains, cut, bad, from, to) => {
    expect(foundBeside(cuts, betting(...gains))).toStrictEqual({
      cut: cuts[cut],
      canary: of(100 * (to - from + 1), bad),
      production: of(900 * (to - from + 1), 2 * bad),
      before: false,
      from: at(from),
      to: at(to),
    });
  });

  it('is nothing where nothing gained, nor without a cut', () => {
    expect(foundBeside(cuts, betting([1, 1, 1]))).toBeUndefined();
    expect(foundAlone(cuts, betting([1, 1, 9]))).toBeUndefined();
    expect(foundBeside([], betting([9, 1, 1]))).toBeUndefined();
    expect(foundAlone([], betting([9, 1, 1]))).toBeUndefined();
  });

  it('of a canary alone is its own minutes, beside what is remembered', () => {
    const canary = [1, 2, 3].map((bad, i) => ({ ...of(100, bad), start: at(i) }));
    const cut = cutOf(counted([], { canary, remembered: of(1000, 7) }));
    expect(foundAlone([cut], betting([1, 1], [1, 9], [1, 0.5]))).toStrictEqual({
      cut,
      canary: of(100, 2),
      production: of(1000, 7),
      before: true,
      from: at(1),
      to: at(1),
    });
  });

  it('has no times where either end has none', () => {
    const [first, second, third] = counted([1, 2, 3]).minutes;
    if (!first || !second || !third) throw new Error('three minutes');
    const { start: _start, ...without } = first;
    const gains = betting([9, 1, 1], [9, 1, 1]);
    for (const minutes of [
      [first, without],
      [without, first],
    ]) {
      const found = foundBeside([cutOf({ minutes })], gains);
      expect(found).not.toHaveProperty('from');
      expect(found).not.toHaveProperty('to');
    }
  });
});

describe('what is borne', () => {
  it('of errors is twice as much, and a percentage point, beside what is only remembered', () => {
    const [cut] = errorSeries('errors', { minutes: [] }, TOLERANCE).cuts;
    expect(cut?.border).toEqual({ tolerance: TOLERANCE, remembered: { ratio: 3, margin: 0.011 }, grid: RARE });
  });

  it('of times is a margin, and of the tail one of its own', () => {
    const { cuts } = latencySeries([{ minutes: [] }], 0.05, { share: 0.002, times: [{ minutes: [] }] });
    expect(cuts.map(({ border }) => border)).toEqual([
      {
        tolerance: { ratio: 1, margin: 0.05 },
        remembered: { ratio: 1, margin: expect.closeTo(0.15, 12) as number },
        grid: ANY_SHARE,
      },
      { tolerance: { ratio: 1, margin: 0.002 }, remembered: { ratio: 2, margin: 0.022 }, grid: FEW },
    ]);
  });
});

const series = (...of: readonly Counted[]) => ({ noun: 'errors', cuts: of.map(cutOf) });
const outcomeOf = (...of: readonly Counted[]) => compare(series(...of), LEVEL, true).outcome;

const outcome = (over: Partial<Comparison>) => condemns({ ...compare(series(), LEVEL), ...over });
const outcomeAt = (...cuts: readonly (readonly [Counted, Cut['border']])[]) =>
  compare({ noun: 'errors', cuts: cuts.map(([one, border]) => ({ ...one, border })) }, LEVEL, true).outcome;
const good = { minutes: Array.from({ length: 6 }, () => ({ canary: of(60_000, 0), production: of(60_000, 600) })) };

describe('a comparison', () => {
  it('condemns where it is worse and may judge', () => {
    expect(outcome({ outcome: 'worse' })).toBe(true);
    expect(outcome({ outcome: 'worse', judges: true })).toBe(true);
    expect(outcome({ outcome: 'worse', judges: false })).toBe(false);
    expect(outcome({ outcome: 'open' })).toBe(false);
    expect(outcome({ outcome: 'fine', judges: true })).toBe(false);
  });

  it('has compared where both sides had requests at some cut', () => {
    const nothing = { minutes: [{ canary: of(9, 0), production: of(0, 0) }] };
    const neither = { minutes: [{ canary: of(0, 0), production: of(9, 0) }] };
    expect(compare(series(nothing, counted([0])), LEVEL).compared).toBe(true);
    expect(compare(series(nothing), LEVEL).compared).toBe(false);
    expect(compare(series(neither), LEVEL).compared).toBe(false);
  });

  it('says whether it was found beside what is only remembered', () => {
    const bad = Array.from({ length: 5 }, () => of(6000, 600));
    const alone = { remembered: of(600_000, 300), canary: bad };
    expect(compare(series(counted([], alone)), LEVEL)).toHaveProperty('before', true);
    expect(compare(series(counted([60, 60, 60, 60])), LEVEL)).not.toHaveProperty('before');
    // The memory of one cut says nothing of a cut that has none.
    expect(compare(series(counted([0]), counted([], alone)), LEVEL).outcome).toBe('worse');
  });

  it('is certain where it is so at every cut, and none is only remembered', () => {
    const unsure = { minutes: [{ canary: of(60, 0), production: of(540, 0) }] };
    expect(outcomeOf(good, good)).toBe('fine');
    expect(outcomeOf(good, unsure)).toBe('open');
    expect(outcomeOf(good, { ...good, alone: { remembered: of(60_000, 600), canary: [] } })).toBe('open');
    expect(outcomeOf()).toBe('open');
  });

  it('is certain of each border, also where two cuts count the same', () => {
    const worse = { minutes: good.minutes.map((minute) => ({ ...minute, canary: of(60_000, 890) })) };
    const [easy, hard] = [{ ratio: 1.5, margin: 0.1 }, TOLERANCE].map((tolerance) => ({
      tolerance,
      remembered: tolerance,
      grid: RARE,
    }));
    if (!easy || !hard) throw new Error('two borders');
    expect(outcomeAt([good, easy], [good, hard])).toBe('fine');
    expect(outcomeAt([worse, easy])).toBe('fine');
    expect(outcomeAt([worse, easy], [worse, hard])).toBe('open');
    // Beside one that counts the same by another border, and one of the same border that counts otherwise.
    expect(outcomeAt([worse, easy], [worse, hard], [good, hard])).toBe('open');
    expect(outcomeAt([good, hard], [worse, hard], [worse, easy])).toBe('open');
  });

  it('is worse from the very level on', () => {
    const all = series(counted([3, 3, 3]));
    const { p } = compare(all, LEVEL);
    expect(compare(all, { beside: p, alone: 0 }).outcome).toBe('worse');
    expect(compare(all, { beside: p * (1 - 1e-9), alone: 0 }).outcome).toBe('open');
  });
});
