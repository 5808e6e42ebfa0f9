import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { APP_DIR } from '../../local/cli/stage.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of an app that has the package as npm packs it, and nothing of this project around it. */
    readonly packedApp: string;
  }
}

/** What an app of the CDK has beside the package; linked, for they are many megabytes. */
const BESIDE = ['aws-cdk-lib', 'constructs', 'esbuild', 'tsx'];

/** `npm pack` here and `npm install` there, as docs/own-function.md has them. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-packed-'));
  const [packed, app] = [join(folder, 'packed'), join(folder, 'app')];
  mkdirSync(packed);
  npm(APP_DIR, 'pack', '--pack-destination', packed);
  cpSync(join(import.meta.dirname, '../fixtures/staged-app'), app, { recursive: true });
  writeFileSync(join(app, 'package.json'), '{ "name": "shop", "private": true, "type": "module" }\n');
  const tarballs = readdirSync(packed).map((name) => join(packed, name));
  const linked = BESIDE.map((name) => join(APP_DIR, 'node_modules', name));
  npm(app, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...linked, ...tarballs);
  project.provide('packedApp', app);
  return () => rmSync(folder, { recursive: true, force: true });
}

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', args, { cwd, stdio: 'pipe' });
}
