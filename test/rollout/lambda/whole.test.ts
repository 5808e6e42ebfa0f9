import { describe, expect, it } from 'vitest';
import type { AliasMinute, ComparedMinute, Proof } from '../../../rollout/lambda/minutes.ts';
import { describeLeftOut, isWhole, neverWhole } from '../../../rollout/lambda/whole.ts';

const START = new Date('2026-01-05T09:00:00Z');
const minutesLater = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
const SOON = minutesLater(2);
const LATE = minutesLater(6);

const ALL: Proof = { errorSamples: 100, timeSamples: 100, otherAnswers: 97 };
const side = (over: Partial<AliasMinute> = {}): AliasMinute => ({
  invocations: 100,
  errors: 2,
  requests: 100,
  serverErrors: 3,
  slower: [],
  slowerByFactor: [],
  proof: ALL,
  ...over,
});
const minute = (canary: Partial<AliasMinute> = {}, production: Partial<AliasMinute> = {}): ComparedMinute => ({
  start: START,
  canary: side(canary),
  production: side(production),
});
const proving = (over: Partial<Proof>) => ({ proof: { ...ALL, ...over } });

describe('a minute is whole', () => {
  const parts = ['errors', 'answers', 'times'] as const;

  it.each(parts)('in its %s where nobody asked for proof', (part) => {
    const { proof: _canary, ...canary } = side();
    const { proof: _production, ...production } = side();
    expect(isWhole({ start: START, canary, production }, part, SOON)).toBe(true);
  });

  it('in its answers where each is counted whole or not at all', () => {
    const { otherAnswers: _other, ...proof } = ALL;
    expect(isWhole(minute({ proof }, { proof }), 'answers', SOON)).toBe(true);
  });

  it.each(parts)('in its %s where every invocation and every answer is accounted for', (part) => {
    expect(isWhole(minute(), part, SOON)).toBe(true);
  });

  it.each([
    { part: 'errors', what: 'errors of some invocations', lacks: proving({ errorSamples: 99 }) },
    { part: 'errors', what: 'the invocations of some errors', lacks: { invocations: 60 } },
    { part: 'times', what: 'times of some invocations', lacks: proving({ timeSamples: 70 }) },
    { part: 'times', what: 'the invocations of some times', lacks: { invocations: 0 } },
    { part: 'answers', what: 'the 5XX among the answers', lacks: { serverErrors: 0 } },
    { part: 'answers', what: 'answers that are no 5XX', lacks: proving({ otherAnswers: 40 }) },
    { part: 'answers', what: 'the answers of all kinds', lacks: { requests: 0 } },
  ] as const)('and not in its $part while $what are missing, on either side', ({ part, lacks }) => {
    expect(isWhole(minute(lacks), part, SOON)).toBe(false);
    expect(isWhole(minute({}, lacks), part, SOON)).toBe(false);
  });

  it('in its errors, once it is old, where Lambda wrote as many as there are and all of the times', () => {
    const seldom = minute(proving({ errorSamples: 2 }));
    expect([SOON, LATE].map((now) => isWhole(seldom, 'errors', now))).toEqual([false, true]);
    const lost = minute({ ...proving({ errorSamples: 0, timeSamples: 40 }), errors: 0 });
    expect(isWhole(lost, 'errors', LATE)).toBe(false);
    expect(isWhole(minute(proving({ errorSamples: 1 })), 'errors', LATE)).toBe(false);
  });
});

describe('minutes that are left out', () => {
  it('are told, each once', () => {
    const all = [minute(), minute(proving({ timeSamples: 1, otherAnswers: 1 })), minute()];
    expect(describeLeftOut(all, SOON)).toEqual(['compared without 1 of 3 minutes, which are not all published']);
    expect(describeLeftOut([minute()], SOON)).toEqual([]);
  });

  it('are a doubt where they look worse, are most of all, and are old enough to be there', () => {
    const never = minute(proving({ otherAnswers: 1 }));
    const words =
      'answers with status 5XX look worse, and CloudWatch lacks some of them in 2 of 3 minutes ' +
      '(RUNBOOK.md#blindtoanswers)';
    expect(neverWhole([never, never, minute()], ['answers'], LATE)).toEqual([{ words, silent: true }]);
    expect(neverWhole([never, never, minute()], ['errors'], LATE)).toEqual([]);
    expect(neverWhole([never, never, minute()], ['answers'], SOON)).toEqual([]);
    expect(neverWhole([never, minute()], ['answers'], LATE)).toEqual([]);
  });

  it('are none that nobody of the canary was in', () => {
    const idle = minute({ ...proving({ otherAnswers: 1 }), invocations: 0 });
    expect(neverWhole([idle, idle], ['answers'], LATE)).toEqual([]);
  });
});
