import { expect, it } from 'vitest';
import { inTime, toldOfWarmth, type Warmed } from '../../../rollout/lambda/warm.ts';

const warm = { withinMs: 100 } as Parameters<typeof inTime>[1];

it.each<[took: Warmed['took'], fine: boolean, words: string]>([
  [[100], true, 'GET /x warm when asked 1 time, 100 ms'],
  [[900, 40], true, 'GET /x warm when asked 2 times, 40 ms'],
  [[40, 101], false, 'GET /x asked 2 times and not within 100 ms, at last 101 ms'],
  [[800, 700, 101], false, 'GET /x asked 3 times and not within 100 ms, at last 101 ms'],
  [[40, undefined], false, 'GET /x asked 2 times and not within 100 ms, at last no good answer'],
  [[], false, 'GET /x asked 0 times and not within 100 ms, at last no time left'],
])('a canary that took %j ms is warm by its newest answer: %s', (took, fine, words) => {
  expect(inTime({ path: '/x', took }, warm)).toBe(fine);
  expect(toldOfWarmth({ path: '/x', took }, warm)).toBe(words);
});
