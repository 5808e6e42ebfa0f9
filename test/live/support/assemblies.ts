import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleHandlers, bundleRelease } from '../../../infra/bundling/index.ts';
import { createApp } from '../../../infra/app/create-app.ts';
import { PLACE } from 'local-aws';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with one assembly for each release that live tests deploy. */
    readonly assemblies: string;
  }
}

/** A plan as short as one may be. */
export const SHORT = {
  steps: [10, 100].map((weight) => ({ weight, bakeSeconds: 60 })),
  checkSeconds: 30,
  settleSeconds: 60,
  watchSeconds: 60,
};

/** A release that starts by itself once it is deployed. */
const ON_DEPLOY = { canary: { plan: SHORT, releaseOnDeploy: true } };

/** By the name of its folder: which release of the sample, and the context on top of cdk.json's. */
const ASSEMBLIES: Readonly<Record<string, readonly [release: string, context?: object]>> = {
  '1.0.0': ['1.0.0'],
  '2.0.0': ['2.0.0'],
  '2.1.0-errors': ['2.1.0-errors'],
  '2.1.0-hangs': ['2.1.0-hangs'],
  '2.1.0-throws': ['2.1.0-throws'],
  'on-deploy-1.0.0': ['1.0.0', ON_DEPLOY],
  'on-deploy-2.0.0': ['2.0.0', ON_DEPLOY],
  'on-deploy-2.1.0-errors': ['2.1.0-errors', ON_DEPLOY],
  'on-deploy-2.1.0-slow': ['2.1.0-slow', ON_DEPLOY],
  'on-deploy-2.1.0-throws': ['2.1.0-throws', ON_DEPLOY],
};

/**
 * Synthesizes once what several clouds deploy; they only read it. In one process, for loading the CDK and bundling the
 * handlers take most of the time; that the app does the same as a program of its own is for test/infra/app.test.ts.
 */
export function setup(project: TestProject): () => void {
  return synthesizeFor(project, ASSEMBLIES);
}

/** Makes a folder of assemblies, for the tests of a project. @returns what removes it */
export function synthesizeFor(project: TestProject, assemblies: typeof ASSEMBLIES): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-assemblies-'));
  project.provide('assemblies', folder);
  const bundles = join(folder, 'bundles');
  Object.assign(process.env, {
    CDK_VALIDATION: 'false',
    CDK_DEFAULT_ACCOUNT: PLACE.account,
    CDK_DEFAULT_REGION: PLACE.region,
  });
  bundleHandlers(bundles);
  for (const [name, [release, context]] of Object.entries(assemblies)) {
    const bundle = () => ({ handlers: bundles, release: bundleRelease(release, bundles).folder });
    createApp({ bundle, context: { release, ...context }, outdir: join(folder, name) }).app.synth();
  }
  return () => rmSync(folder, { recursive: true, force: true });
}
