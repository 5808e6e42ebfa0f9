import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers, bundleRelease } from '../../infra/bundling/index.ts';
import { createApp } from '../../infra/app/create-app.ts';
import { PLACE } from 'local-aws';
import { type Files, hoisted, readFiles } from './files.ts';

/** As short as a plan may be, for few requests, and with a hold while production is broken. */
const SHORT = {
  canary: {
    plan: {
      steps: [10, 100].map((weight) => ({ weight, bakeSeconds: 60 })),
      checkSeconds: 30,
      settleSeconds: 60,
      watchSeconds: 60,
      minRequests: 1,
      brokenProductionHoldSeconds: 3600,
    },
  },
};

/** A hook whose function is gone: it is asked, and its failure ignored. */
const NOBODY = {
  fn: `arn:aws:lambda:${PLACE.region}:${PLACE.account}:function:gone`,
  timeoutSeconds: 60,
  onError: 'ignore',
};

/**
 * The same, with what adds a machine, functions, states, a rule and an alias, and fields to the record. Nobody answers
 * at its gate: the pause ends by itself.
 */
const WITH_OPTIONS = {
  canary: {
    plan: {
      ...SHORT.canary.plan,
      steps: [{ weight: 10, bakeSeconds: 60, approve: true }, ...SHORT.canary.plan.steps.slice(1)],
      holdSeconds: 120,
      pausedCheckSeconds: 60,
      pauseEnds: 'go on',
      provisionedConcurrency: 1,
      hooks: (['before users', 'before promotion'] as const).map((at) => ({ ...NOBODY, at })),
    },
    preview: { value: 'for-testers' },
  },
};

/** By the name of its folder: which release of the sample, and the context on top of cdk.json's. */
const ASSEMBLIES = {
  '1.0.0': ['1.0.0', SHORT],
  '2.0.0': ['2.0.0', SHORT],
  default: ['2.0.0', {}],
  options: ['2.0.0', WITH_OPTIONS],
} as const;
export type AssemblyName = keyof typeof ASSEMBLIES;

/** The assemblies of the sources as they are. */
export function currentAssemblies(names: readonly AssemblyName[]): Files {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-synth-'));
  try {
    Object.assign(process.env, {
      CDK_VALIDATION: 'false',
      CDK_DEFAULT_ACCOUNT: PLACE.account,
      CDK_DEFAULT_REGION: PLACE.region,
    });
    const bundles = join(folder, 'bundles');
    bundleHandlers(bundles);
    for (const name of names) {
      const [release, context] = ASSEMBLIES[name];
      const bundle = () => ({ handlers: bundles, release: bundleRelease(release, bundles).folder });
      createApp({ bundle, context: { release, ...context }, outdir: join(folder, 'assemblies', name) }).app.synth();
    }
    return hoisted(readFiles(join(folder, 'assemblies')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
