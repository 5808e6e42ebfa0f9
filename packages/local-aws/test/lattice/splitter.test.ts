import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { Splitter } from '../../src/lattice/splitter.ts';

const groups = (production: number, canary: number) => [
  { targetGroupId: 'production', weight: production },
  { targetGroupId: 'canary', weight: canary },
];

function canaryShare(splitter: Splitter, picks: number, now = 0): number {
  const canary = Array.from({ length: picks }, () => splitter.pick(now)).filter((id) => id === 'canary').length;
  return canary / picks;
}

test.each([
  [100, 0, 0],
  [90, 10, 0.1],
  [70, 30, 0.3],
  [1, 2, 2 / 3],
  [0, 100, 1],
  [998, 999, 999 / 1997],
])('weights %i and %i send their share to the canary, within one percent', (production, canary, share) => {
  expect(Math.abs(canaryShare(new Splitter(groups(production, canary), seededRandom(7)), 10_000) - share)).toBeLessThan(
    0.01,
  );
});

test('ten requests at 10 percent bring the canary exactly one, and not always the same', () => {
  const splitter = new Splitter(groups(90, 10), seededRandom(7));
  const places = Array.from({ length: 30 }, () =>
    Array.from({ length: 10 }, () => splitter.pick(0)).flatMap((id, i) => (id === 'canary' ? [i] : [])),
  );
  expect(places.every((each) => each.length === 1)).toBe(true);
  expect(new Set(places.flat()).size).toBeGreaterThan(3);
});

test('new weights are followed from the moment that they apply, the newest of several', () => {
  const splitter = new Splitter(groups(100, 0), seededRandom(7));
  splitter.write(groups(0, 100), 5000);
  splitter.write(groups(50, 50), 6000);
  splitter.write(groups(100, 0), 6000);
  expect(canaryShare(splitter, 100, 4999)).toBe(0);
  expect(canaryShare(splitter, 100, 5000)).toBe(1);
  expect(canaryShare(splitter, 100, 6000)).toBe(0);
});

test('weights that apply while nobody asks are skipped', () => {
  const splitter = new Splitter(groups(100, 0), seededRandom(7));
  splitter.write(groups(0, 100), 1000);
  splitter.write(groups(100, 0), 2000);
  expect(canaryShare(splitter, 100, 3000)).toBe(0);
});

test('of several parts each follows after its own time, and chance tells which one a request meets', () => {
  const splitter = new Splitter(groups(100, 0), seededRandom(7), 2);
  splitter.write(groups(0, 100), 1000, 61_000);
  expect(canaryShare(splitter, 1000, 999)).toBe(0);
  expect(Math.abs(canaryShare(splitter, 1000, 1000) - 0.5)).toBeLessThan(0.1);
  expect(Math.abs(canaryShare(splitter, 1000, 60_999) - 0.5)).toBeLessThan(0.1);
  expect(canaryShare(splitter, 1000, 61_000)).toBe(1);
});
