import { describe, expect, it } from 'vitest';
import { comparisonsOf, type Compared } from '../../../rollout/lambda/comparisons.ts';
import { TIMES, type AliasMinute, type ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { levelOf } from '../../../rollout/evidence/level.ts';
import { DEFAULT_COMPARE, TAIL_SLOWNESS } from '../../../statemachine/contract/compare.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const beyond = (share: number, requests: number) => TIMES.map(() => share * requests);
/** A tenth of requests is beyond every time, unless said otherwise. */
const side = (requests: number, more: Partial<AliasMinute> = {}): AliasMinute => ({
  invocations: requests,
  errors: 0,
  requests,
  serverErrors: 0,
  slower: beyond(0.1, requests),
  slowerByFactor: { 1.5: beyond(0.1, requests) },
  ...more,
});
const minutes = (
  count: number,
  canary: Partial<AliasMinute> = {},
  production: Partial<AliasMinute> = {},
): ComparedMinute[] =>
  Array.from({ length: count }, (_, i) => ({
    start: at(i),
    canary: side(600, canary),
    production: side(5400, production),
  }));
const compared = (over: Partial<Compared>) =>
  comparisonsOf({ settings: DEFAULT_COMPARE, minutes: minutes(4), now: at(60), ...over });
const outcomes = (over: Partial<Compared>) =>
  compared(over).map(({ noun, outcome, part }) => [noun, part, outcome].join(' / '));

const slow = (beyondAlone: number) =>
  minutes(10).map((minute, i) =>
    i < 4
      ? minute
      : {
          ...minute,
          canary: side(600, { slowerByFactor: { 1.5: TIMES.map((_, k) => (k > 0 ? beyondAlone : 600)) } }),
        },
  );
const latencyAlone = (of: readonly ComparedMinute[]) => compared({ minutes: of, aloneSince: at(4) })[2];

const clustered = (i: number) => side(5400, { errors: i % 2 === 0 ? 5 : 0 });

const metric = (judges: boolean) => ({ noun: 'orders', judges });

const counted = (requests: number, bad: number) => ({ counted: [{ requests, bad }] });
const withMetrics = (metrics: readonly object[]) =>
  ({ ...DEFAULT_COMPARE, metrics }) as unknown as Compared['settings'];
const named = (metric: object, of: readonly ComparedMinute[]) =>
  compared({ settings: withMetrics([{ noun: 'failed orders', ...metric }]), minutes: of })[3];

const tail = (share: number) => ({
  slower: beyond(0.001, 5400),
  slowerByFactor: { 1.5: beyond(0.001, 600), [TAIL_SLOWNESS]: beyond(share, 600) },
});
const withTail = (share: number, tailShare?: number) => {
  const settings = { ...DEFAULT_COMPARE, ...(tailShare !== undefined && { tailShare }) };
  return compared({ settings, minutes: minutes(30, tail(share), { slower: beyond(0.001, 5400) }) })[2]?.outcome;
};

describe('what is compared', () => {
  it('is what is counted of every request, and times', () => {
    expect(compared({})).toMatchObject([
      {
        noun: 'errors',
        part: 'errors',
        named: false,
        words: 'canary 0 % errors (0 of 2,400) against 0 % (0 of 21,600): no sign of worse',
      },
      { noun: 'answers with status 5XX', part: 'answers', named: false },
      { noun: 'latency', part: 'times', named: false },
    ]);
  });

  it('is no answer where nobody counts those, and no time where CloudWatch did not take that question', () => {
    expect(compared({ answersCounted: false }).map(({ part }) => part)).toEqual(['errors', 'times']);
    const [first, ...rest] = minutes(4);
    const without = [{ ...first, withoutTimes: true } as ComparedMinute, ...rest];
    expect(compared({ minutes: without }).map(({ part }) => part)).toEqual(['errors', 'answers']);
  });

  it.each<[what: string, canary: Partial<AliasMinute>, worse: string]>([
    ['exceptions', { errors: 60 }, 'errors'],
    ['answers with status 5XX', { serverErrors: 60 }, 'answers'],
    ['times', { slowerByFactor: { 1.5: beyond(0.5, 600) } }, 'times'],
  ])('condemns for its own part alone: %s', (_what, canary, worse) => {
    const found = compared({ minutes: minutes(4, canary) }).filter(({ outcome }) => outcome === 'worse');
    expect(found.map(({ part }) => part)).toEqual([worse]);
  });

  it('leaves out minutes of a part that are not all published', () => {
    const proof = { errorSamples: 600, timeSamples: 600, otherAnswers: 600 };
    const of = (more: Partial<AliasMinute>) =>
      minutes(4, { proof, ...more }).map((minute) => ({ ...minute, production: side(5400) }));
    expect(outcomes({ minutes: of({ errors: 60 }) })).toContain('errors / errors / worse');
    const lacking = { ...proof, errorSamples: 599 };
    expect(outcomes({ minutes: of({ errors: 60, proof: lacking }), now: at(5) })).toContain('errors / errors / open');
    // What the plan names proves nothing of itself.
    const orders = minutes(4, { ...counted(600, 60), proof: lacking }, counted(5400, 0));
    expect(named({}, orders)?.outcome).toBe('worse');
  });
});

describe('a canary that is alone', () => {
  const past = minutes(60);
  const all = (bad: number) =>
    minutes(8).map((minute, i) => (i < 4 ? minute : { ...minute, canary: side(600, { errors: bad }) }));

  it('is compared with what production did before, from the minute on that has none of it any more', () => {
    const [errors] = compared({ minutes: all(60), aloneSince: at(4) });
    expect(errors).toMatchObject({
      outcome: 'worse',
      before: true,
      words: 'canary 10 % errors (240 of 2,400) against 0 % (0 of 21,600) before, 09:04 to 09:08 UTC: worse, p < 0.001',
    });
    expect(compared({ minutes: all(0), aloneSince: at(4) })[0]?.outcome).toBe('open');
  });

  it('is compared with the worst stretch of a past that somebody asked for', () => {
    const worst = past.map((minute, i) => (i < 20 ? minute : { ...minute, production: side(5400, { errors: 540 }) }));
    expect(compared({ minutes: all(60), aloneSince: at(4), past })[0]?.outcome).toBe('worse');
    expect(compared({ minutes: all(60), aloneSince: at(4), past: worst })[0]?.outcome).toBe('open');
  });

  it('is read at the next longer time, for all may be slower for another reason', () => {
    expect(latencyAlone(slow(60))?.outcome).toBe('open');
    expect(latencyAlone(slow(570))).toMatchObject({ outcome: 'worse', before: true });
    expect(latencyAlone(slow(570))?.words).toMatch(/longer than 3,900 ms .* longer than 1,200 ms .* before, .*: worse/);
    const beyondTheSecond = slow(570).map((minute, i) => {
      const canary = { ...minute.canary, slowerByFactor: { 1.5: TIMES.map((_, k) => (k > 1 ? 60 : 570)) } };
      return i < 4 ? minute : { ...minute, canary };
    });
    expect(latencyAlone(beyondTheSecond)?.words).toMatch(/longer than 14 ms .* longer than 4 ms .* before, .*: worse/);
  });
});

/** With so many twentieths of an error more in each minute. */
const nearTheLevel = (i: number, metrics: readonly ReturnType<typeof metric>[]) => {
  const [found] = compared({ minutes: minutes(3, { errors: 3 + i / 20 }), settings: withMetrics(metrics) });
  return { p: found?.p ?? 0, worse: found?.outcome === 'worse' };
};

describe('evidence', () => {
  const past = minutes(100).map((minute, i) => ({ ...minute, production: clustered(i) }));

  it('is scaled by how clustered the requests of the past are, where somebody asked', () => {
    const bad = minutes(4, { errors: 60 });
    expect(compared({ minutes: bad, past })[0]?.words).toMatch(
      /worse, p < 0.001, counting [45](\.\d)? requests as one$/,
    );
    expect(compared({ minutes: bad })[0]?.words).not.toContain('counting');
    // Those of the release are looked at as well.
    const moving = minutes(100, { errors: 60 }).map((minute, i) => ({ ...minute, production: clustered(i) }));
    expect(compared({ minutes: moving, past: [] })[0]?.words).toContain('requests as one');
  });

  it('has a level for each series, and for each metric that judges', () => {
    // As near to the level as it gets: seven more series, and it is not reached any more.
    const near = Array.from({ length: 40 }, (_, i) => minutes(3, { errors: i / 4 }));
    const worse = (metrics: readonly ReturnType<typeof metric>[]) =>
      near.filter((of) => compared({ minutes: of, settings: withMetrics(metrics) })[0]?.outcome === 'worse').length;
    const none = worse([]);
    expect(worse(Array.from({ length: 60 }, () => metric(false)))).toBe(none);
    expect(worse(Array.from({ length: 60 }, () => metric(true)))).toBeLessThan(none);
  });

  it('is shared by three series, and by each metric that judges', () => {
    for (const metrics of [[], [metric(true)], [metric(true), metric(true), metric(false)]]) {
      const level = levelOf(DEFAULT_COMPARE.alpha, 3 + metrics.filter(({ judges }) => judges).length).beside;
      const found = Array.from({ length: 100 }, (_, i) => nearTheLevel(i, metrics));
      expect(found.map(({ worse }) => worse)).toEqual(found.map(({ p }) => p <= level));
      // So near on both sides that a series more or less would be seen.
      expect(found.some(({ p }) => p <= level && p > 0.8 * level)).toBe(true);
      expect(found.some(({ p }) => p > level && p < 1.2 * level)).toBe(true);
    }
  });
});

describe('metrics that the plan names', () => {
  const bad = minutes(4, counted(600, 60), counted(5400, 0));

  it('judge unless they are only watched, which is told', () => {
    expect(named({}, bad)).toMatchObject({ noun: 'failed orders', named: true, judges: true, outcome: 'worse' });
    expect(named({}, bad)?.words).toMatch(/: worse, p < 0.001$/);
    expect(named({ judges: false }, bad)).toMatchObject({ judges: false, outcome: 'worse' });
    expect(named({ judges: false }, bad)?.words).toMatch(/: worse, p < 0.001 \(watched only\)$/);
  });

  it('have their own tolerance where they say so', () => {
    expect(named({ tolerance: { ratio: 1.5, margin: 0.2 } }, bad)?.outcome).toBe('open');
  });

  it.each<[what: string, canary: Partial<AliasMinute>, words: string]>([
    ['more bad ones than there were', counted(10, 99), 'canary 100 % failed orders (40 of 40)'],
    ['less than nothing of them', counted(10, -99), 'canary 0 % failed orders (0 of 40)'],
  ])('count no %s', (_what, canary, words) => {
    expect(named({}, minutes(4, canary, counted(5400, 0)))?.words).toContain(words);
  });

  it.each<[what: string, canary: Partial<AliasMinute>]>([
    ['less than nothing', counted(-10, 0)],
    ['what is no number', counted(NaN, 0)],
    ['infinitely many bad ones', counted(10, Infinity)],
    ['nothing at all', {}],
    ['another metric alone', { counted: [] }],
  ])('have nothing to compare in %s', (_what, canary) => {
    expect(named({}, minutes(4, canary, counted(5400, 0)))?.words).toBe('failed orders: nothing to compare');
  });
});

it('the tail is looked at where the plan names a share of it, by a factor of its own', () => {
  expect(withTail(0.02, 0.002)).toBe('worse');
  expect(withTail(0.02)).toBe('open');
  expect(withTail(0.001, 0.002)).toBe('open');
});

it('times that are certainly no longer are told so where a bake may end early, without a tail', () => {
  const settings = { ...DEFAULT_COMPARE, endEarly: true };
  const fast = minutes(30, { slowerByFactor: { 1.5: beyond(0, 600) } }, { slower: beyond(0.5, 5400) });
  expect(compared({ settings, minutes: fast })[2]?.outcome).toBe('fine');
});
