import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers, bundleRelease } from './bundling/index.ts';
import { createApp } from './create-app.ts';
import { SettingsError } from './settings.ts';

/** The bundles as they are now; CDK copies them into its output, so they may go once the stack stands. */
const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-'));
try {
  const { app } = createApp({
    bundle: (release) => {
      bundleHandlers(folder);
      return { handlers: folder, release: bundleRelease(release, folder).folder };
    },
  });
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
