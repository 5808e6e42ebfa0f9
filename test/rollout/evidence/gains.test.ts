import { describe, expect, it } from 'vitest';
import type { Count } from '../../../rollout/evidence/counts.ts';
import { besideMemory, besideProduction, type CutAlone } from '../../../rollout/evidence/gains.ts';
import { ANY_SHARE } from '../../../rollout/evidence/grid.ts';
import type { Alone, Border, Cut } from '../../../rollout/evidence/series.ts';

const tolerance = { ratio: 1, margin: 0.05 };
const border: Border = { tolerance, remembered: tolerance, grid: ANY_SHARE };
const other: Border = { ...border };
const of = (requests: number, bad: number): Count => ({ requests, bad });
const alone: Alone = { remembered: of(900, 9), canary: [of(100, 3)] };
const cut: CutAlone = { border, minutes: [{ canary: of(100, 1), production: of(900, 9) }], alone };
const like = (more: Partial<CutAlone>): CutAlone => ({ ...cut, ...more });

/** Of each cut, which one's bets it has. */
const besides = (cuts: readonly Cut[]) => {
  const bets = besideProduction(cuts, () => ({ count: 1, gains: () => new Float64Array(1) }));
  return bets.map((each) => bets.indexOf(each));
};
const memories = (cuts: readonly CutAlone[]) => {
  const bets = besideMemory(cuts, 0.01);
  return bets.map((each) => bets.indexOf(each));
};

describe('the bets on a cut', () => {
  it.each<[what: string, next: CutAlone, shared: boolean]>([
    ['counts the very same minutes', like({ longerThan: { canary: 3, production: 2 } }), true],
    ['counts the same in other minutes', like({ minutes: [...cut.minutes] }), false],
    ['is judged by another border', like({ border: other }), false],
    ['has another past', like({ alone: { ...alone, remembered: of(900, 9) } }), false],
    ['has other minutes alone', like({ alone: { ...alone, canary: [...alone.canary] } }), false],
    ['is of other clusters', like({ dispersion: 2 }), false],
  ])('are those on the one before it where it %s', (_what, next, shared) => {
    const expected = [0, 0, shared ? 0 : 2, 3];
    const last = like({ minutes: [] });
    expect(besides([cut, like({}), next, last])).toEqual(expected);
    expect(memories([cut, like({}), next, last])).toEqual(expected);
  });
});
