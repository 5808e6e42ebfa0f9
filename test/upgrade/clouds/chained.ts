import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Chain } from '../chain.ts';
import { keptVersions, readKept } from '../kept.ts';
import type { Point } from '../points.ts';

/**
 * Each point twice, in turns updated `on` to the sources as they are and `back` to what is kept. Their number is odd,
 * so that the second round does what the first did not.
 */
export function describeUpgrades(points: readonly Point[]): void {
  const legs = [...points, ...points].map((point, i) => [point.name, i % 2 === 0 ? 'on' : 'back', point] as const);

  describe.each(keptVersions())('between %s and the sources as they are, a release', (version) => {
    const folder = inject('upgrade');
    const chain = new Chain(join(folder, version), readKept(version).states, join(folder, 'current'));
    afterAll(() => chain.close());

    test.each(legs)('%s: updated %s', async (_, direction, point) => {
      expect(await chain.play(point, direction)).toEqual([]);
    });
  });
}
