import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { Chain } from '../chain.ts';
import { keptVersions, readKept } from '../kept.ts';
import { GOING_ON, type Point, TAKEN_BACK } from '../points.ts';

const POINTS = [...GOING_ON, ...TAKEN_BACK].filter(({ name }) =>
  ['mid-bake', 'promoting', 'reverting', 'rolling back'].includes(name),
);

/** A check of before gates cannot ask anybody, so that what waits at one goes back: nobody has approved it. */
const asToldBack = (point: Point): Point =>
  point.name === 'mid-bake' ? { ...point, ending: { outcome: 'rolled back', status: 'FAILED' } } : point;

/** A gate, hooks, provisioned concurrency, a preview and rarer checks of a pause come and go in mid-release. */
describe.each(keptVersions())('between %s and the sources with options switched on, a release', (version) => {
  const folder = inject('upgrade');
  const chain = new Chain(join(folder, version), readKept(version).states, join(folder, 'current'), 'options');
  afterAll(() => chain.close());

  test.each(
    POINTS.flatMap((point) => [[point.name, 'on', point] as const, [point.name, 'back', asToldBack(point)] as const]),
  )('%s: updated %s', async (_, direction, point) => {
    expect(await chain.play(point, direction)).toEqual([]);
  });
});
