import { buildSync } from 'esbuild';
import { renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { writing } from '../disk-full.ts';
import { ownFolder } from '../own-folder.ts';

/**
 * Builds a program of this package for a process of its own, as plain JavaScript: it then starts without a TypeScript
 * loader, in a tenth of the time.
 * @param entry its file, from the package's folder
 * @returns the path of what was built
 * @throws DiskFull
 */
export function buildProgram(entry: string, outfile: string): string {
  // By the package's own name, for the program of the command line is another file than this one.
  const home = dirname(createRequire(import.meta.url).resolve('local-aws/package.json'));
  // Put in place whole: another local cloud may be starting processes from the same folder.
  const folder = ownFolder(dirname(outfile), 'worker');
  const unfinished = join(folder, basename(outfile));
  try {
    writing(outfile, () =>
      buildSync({
        entryPoints: [join(home, entry)],
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
