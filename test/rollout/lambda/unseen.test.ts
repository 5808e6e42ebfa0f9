import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AliasMinute, ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { isAnswered } from '../../../rollout/lambda/uncounted.ts';
import { judgedRequests, unseenIn, type Watched } from '../../../rollout/lambda/unseen.ts';
import { answerSource } from '../../../statemachine/contract/answer-metrics.ts';

const START = Date.parse('2026-01-05T09:00:00Z');
const at = (minute: number) => new Date(START + minute * 60_000);

type Side = readonly [invocations: number, answers: number, own?: number];
const side = ([invocations, requests, own]: Side): AliasMinute => ({
  invocations,
  errors: 0,
  requests,
  serverErrors: 0,
  slower: [],
  slowerByFactor: [],
  ...(own !== undefined && { counted: [{ requests: own, bad: 0 }] }),
});
const minute = (i: number, canary: Side, production: Side): ComparedMinute => ({
  start: at(i),
  canary: side(canary),
  production: side(production),
});
/** Five minutes that are all alike, and have all been published; the weight settled at the first. */
const watched = (canary: Side, production: Side, over: Partial<Watched> = {}): Watched => ({
  minutes: Array.from({ length: 5 }, (_, i) => minute(i, canary, production)),
  weight: 10,
  shiftedAt: at(0),
  settledAt: at(0),
  now: at(8),
  source: answerSource('target-group-metrics'),
  metrics: [],
  ...over,
});
/** What is doubted of a canary that looks no worse. */
const found = (seen: Watched) =>
  unseenIn(seen).flatMap(({ words, silent, onlyOfWorse }) => (onlyOfWorse ? [] : [[silent, words]]));

const HELP = '(RUNBOOK.md#blindtoanswers)';
const NO_ANSWER =
  'Lambda counts 500 requests of the canary and VPC Lattice no answer: none with status 5XX would be seen';

/** Of minutes with this of the canary. */
const foundOf = (...canary: readonly Side[]) =>
  found({ ...watched([0, 0], [0, 0]), minutes: canary.map((one, i) => minute(i, one, [900, 900])) });
/** Of so many of five minutes no answer of the canary is counted. */
const lost = (count: number) => foundOf(...Array.from({ length: 5 }, (_, i): Side => [100, i < count ? 0 : 100]));

