import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counted } from '../../../rollout/evidence/series.ts';
import { TIMES, type AliasMinute, type ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { cutsInTime, slowerThan, type Whose } from '../../../rollout/lambda/slower.ts';

const FACTORS = { beside: 1.5, alone: 2 };

/** Few different figures, so that many times have the same as the one before. */
const beyond = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: TIMES.length });
const side: fc.Arbitrary<AliasMinute> = fc.tuple(beyond, beyond, beyond).map(([slower, beside, alone]) => ({
  invocations: 9,
  errors: 0,
  requests: 9,
  serverErrors: 0,
  slower,
  slowerByFactor: { [FACTORS.beside]: beside, [FACTORS.alone]: alone },
}));
const minutes: fc.Arbitrary<readonly ComparedMinute[]> = fc.array(
  fc.record({ start: fc.constant(new Date(0)), canary: side, production: side }),
  { maxLength: 2 },
);

/** Of a minute in which so many took longer than each time, on each side. */
const same = (count: number): ComparedMinute => {
  const each = TIMES.map(() => count);
  const one = { invocations: 9, errors: 0, requests: 9, serverErrors: 0, slower: each };
  const both = { ...one, slowerByFactor: { [FACTORS.beside]: each, [FACTORS.alone]: each } };
  return { start: new Date(0), canary: both, production: both };
};

it('what is alone has nothing beyond the longest time, for no longer one is counted', () => {
  const { canary } = same(3);
  expect(slowerThan(canary, 'alone', TIMES.length - 2, FACTORS)).toEqual({ requests: 9, bad: 3 });
  expect(slowerThan(canary, 'alone', TIMES.length - 1, FACTORS)).toEqual({ requests: 0, bad: 0 });
});

describe('the cuts in time', () => {
  it.each([
    ['both sides', { both: [same(3)] }, 1],
    ['the past', { both: [], past: [same(3)] }, 1],
    // At the longest time there is nothing of who is alone.
    ['the canary alone', { both: [], after: [same(3)] }, 2],
  ] as const)('are worked out once where nothing took between two times, of %s', (_what, stretches, times) => {
    const asked: number[] = [];
    const cuts = cutsInTime(stretches, FACTORS, (i, longerThan) => {
      asked.push(i);
      return { minutes: [], longerThan };
    });
    expect(asked).toHaveLength(times);
    expect(cuts.map(({ longerThan }) => longerThan?.production)).toEqual([...TIMES]);
  });

  it('are those of each time by itself, though many share their minutes', () => {
    let shared = 0;
    fc.assert(
      fc.property(minutes, fc.option(minutes, { nil: undefined }), minutes, (both, after, past) => {
        const cut = (i: number, longerThan: Readonly<Record<Whose, number>>): Counted => {
          const count = (one: AliasMinute, whose: Whose) => slowerThan(one, whose, i, FACTORS);
          const before = past.map(({ production }) => count(production, 'production'));
          return {
            minutes: both.map(({ canary, production }) => ({
              canary: count(canary, 'canary'),
              production: count(production, 'production'),
            })),
            ...(after && {
              alone: {
                remembered: { requests: 0, bad: before.reduce((sum, { bad }) => sum + bad, 0) },
                canary: after.map(({ canary }) => count(canary, 'alone')),
                longerThan: longerThan.alone,
              },
            }),
            longerThan,
          };
        };
        const cuts = cutsInTime({ both, after, past }, FACTORS, cut);
        const each = TIMES.map((time, i) =>
          cut(i, {
            canary: time * FACTORS.beside,
            production: time,
            alone: (TIMES[i + 1] ?? Infinity) * FACTORS.alone,
          }),
        );
        expect(cuts).toEqual(each);
        shared += cuts.filter((one, i) => one.minutes === cuts[i - 1]?.minutes).length;
      }),
    );
    expect(shared).toBeGreaterThan(100);
  });
});
