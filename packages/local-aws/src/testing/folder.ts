import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Takes what to call when a test is over, as the test runner has it. */
export type OnEnd = (end: () => void | Promise<void>) => void;

/** A folder of its own, and what removes it with all that is in it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'local-aws-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
