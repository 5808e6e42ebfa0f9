import { buildSync } from 'esbuild';
import { renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Builds the program that function processes run, as plain JavaScript: a process then starts without a TypeScript
 * loader, in a tenth of the time.
 * @returns the file's path
 */
export function buildWorker(outDir: string): string {
  const outfile = join(outDir, 'worker.mjs');
  // By the package's own name, for the program of the command line is another file than this one.
  const home = dirname(createRequire(import.meta.url).resolve('local-aws/package.json'));
  const entry = join(home, 'src/lambda/worker/main.ts');
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
