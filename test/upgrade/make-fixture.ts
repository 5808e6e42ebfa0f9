/**
 * Keeps the product as it is as a fixture; see README.md for when.
 *
 *     node --import tsx test/upgrade/make-fixture.ts 0.1.0
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentAssemblies } from './assemblies.ts';
import { writeFiles } from './files.ts';
import { violationsOf } from './leg-violations.ts';
import { type KeptPoint, writeKept } from './kept.ts';
import { GOING_ON, type Point, TAKEN_BACK } from './points.ts';
import { rehearse } from './rehearse.ts';
import { Stage } from './stage.ts';
import { CURRENT_STATES } from './states.ts';

const [version] = process.argv.slice(2);
if (version === undefined || !/^[\w.-]+$/.test(version)) {
  throw new Error(`expected the version to keep, such as 0.1.0; got ${version ?? 'nothing'}`);
}

const files = currentAssemblies(['1.0.0', '2.0.0', 'default']);
const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-keep-'));
writeFiles(folder, files);
const stage = await Stage.open({ assembly: join(folder, '2.0.0'), states: CURRENT_STATES }, join(folder, '1.0.0'));
try {
  const points: Record<string, KeptPoint> = {};
  for (const point of [...GOING_ON, ...TAKEN_BACK]) points[point.name] = await keep(point);
  const bytes = writeKept(version, { states: CURRENT_STATES, points, files });
  process.stdout.write(
    `${version}: ${Object.keys(points).length} points, ${Object.keys(files).length} files, ${bytes} bytes\n`,
  );
} finally {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Nothing is kept of a version that is not itself as it should be. */
async function keep(point: Point): Promise<KeptPoint> {
  let items: KeptPoint['items'] = [];
  const seen = await rehearse(stage, point, async () => {
    items = await stage.table.items();
    return [];
  });
  const violations = violationsOf(seen);
  if (violations.length > 0) throw new Error(`${point.name}: ${violations.join('; ')}`);
  // Errors say where the function's code was.
  const histories = JSON.stringify(stage.witness.executions().map(({ history }) => history.events));
  return { items, histories: JSON.parse(histories.replaceAll(tmpdir(), '')) as KeptPoint['histories'] };
}
