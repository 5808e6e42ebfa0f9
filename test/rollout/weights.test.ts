import { expect, it } from 'vitest';
import { canaryAt, describeWeights, isAtRest, liveWeights, sameWeights } from '../../rollout/weights.ts';

it('weights are the same where both are', () => {
  expect(sameWeights(canaryAt(10), { production: 90, canary: 10 })).toBe(true);
  expect(sameWeights(canaryAt(10), { production: 90, canary: 11 })).toBe(false);
  expect(sameWeights(canaryAt(10), { production: 91, canary: 10 })).toBe(false);
  expect(isAtRest({ production: 100, canary: 1 })).toBe(false);
  expect(isAtRest({ production: 99, canary: 0 })).toBe(false);
});

it('the live weights are told with what they mean', () => {
  expect(describeWeights(canaryAt(30))).toBe('production 70, canary 30');
  expect(liveWeights(canaryAt(30))).toStrictEqual({ atRest: false, canary: 30, words: 'production 70, canary 30' });
  expect(liveWeights(canaryAt(0))).toStrictEqual({ atRest: true, canary: 0, words: 'production 100, canary 0' });
});
