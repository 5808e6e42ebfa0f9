import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Chain } from '../chain.ts';
import { keptVersions, readKept } from '../kept.ts';
import { GOING_ON, TAKEN_BACK } from '../points.ts';

const POINTS = [...GOING_ON, ...TAKEN_BACK].filter(({ name }) =>
  ['mid-bake', 'promoting', 'reverting', 'rolling back'].includes(name),
);

/** Provisioned concurrency, a preview and rarer checks of a pause come and go with the update, in mid-release. */
describe.each(keptVersions())('between %s and the sources with options switched on, a release', (version) => {
  const folder = inject('upgrade');
  const chain = new Chain(join(folder, version), readKept(version).states, join(folder, 'current'), 'options');
  afterAll(() => chain.close());

  test.each(POINTS.flatMap((point) => (['on', 'back'] as const).map((to) => [point.name, to, point] as const)))(
    '%s: updated %s',
    async (_, direction, point) => {
      expect(await chain.play(point, direction)).toEqual([]);
    },
  );
});
