import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { matches, nextRetry, type Retrier, retryDelayMs } from '../../src/states/retry.ts';

const random = seededRandom(1);
const retrier = (more: Partial<Retrier> = {}): Retrier => ({
  errorEquals: ['States.ALL'],
  intervalSeconds: 1,
  maxAttempts: 3,
  backoffRate: 2,
  fullJitter: false,
  ...more,
});

describe('matches', () => {
  test.each([
    [['Broken'], 'Broken', true],
    [['Other', 'Broken'], 'Broken', true],
    [['Broke'], 'Broken', false],
    [['States.ALL'], 'Broken', true],
    [['States.ALL'], 'States.Timeout', true],
    [['States.ALL'], 'States.QueryEvaluationError', true],
    [['States.ALL'], 'States.Runtime', false],
    [['States.ALL'], 'States.DataLimitExceeded', false],
    [['States.DataLimitExceeded'], 'States.DataLimitExceeded', true],
    [['States.Runtime'], 'States.Runtime', false],
    [['States.TaskFailed'], 'Broken', true],
    [['States.TaskFailed'], 'States.Timeout', false],
    [['States.TaskFailed'], 'States.DataLimitExceeded', false],
    [['States.Timeout'], 'States.Timeout', true],
  ])('%j and %s: %s', (errorEquals, error, expected) => {
    expect(matches(errorEquals, error)).toBe(expected);
  });
});

describe('retryDelayMs', () => {
  test('grows by the rate from one try to the next: 3, 4.5, 6.75 seconds', () => {
    const policy = retrier({ intervalSeconds: 3, backoffRate: 1.5 });
    expect([1, 2, 3].map((attempt) => retryDelayMs(policy, attempt, random))).toEqual([3000, 4500, 6750]);
  });

  test('stops growing at MaxDelaySeconds', () => {
    const policy = retrier({ intervalSeconds: 2, maxDelaySeconds: 5 });
    expect([1, 2, 3, 4].map((attempt) => retryDelayMs(policy, attempt, random))).toEqual([2000, 4000, 5000, 5000]);
  });

  test('with full jitter is anything from 0 to the delay', () => {
    assert(
      property(integer(), integer({ min: 1, max: 5 }), (seed, attempt) => {
        const delay = retryDelayMs(retrier({ fullJitter: true }), attempt, seededRandom(seed));
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(1000 * 2 ** (attempt - 1));
      }),
    );
  });
});

describe('nextRetry', () => {
  const policies = [
    retrier({ errorEquals: ['Never'], maxAttempts: 0 }),
    retrier({ errorEquals: ['Busy'], maxAttempts: 1 }),
    retrier(),
  ];

  test('the first retrier that matches decides, even when it allows none', () => {
    expect(nextRetry(policies, [0, 0, 0], 'Never', random)).toBeUndefined();
    expect(nextRetry(policies, [0, 0, 0], 'Busy', random)).toEqual({ index: 1, delayMs: 1000 });
    expect(nextRetry(policies, [0, 1, 0], 'Busy', random)).toBeUndefined();
  });

  test('each retrier counts for itself', () => {
    expect(nextRetry(policies, [0, 1, 2], 'Else', random)).toEqual({ index: 2, delayMs: 4000 });
    expect(nextRetry(policies, [0, 1, 3], 'Else', random)).toBeUndefined();
  });
});
