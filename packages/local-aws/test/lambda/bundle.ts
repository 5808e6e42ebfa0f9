import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import type { AccessControl } from '../../src/iam/access-control.ts';
import type { Configuration } from '../../src/lambda/model.ts';
import { temporaryFolder } from '../../src/testing/folder.ts';
import { type LambdaWorld, lambdaWorld, writeBundle } from '../../src/testing/functions.ts';

export { PLACE } from '../../src/testing/functions.ts';

/** A bundle with this source as its `index.mjs`, that goes when the test is over. */
export function bundle(source: string): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  return writeBundle(path, source);
}

export function startFunctions(
  clock?: Clock,
  poolSize?: number,
  access?: AccessControl,
  concurrency?: number,
): LambdaWorld {
  return lambdaWorld(onTestFinished, { clock, poolSize, access, concurrency });
}

/** Lambda with one function, `fn`, of this source. */
export async function startFunction(
  source: string,
  changes: Partial<Configuration> = {},
  clock?: Clock,
  poolSize?: number,
  access?: AccessControl,
): Promise<LambdaWorld> {
  const world = startFunctions(clock, poolSize, access);
  await world.create(source, changes);
  return world;
}
