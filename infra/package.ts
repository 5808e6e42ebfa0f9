import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHandlers, bundleProgram } from './bundling/bundle.ts';
import { ROOT } from './bundling/sources.ts';

/**
 * `npm run prepare`, which npm also runs after `npm ci`, before `npm pack`, and when somebody installs from git: makes
 * `dist/`, all there is in the package. The construct as JavaScript with types, its handlers as finished
 * bundles, and the operator's program in one file, so that an app that installs it gets neither the SDK nor esbuild.
 */
const dist = join(ROOT, 'dist');
rmSync(dist, { recursive: true, force: true });
bundleHandlers(join(dist, 'handler-bundles'));
bundleProgram('cli/main.ts', join(dist, 'cli/lattice-canary.mjs'));
const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '--project', join(ROOT, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
// Types as those of CommonJS, which compile everywhere: those of a module do not where TypeScript 5 writes CommonJS,
// though Node.js itself has required modules since 20.19.
writeFileSync(join(dist, 'types/package.json'), '{ "type": "commonjs" }\n');
process.exitCode = status ?? 1;
