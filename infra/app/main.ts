import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlersAside, bundleRelease } from '../bundling/index.ts';
import { SettingsError } from './settings.ts';

/** The bundles as they are now; CDK copies them into its output, so they may go once the stack stands. */
const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-'));
try {
  // Loading the CDK and bundling the handlers take as long as each other, and neither needs the other.
  const [, { createApp }] = await Promise.all([bundleHandlersAside(folder), import('./create-app.ts')]);
  const { app } = createApp({
    bundle: (release) => ({ handlers: folder, release: bundleRelease(release, folder).folder }),
  });
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
