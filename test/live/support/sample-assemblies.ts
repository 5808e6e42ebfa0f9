import { join } from 'node:path';
import { inject } from 'vitest';
import { createApp } from '../../../infra/app/create-app.ts';
import { bundleRelease } from '../../../infra/bundling/index.ts';

/** @returns folder of a release's assembly; each is synthesized once, for clouds only read it */
export type AssemblyOf = (release: string) => string;

/**
 * The sample with settings of one's own. In this process and with the handlers' bundles that all live tests share; that
 * the app does the same as a program of its own is for test/infra/app.test.ts.
 * @param canary settings on top of cdk.json's
 */
export function sampleAssemblies(folder: string, canary: object): AssemblyOf {
  const made = new Map<string, string>();
  return (release) => {
    const known = made.get(release);
    if (known !== undefined) return known;
    const bundles = { handlers: join(inject('assemblies'), 'bundles'), release: bundleRelease(release, folder).folder };
    const outdir = join(folder, release);
    createApp({ bundle: () => bundles, context: { release, canary }, outdir }).app.synth();
    made.set(release, outdir);
    return outdir;
  };
}
