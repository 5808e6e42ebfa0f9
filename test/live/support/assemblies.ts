import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { APP_DIR } from '../../../local/cli/stage.ts';
import { synthesize } from '../../../local/template/synth.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with one assembly for each release that live tests deploy. */
    readonly assemblies: string;
  }
}

const RELEASES = ['1.0.0', '2.0.0', '2.1.0-errors'];

/** Synthesizes once what several clouds deploy; they only read it. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-assemblies-'));
  project.provide('assemblies', folder);
  await Promise.all(RELEASES.map((release) => synthesize({ appDir: APP_DIR, release, outDir: join(folder, release) })));
  return () => rmSync(folder, { recursive: true, force: true });
}
