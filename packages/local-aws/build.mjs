// Makes the program of the command line: one file of plain JavaScript. `npm run prepare`, which npm also runs when it
// installs. What the package depends on stays where it is installed.
import { buildSync } from 'esbuild';
import { renameSync } from 'node:fs';
import { join } from 'node:path';

// Put in place whole: somebody may be starting it.
const unfinished = `dist/cli.mjs.${process.pid}`;
buildSync({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/cli/main.ts'],
  outfile: unfinished,
  bundle: true,
  format: 'esm',
  packages: 'external',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
renameSync(join(import.meta.dirname, unfinished), join(import.meta.dirname, 'dist/cli.mjs'));
