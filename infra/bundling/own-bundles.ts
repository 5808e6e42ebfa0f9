import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from './bundle.ts';

let folder: string | undefined;

/**
 * The handlers' bundles in a temporary folder: made once in the life of the process, however many constructs ask, and
 * removed at its end. CDK has copied them by then.
 */
export function ownBundles(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'lattice-canary-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  bundleHandlers(made);
  folder = made;
  return made;
}
