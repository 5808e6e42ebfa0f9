import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { currentAssemblies } from './assemblies.ts';
import { writeFiles } from './files.ts';
import { keptVersions, readKept } from './kept.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of assemblies: those of the sources as they are in `current`, those of each kept version beside it. */
    readonly upgrade: string;
  }
}

/** Synthesizes and unpacks once what several clouds deploy; they only read it. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-upgrade-'));
  project.provide('upgrade', folder);
  writeFiles(join(folder, 'current'), currentAssemblies(['2.0.0', 'options']));
  for (const version of keptVersions()) writeFiles(join(folder, version), readKept(version).files);
  return () => rmSync(folder, { recursive: true, force: true });
}
