// Makes the program of the command line: one file of plain JavaScript. `npm run prepare`, which npm also runs when it
// installs. What the package depends on stays where it is installed.
import { buildSync } from 'esbuild';

buildSync({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/cli.mjs',
  bundle: true,
  format: 'esm',
  packages: 'external',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
