import { describe, expect, it } from 'vitest';
import { seededChance } from '../../../bench/exposure/chance.ts';
import type { ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { splitUnlikeWeight } from '../../../rollout/lambda/split.ts';

const side = (requests: number) => ({
  invocations: requests,
  errors: 0,
  requests,
  serverErrors: 0,
  slower: [],
  slowerByFactor: [],
});

function minutes(...counts: readonly (readonly [canary: number, production: number])[]): ComparedMinute[] {
  return counts.map(([canary, production], i) => ({
    start: new Date(Date.UTC(2026, 0, 5, 9, i)),
    canary: side(canary),
    production: side(production),
  }));
}

/** Doubts; none where nothing is counted yet. */
function doubts(all: readonly ComparedMinute[], weight: number) {
  const split = splitUnlikeWeight(all, weight);
  return split === 'not counted yet' ? [] : split;
}

const times = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one);

describe('requests unlike the weight', () => {
  it('are a doubt that names both, for a person to look at', () => {
    expect(splitUnlikeWeight(minutes([222, 378]), 10)).toEqual([
      {
        words:
          '37 % of 600 requests went to the canary and its weight is 10 %: the two sides do not serve the same ' +
          '(RUNBOOK.md#splitunlikeweight)',
        silent: true,
        error: 'SplitUnlikeWeight',
      },
    ]);
  });

  it.each([
    ['fewer than meant', [10, 590], 10],
    ['what is surer than one in a million', [190, 810], 10],
    ['production that is asked at 100 %', [540, 60], 100],
    ['one client with 30 % of the traffic', [3700, 6300], 10],
    ['a weight that is not followed', [600, 5400], 30],
  ] as const)('show in %s', (_what, counts, weight) => {
    expect(splitUnlikeWeight(minutes(counts), weight)).toHaveLength(1);
  });

  it.each([
    ['what is within two points, however many there are', [12_000, 88_000], 10],
    ['what may be chance', [15, 85], 10],
    // 15.1 nats, and 4.2 for not knowing which chance it is: 13.8 are wanted.
    ['what is less sure than one in a million', [180, 820], 10],
    ['a production that counts nothing a number can be', [10, Number.NaN], 100],
    ['more than all of the requests', [10, Infinity], 10],
    ['less than nothing in all', [10, -20], 100],
    ['nothing in all', [10, -10], 100],
    ['more than all of them', [20, -10], 100],
    ['nothing at all', [0, 0], 10],
    ['a canary that nobody asks, which is another doubt', [0, 600], 10],
    ['what is no number', [Number.NaN, 90], 10],
    ['a single request', [1, 0], 10],
    ['a weight so small that none is borne', [0, 10_000], 2],
  ] as const)('are not %s', (_what, counts, weight) => {
    expect(doubts(minutes(counts), weight)).toEqual([]);
  });

  it('are over when they have been over for five minutes', () => {
    const [unlike, like] = [[370, 630] as const, [100, 900] as const];
    expect(splitUnlikeWeight(minutes(...times(3, unlike), ...times(4, like)), 10)).toHaveLength(1);
    expect(splitUnlikeWeight(minutes(...times(3, unlike), ...times(10, like)), 10)).toEqual([]);
  });

  it('are not known before a minute is counted on both sides, or on one that is alone', () => {
    expect(splitUnlikeWeight([], 10)).toBe('not counted yet');
    expect(splitUnlikeWeight(minutes([0, 0], [0, 90], [10, 0]), 10)).toBe('not counted yet');
    expect(splitUnlikeWeight(minutes([10, 0]), 100)).toEqual([]);
  });

  it('are a doubt of what looks worse for ten minutes, also where a client has changed sides', () => {
    const ofWorse = [expect.objectContaining({ onlyOfWorse: true, silent: true, error: 'SplitUnlikeWeight' })];
    const [canarys, productions, like] = [[650, 350] as const, [350, 650] as const, [500, 500] as const];
    expect(splitUnlikeWeight(minutes(...times(2, canarys), ...times(2, productions)), 50)).toEqual(ofWorse);
    expect(splitUnlikeWeight(minutes(canarys, ...times(9, like)), 50)).toEqual(ofWorse);
    expect(splitUnlikeWeight(minutes(canarys, ...times(10, like)), 50)).toEqual([]);
  });

  it('leave out minutes of which a side has nothing, as where a statistic is lost or a weight followed late', () => {
    expect(splitUnlikeWeight(minutes([0, 1000], [0, 1000], [100, 900], [300, 0]), 10)).toEqual([]);
    expect(splitUnlikeWeight(minutes([0, 1000], [0, 1000], [20, 980], [20, 980]), 10)).toHaveLength(1);
  });

  it('are never seen where each request takes its side by itself, of 3,000 bakes looked at each minute', () => {
    const chance = seededChance(20_260_107);
    for (let bake = 0; bake < 3000; bake += 1) {
      const [weight, rate] = [[10, 30, 50, 95][bake % 4] ?? 10, 10 ** (1 + (bake % 4))];
      const seen: (readonly [number, number])[] = [];
      for (let i = 0; i < 10; i += 1) {
        const canary = chance.binomial(rate, weight / 100);
        seen.push([canary, rate - canary]);
        expect(doubts(minutes(...seen), weight)).toEqual([]);
      }
    }
  });
});
