import { buildSync } from 'esbuild';
import { renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { writing } from '../disk-full.ts';
import { ownFolder } from '../own-folder.ts';

/**
 * Builds the program that function processes run, as plain JavaScript: a process then starts without a TypeScript
 * loader, in a tenth of the time.
 * @returns the file's path
 * @throws DiskFull
 */
export function buildWorker(outDir: string): string {
  const outfile = join(outDir, 'worker.mjs');
  // By the package's own name, for the program of the command line is another file than this one.
  const home = dirname(createRequire(import.meta.url).resolve('local-aws/package.json'));
  const entry = join(home, 'src/lambda/worker/main.ts');
  // Put in place whole: another local cloud may be starting processes from the same folder.
  const folder = ownFolder(outDir, 'worker');
  const unfinished = join(folder, 'worker.mjs');
  try {
    writing(outfile, () =>
      buildSync({
        entryPoints: [entry],
        outfile: unfinished,
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        logLevel: 'silent',
      }),
    );
    renameSync(unfinished, outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return outfile;
}
