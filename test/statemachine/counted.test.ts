import { expect, it } from 'vitest';
import { counted } from '../../statemachine/contract/counted.ts';

it.each([
  [0, '0 requests'],
  [1, '1 request'],
  [1.3, '1 request'],
  [2, '2 requests'],
  [8110.4, '8,110 requests'],
])('%f is said as %s', (count, words) => {
  expect(counted(count, 'request')).toBe(words);
});
