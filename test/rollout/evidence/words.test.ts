import { describe as about, expect, it } from 'vitest';
import type { Found } from '../../../rollout/evidence/found.ts';
import { errorSeries, latencySeries, type Counted, type Cut, type Series } from '../../../rollout/evidence/series.ts';
import { describe } from '../../../rollout/evidence/words.ts';

const TOLERANCE = { ratio: 1.5, margin: 0.001 };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 12, minute));
const minute = (bad: number, requests: number, otherBad: number, others: number) => ({
  canary: { requests, bad },
  production: { requests: others, bad: otherBad },
});
const errors = (counted: Counted): Series => errorSeries('errors', counted, TOLERANCE);
const cutOf = ({ cuts: [cut] }: Series): Cut => {
  if (cut === undefined) throw new Error('a series without cuts');
  return cut;
};
const found = (cut: Cut, more: Partial<Found> = {}): Found => ({
  cut,
  canary: { requests: 902, bad: 37 },
  production: { requests: 8110, bad: 16 },
  before: false,
  ...more,
});

about('what was found is told', () => {
  const cut = cutOf(errors({ minutes: [] }));
  const counts = 'canary 4.1 % errors (37 of 902) against 0.2 % (16 of 8,110)';

  it.each<[what: string, p: number, more: Partial<Found>, words: string]>([
    ['with its counts', 0.0009, {}, `${counts}: worse, p < 0.001`],
    ['with its chance, where that is no less than one in a thousand', 0.001, {}, `${counts}: worse, p = 0.001`],
    ['with one figure of it', 0.0234, {}, `${counts}: worse, p = 0.02`],
    ['with when it was', 0, { from: at(4), to: at(15) }, `${counts}, 12:04 to 12:16 UTC: worse, p < 0.001`],
    ['beside what is remembered', 0, { before: true }, `${counts} before: worse, p < 0.001`],
  ])('%s', (_what, p, more, words) => {
    expect(describe(errors({ minutes: [] }), 'worse', p, found(cut, more))).toBe(words);
  });

  it('without when it was where half of that is not known', () => {
    for (const half of [{ from: at(4) }, { to: at(4) }])
      expect(describe(errors({ minutes: [] }), 'worse', 0, found(cut, half))).toBe(`${counts}: worse, p < 0.001`);
  });

  const told = (dispersion: number) => describe(errors({ minutes: [] }), 'worse', 0, found({ ...cut, dispersion }));

  it('with how many requests count as one, where that is more than one', () => {
    expect(told(2.345)).toBe(`${counts}: worse, p < 0.001, counting 2.3 requests as one`);
    expect(told(1)).toBe(`${counts}: worse, p < 0.001`);
  });

  it('of times with the time on each side, and of a canary alone with its own', () => {
    const alone = { remembered: { requests: 1, bad: 0 }, canary: [], longerThan: 155 };
    const times = cutOf(latencySeries([{ minutes: [], longerThan: { canary: 69, production: 46 }, alone }], 0.05));
    const told = (more: Partial<Found>) => describe(latencySeries([], 0.05), 'worse', 0, found(times, more));
    expect(told({})).toBe(
      'canary 4.1 % longer than 69 ms (37 of 902) against 0.2 % longer than 46 ms (16 of 8,110): worse, p < 0.001',
    );
    expect(told({ before: true })).toBe(
      'canary 4.1 % longer than 160 ms (37 of 902) against 0.2 % longer than 46 ms (16 of 8,110) before: worse, ' +
        'p < 0.001',
    );
  });
});

about('where nothing was found', () => {
  it.each<[what: string, series: Series, words: string]>([
    ['nothing is compared', { noun: 'errors', cuts: [] }, 'errors: nothing to compare'],
    ['the canary has no requests', errors({ minutes: [minute(0, 0, 0, 9)] }), 'errors: nothing to compare'],
    ['production has none', errors({ minutes: [minute(0, 9, 0, 0)] }), 'errors: nothing to compare'],
    [
      'one in a hundred of production fails, production is in trouble too',
      errors({ minutes: [minute(0, 100, 1, 100)] }),
      'canary 0 % errors (0 of 100) against 1 % (1 of 100): no sign of worse, but production is in trouble too',
    ],
    [
      'fewer fail, it is not',
      errors({ minutes: [minute(0, 100, 1, 101)] }),
      'canary 0 % errors (0 of 100) against 0.99 % (1 of 101): no sign of worse',
    ],
    [
      'the canary is alone, what it did since is told beside what is remembered',
      errors({
        minutes: [minute(5, 9, 5, 9)],
        alone: { remembered: { requests: 1000, bad: 1 }, canary: [{ requests: 500, bad: 1 }] },
      }),
      'canary 0.2 % errors (1 of 500) against 0.1 % (1 of 1,000) before: no sign of worse',
    ],
  ])('because %s', (_what, series, words) => {
    expect(describe(series, 'open', 1)).toBe(words);
  });

  it('the cut is told at which the sides differ most, and of times none', () => {
    const [one] = errors({ minutes: [minute(1, 100, 0, 100)] }).cuts;
    const [other] = errors({ minutes: [minute(2, 100, 0, 100)] }).cuts;
    if (one === undefined || other === undefined) throw new Error('a series without cuts');
    for (const cuts of [
      [one, other],
      [other, one],
    ])
      expect(describe({ noun: 'errors', cuts }, 'fine', 1)).toBe(
        'canary 2 % errors (2 of 100) against 0 % (0 of 100): certainly no worse',
      );
    // By as much: the first of them. And where production is as bad, they do not differ.
    const [third] = errors({ minutes: [minute(4, 200, 0, 100)] }).cuts;
    const [alike] = errors({ minutes: [minute(9, 100, 9, 100)] }).cuts;
    if (third === undefined || alike === undefined) throw new Error('a series without cuts');
    expect(describe({ noun: 'errors', cuts: [alike, other, third] }, 'fine', 1)).toContain('2 of 100');
    const times = latencySeries([{ minutes: [minute(1, 9, 1, 9)], longerThan: { canary: 69, production: 46 } }], 0.05);
    expect(describe(times, 'fine', 1)).toBe('latency: certainly no worse');
  });
});
