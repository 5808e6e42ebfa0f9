import { join } from 'node:path';
import { buildProgram } from '../core/build-program.ts';

/**
 * Builds the program that function processes run.
 * @returns the file's path
 * @throws DiskFull
 */
export function buildWorker(outDir: string): string {
  return buildProgram('src/lambda/worker/main.ts', join(outDir, 'worker.mjs'));
}
