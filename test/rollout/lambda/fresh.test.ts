import { describe, expect, it } from 'vitest';
import { besideFresh, freshTime } from '../../../rollout/lambda/fresh.ts';
import type { AliasMinute, ComparedMinute, Proof } from '../../../rollout/lambda/minutes.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const side = (requests: number, slow: number, proof?: Proof): AliasMinute => ({
  invocations: requests,
  errors: 1,
  requests,
  serverErrors: 0,
  slower: [slow],
  slowerByFactor: { 1: [slow], 1.5: [0] },
  ...(proof && { proof }),
});

describe('when production was as new', () => {
  const times = { firstShiftedAt: at(2), oldest: at(-10_000), now: at(12) };
  const record = { lastPromoted: '4', lastPromotedClaimedAt: at(-3000).toISOString() };

  it('begins where the release that promoted it claimed, and lasts as long as this one has had requests', () => {
    const found = { from: at(-3000), to: at(-3000 + 10 + 15) };
    expect(freshTime(record, '4', times)).toEqual(found);
    expect(freshTime(record, '4', { ...times, oldest: at(-3000) })).toEqual(found);
  });

  it.each([
    ['production was moved by hand since', record, '5', times],
    ['it was put out by a revert', { lastPromoted: '4' }, '4', times],
    ['nothing was ever promoted', {}, '1', times],
    ['its minutes are no longer kept', record, '4', { ...times, oldest: at(-2999) }],
  ])('is not known where %s', (_why, known, production, when) => {
    expect(freshTime(known, production, when)).toBeUndefined();
  });
});

describe('the minutes beside those of the same age', () => {
  const proof = { errorSamples: 90, timeSamples: 90 };
  const now: readonly ComparedMinute[] = [10, 11, 13, 14].map((minute) => ({
    start: at(minute),
    canary: side(10, 8, proof),
    production: side(90, 5, proof),
  }));
  /** A smoke test, and then users. */
  const fresh: readonly ComparedMinute[] = [
    { start: at(-99), canary: { ...side(3, 3), requests: 0 }, production: side(90, 5) },
    ...[20, 21, 22, 23].map((requests, i) => ({
      start: at(i - 98),
      canary: side(requests, 7),
      production: side(80, 5),
    })),
    { start: at(-94), canary: side(0, 0), production: side(100, 5) },
  ];

  it('begin with its first request, and go by age', () => {
    const then = besideFresh(now, fresh).map(({ production }) => [production.invocations, production.slower]);
    expect(then).toEqual([
      [20, [7]],
      [21, [7]],
      [23, [7]],
      [90, [5]],
    ]);
  });

  it('leave the canary, and what else is counted, as it is', () => {
    expect(besideFresh(now, fresh).map(({ canary }) => canary)).toEqual(now.map(({ canary }) => canary));
    expect(besideFresh(now, fresh)[0]?.production).toMatchObject({ errors: 1, requests: 90 });
  });

  it('need no proof of what was published long ago', () => {
    expect(besideFresh(now, fresh).map(({ production }) => production.proof)).toEqual([
      undefined,
      undefined,
      undefined,
      proof,
    ]);
  });

  it('have no times that were not asked for', () => {
    const [smoke, first] = fresh;
    if (!smoke || !first) throw new Error('two minutes');
    const without = { ...first, canary: { ...first.canary, slowerByFactor: { 1.5: [0] } } };
    expect(besideFresh(now, [smoke, without])[0]?.production).toMatchObject({ invocations: 20, slower: [] });
  });

  it('are those of now where nothing is known', () => {
    expect(besideFresh(now, [])).toEqual(now);
    // Only the smoke test had asked it.
    expect(besideFresh(now, fresh.slice(0, 1))).toEqual(now);
    expect(besideFresh([], fresh)).toEqual([]);
  });
});
