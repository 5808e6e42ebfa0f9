import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers, bundleRelease } from './bundling/index.ts';
import { createApp, DEFAULT_RELEASE } from './create-app.ts';
import { problemsOf, STRICT_CONTEXT } from './judge.ts';
import { SETTINGS_KEY } from './settings.ts';

/** Settings whose templates are judged; between them every resource that a setting adds is there. */
const CASES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'settings of cdk.json': {},
  'no settings': { [SETTINGS_KEY]: {} },
  'one step': { [SETTINGS_KEY]: { plan: { steps: [{ weight: 100, bakeSeconds: 60 }] } } },
  'a long plan': {
    [SETTINGS_KEY]: { plan: { steps: Array.from({ length: 20 }, (_, i) => ({ weight: 5 * (i + 1), bakeSeconds: 3600 })), checkSeconds: 300 } },
  },
  'e-mail and VPC': { [SETTINGS_KEY]: { email: 'releases@example.com', vpcId: 'vpc-0123456789abcdef0' } },
};

/** `npm run check:template`: every case must pass without a finding; wildcards that nobody can avoid are in wildcards.ts. */
const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-check-'));
try {
  bundleHandlers(folder);
  const release = bundleRelease(DEFAULT_RELEASE, folder).folder;
  for (const [name, context] of Object.entries(CASES)) {
    const created = createApp({
      bundle: () => ({ handlers: folder, release }),
      context: { ...context, ...STRICT_CONTEXT },
      outdir: mkdtempSync(join(folder, 'out-')),
    });
    const problems = problemsOf(created);
    process.stdout.write(problems === undefined ? `template ok: ${name}\n` : `template NOT ok: ${name}\n\n${problems}\n\n`);
    if (problems !== undefined) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
