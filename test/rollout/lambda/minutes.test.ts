import { expect, it } from 'vitest';
import { countedByAlarms, factorsOf } from '../../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE, TAIL_SLOWNESS } from '../../../statemachine/contract/compare.ts';

it('times are read by one factor, and by another one of the tail where the plan looks there', () => {
  const settings = { ...DEFAULT_COMPARE, slowness: 1.5 };
  expect(factorsOf(settings)).toEqual([1.5]);
  expect(factorsOf({ ...settings, tailShare: 0.01 })).toEqual([1.5, TAIL_SLOWNESS]);
  expect(factorsOf({ ...settings, tailShare: 0.01, tailSlowness: 4 })).toEqual([1.5, 4]);
  expect(factorsOf({ ...settings, tailShare: 0.01, tailSlowness: 1.5 })).toEqual([1.5]);
});

it('a minute of production is what its alarms count: exceptions of invocations, and 5XX of answers', () => {
  const start = new Date(0);
  expect(countedByAlarms({ start, invocations: 4, errors: 3, requests: 2, serverErrors: 1 })).toEqual({
    start,
    invocations: { requests: 4, bad: 3 },
    answers: { requests: 2, bad: 1 },
  });
});