describe('what a verdict would be blind to', () => {
  it('is nothing where everything is counted', () => {
    expect(found(watched([100, 100, 10], [900, 900, 90], { metrics: [{ noun: 'failed checkouts' }] }))).toEqual([]);
  });

  it('is not one minute whose answers were lost, but is two', () => {
    expect(lost(1)).toEqual([]);
    expect(lost(2)).toEqual([[false, expect.stringContaining('200 of 500 requests of the canary have no answer')]]);
  });

  it('is what is missing of the others beside such a minute, and one without requests is none', () => {
    expect(foundOf([100, 0], [100, 50], [100, 50], [100, 50], [100, 50])).toEqual([
      [false, expect.stringContaining('200 of 400 requests of the canary have no answer')],
    ]);
    expect(foundOf([100, 0], [0, 0], [100, 100], [100, 100], [100, 100])).toEqual([]);
  });

  it('is a production of which nothing is counted where ten answers or requests of it are expected', () => {
    const metrics = [{ noun: 'a' }];
    const silent = (canary: Side, production: Side) => found(watched(canary, production, { weight: 50, metrics }));
    expect(silent([2, 2, 2], [9, 0, 2])).toEqual([[true, expect.stringContaining('no answer of production')]]);
    expect(silent([2, 2, 0], [2, 2, 2])).toEqual([[true, expect.stringContaining('and 10 of production')]]);
  });

  it('is a metric that is absent from some minutes, or all', () => {
    const absent = watched([100, 100], [900, 900, 90], { metrics: [{ noun: 'a' }] });
    const words = [[true, expect.stringContaining('a: nothing is counted of the canary, and 450 of production')]];
    expect(found(absent)).toEqual(words);
    const minutes = absent.minutes.map((one) => ({ ...one, canary: { ...one.canary, counted: [] } }));
    expect(found({ ...absent, minutes })).toEqual(words);
  });

  it('is requests unlike the weight, from the minute after the shift on where all are answered', () => {
    const unlike = (answers: number, now: Date) =>
      found({
        ...watched([0, 0], [0, 0]),
        minutes: [minute(0, [100, 100], [900, 900]), minute(1, [400, 400], [600, answers])],
        shiftedAt: at(1),
        settledAt: at(2),
        now,
      }).map(([, words]) => words);
    expect(unlike(600, at(2))).toEqual([expect.stringContaining('40 % of 1,000 requests went to the canary')]);
    expect(unlike(100, at(2))).toEqual([]);
    expect(unlike(100, at(4))).toEqual([expect.stringContaining('80 % of 500 requests')]);
  });

  it('is how requests are shared out before any is counted, but only of a canary that looks worse', () => {
    const early = watched([0, 0], [0, 0]);
    expect(unseenIn(early)).toEqual([expect.objectContaining({ onlyOfWorse: true, error: 'SplitUnlikeWeight' })]);
    expect(unseenIn({ ...early, source: answerSource('access-logs') })).toEqual([]);
  });

  it.each<[string, Watched, string]>([
    [
      'a target group that counts nothing of 8,000 invocations',
      watched([1600, 0], [9000, 9000]),
      'Lambda counts 8,000',
    ],
    ['one that does so at 100 %', watched([100, 0], [0, 0], { weight: 100 }), NO_ANSWER],
    [
      'Lambda that counts no invocation',
      watched([0, 100], [900, 900]),
      'VPC Lattice counts 500 requests of the canary',
    ],
    ["production's target group that counts nothing", watched([100, 100], [900, 0]), 'no answer of production'],
    [
      'a metric of your own that is counted of production only',
      watched([100, 100, 0], [900, 900, 90], { metrics: [{ noun: 'failed checkouts' }] }),
      'failed checkouts: nothing is counted of the canary, and 450 of production',
    ],
  ])('is %s, and a person has to look', (_what, seen, words) => {
    expect(found(seen)).toEqual([[true, expect.stringContaining(words)]]);
    expect(found(seen)[0]?.[1]).toContain(HELP);
  });

  it('is a target group that counts nothing, however few were asked, and as soon as one was', () => {
    const seen = watched([0, 0], [9, 9], { now: at(5) });
    expect(found(seen)).toEqual([]);
    expect(found({ ...seen, minutes: [minute(4, [1, 0], [9, 9])] })).toEqual([
      [true, expect.stringContaining('Lambda counts 1 request of the canary and VPC Lattice no answer')],
    ]);
  });

  it('is invocations without an answer, which may be users who got an error: nobody waits for a person', () => {
    expect(found(watched([100, 94], [900, 900]))).toEqual([
      [false, `30 of 500 requests of the canary have no answer counted anywhere ${HELP}`],
    ]);
  });

  it.each<[string, Watched]>([
    ['a missing answer in twenty', watched([100, 95], [900, 900])],
    ['five missing answers, however large their share', watched([4, 3], [36, 36])],
    ['missing answers of minutes that may not all be published', watched([100, 50], [900, 900], { now: at(2.9) })],
    ['more answers than invocations, as where Lambda throttles', watched([90, 100], [900, 900])],
    ['what the smoke test asked before the weight settled', watched([100, 0], [900, 900], { settledAt: at(5) })],
    ['what the plan only watches', watched([100, 100, 0], [900, 900, 90], { metrics: [{ noun: 'a', judges: false }] })],
    [
      'a production without requests at 100 %',
      watched([100, 100, 9], [0, 0, 0], { weight: 100, metrics: [{ noun: 'a' }] }),
    ],
    [
      'what others ask production for at 100 %',
      watched([100, 100, 0], [0, 0, 90], { weight: 100, metrics: [{ noun: 'a' }] }),
    ],
    ['a production that others ask, beside few users', watched([1, 1], [900, 0], { weight: 90 })],
    [
      'a metric of your own that is hardly counted of anybody',
      watched([100, 100, 0], [900, 900, 15], { metrics: [{ noun: 'a' }] }),
    ],
    ['answers that nobody counts', watched([100, 0], [900, 0], { source: undefined })],
  ])('is not %s', (_what, seen) => {
    expect(found(seen)).toEqual([]);
  });

  it('a missing answer is believed only two minutes after its minute', () => {
    const seen = watched([100, 50], [900, 900]);
    expect(found({ ...seen, now: at(3) })).toEqual([
      [false, `50 of 100 requests of the canary have no answer counted anywhere ${HELP}`],
    ]);
  });

  it('never depends on the metrics of others than canary and production of this weight', () => {
    const count = fc.nat(500);
    fc.assert(
      fc.property(fc.tuple(count, count), fc.tuple(count, count), (canary, production) => {
        const seen = watched([100, 100], [900, 900]);
        const before = minute(-3, canary, production);
        expect(unseenIn({ ...seen, minutes: [before, ...seen.minutes] })).toEqual(unseenIn(seen));
      }),
    );
  });
});

