import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../cli/nearest.ts';

test.each([
  ['25', ['10', '30', '50'], '30'],
  ['99', ['10', '30', '50'], '50'],
  ['ShopStak', ['ShopStack', 'Other'], 'ShopStack'],
  ['shopstack', ['Other', 'ShopStack'], 'ShopStack'],
  ['xyz', ['ShopStack'], undefined],
  ['xyz', [], undefined],
])('of what is near %s among %j, means %s', (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant);
});

test('asks only when something is near', () => {
  expect([didYouMean('25', ['10', '30']), didYouMean('x', ['ShopStack'])]).toEqual(['; did you mean 30?', '']);
});
