import { buildSync } from 'esbuild';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds the program that function processes run, as plain JavaScript: a process then starts without a TypeScript
 * loader, in a tenth of the time.
 * @returns the file's path
 */
export function buildWorker(outDir: string): string {
  const outfile = join(outDir, 'worker.mjs');
  const entry = fileURLToPath(new URL('worker/main.ts', import.meta.url));
  // Put in place whole: another local cloud may be starting processes from the same folder.
  const unfinished = `${outfile}.${process.pid}`;
  buildSync({
    entryPoints: [entry],
    outfile: unfinished,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  renameSync(unfinished, outfile);
  return outfile;
}