describe('what a verdict would be blind to where answers are counted in access logs', () => {
  const source = answerSource('access-logs');
  /** Answers of each minute; the canary is asked 100 times in each. */
  const logged = (...answers: readonly number[]) =>
    watched([100, 100], [900, 900], {
      source,
      minutes: answers.map((count, i) => minute(i, [100, count], [900, 900])),
      now: at(answers.length),
    });

  it('is a log without a line, and says whose', () => {
    expect(found(logged(0, 0, 0))).toEqual([
      [true, expect.stringContaining("300 requests of the canary and VPC Lattice's access log no answer: none")],
    ]);
  });

  it('is not lines that are still under way, for five minutes', () => {
    expect(found(logged(100, 100, 60, 0, 0))).toEqual([]);
    expect(found(logged(60, 60, 60, 0, 0))).toEqual([]);
    expect(found(logged(60, 60, 60, 60, 0, 0))).toEqual([
      [false, `40 of 100 requests of the canary have no answer counted anywhere ${HELP}`],
    ]);
  });

  it('is not lines that are counted when they are delivered, but fewer than were asked for are', () => {
    expect(found(logged(0, 0, 80, 100, 100, 100, 100, 100, 100, 100))).toEqual([]);
    expect(found(logged(0, 0, 80, 80, 80, 80, 80, 80, 80, 80))).toEqual([
      [false, expect.stringContaining('of 500 requests of the canary have no answer counted anywhere')],
    ]);
  });

  it('is a minute without lines as well, where they are late', () => {
    expect(found(logged(0, 100, 100, 0, 100, 100, 0, 100))).toEqual([
      [false, expect.stringContaining('100 of 300 requests of the canary have no answer counted anywhere')],
    ]);
  });

  it('judges as many requests as have an answer, and elsewhere all of them', () => {
    expect(judgedRequests({ invocations: 30, answers: 12, source })).toBe(12);
    expect(judgedRequests({ invocations: 30, answers: 40, source })).toBe(30);
    expect(judgedRequests({ invocations: 30, answers: 12, source: answerSource() })).toBe(30);
  });
});

it.each<[answered: boolean, canary: Side]>([
  [true, [100, 95]],
  [false, [100, 94]],
  [true, [1000, 950]],
  [false, [1000, 949]],
  [true, [20, 15]],
  [false, [20, 14]],
  [true, [95, 100]],
])('a minute is answered (%s) where five or one in twenty are missing at most: %j', (answered, canary) => {
  expect(isAnswered(minute(0, canary, [9, 9]))).toBe(answered);
  expect(isAnswered(minute(0, [9, 9], canary))).toBe(answered);
});
