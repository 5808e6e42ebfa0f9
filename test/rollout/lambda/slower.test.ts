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

describe('the cuts in time', () => {
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
