import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandlers } from './bundle.ts';

/** Beside the compiled code of the package; among the sources there is no such folder. */
const PREBUILT = fileURLToPath(new URL('../../handler-bundles', import.meta.url));

let built: string | undefined;

/**
 * A folder that holds one folder per bundled handler, named after it.
 *
 * The installed package brings its bundles, so that what runs in Lambda is what this project's lock file says and
 * tested, whatever versions an app's own dependencies resolve to. From the sources they are bundled once in a
 * process, into a temporary folder that goes with it: CDK copies what it stages.
 */
export function defaultHandlerBundles(): string {
  if (existsSync(PREBUILT)) return PREBUILT;
  built ??= build();
  return built;
}

function build(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-handlers-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  bundleHandlers(folder);
  return folder;
}
