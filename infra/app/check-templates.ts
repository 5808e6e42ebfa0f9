import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations } from 'aws-cdk-lib/core';
import { bundleHandlers, bundleRelease } from '../bundling/index.ts';
import { createApp, DEFAULT_RELEASE } from './create-app.ts';
import { problemsOf, STRICT_CONTEXT } from './template-problems.ts';
import { SETTINGS_KEY } from './settings.ts';

/** Settings whose templates are judged; between them every resource that a setting adds is there. */
const CASES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'settings of cdk.json': {},
  'no settings': { [SETTINGS_KEY]: {} },
  'one step': { [SETTINGS_KEY]: { plan: { steps: [{ weight: 100, bakeSeconds: 60 }] } } },
  'a long plan': {
    [SETTINGS_KEY]: {
      plan: {
        steps: Array.from({ length: 20 }, (_, i) => ({ weight: 5 * (i + 1), bakeSeconds: 3600 })),
        checkSeconds: 300,
      },
    },
  },
  'e-mail and VPC': {
    [SETTINGS_KEY]: {
      email: 'releases@example.com',
      vpcId: 'vpc-0123456789abcdef0',
      securityGroupIds: ['sg-0123456789abcdef0'],
    },
  },
  'access logs': { [SETTINGS_KEY]: { answersFrom: 'access-logs' } },
  'existing network, HTTP, version 42': {
    [SETTINGS_KEY]: { serviceNetworkId: 'sn-0123456789abcdef0', protocol: 'HTTP', initialVersion: '42' },
  },
  'signed by the account, own domain': {
    [SETTINGS_KEY]: {
      auth: { type: 'AWS_IAM', allow: 'account' },
      customDomain: {
        name: 'shop.example.com',
        certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
      },
    },
  },
  'signed by the organization, extra alarms, key, release on deploy': {
    [SETTINGS_KEY]: {
      auth: { type: 'AWS_IAM', allow: 'o-a1b2c3d4e5' },
      extraAlarmArns: Array.from(
        { length: 6 },
        (_, i) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-${i}`,
      ),
      encryptionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      releaseOnDeploy: true,
      reserveConcurrency: true,
    },
  },
};

/**
 * `npm run check:template`: every case must pass without a finding; wildcards that nobody can avoid are in
 * wildcards.ts.
 */
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
    // The key of the settings is somebody else's, and so is its policy.
    Annotations.of(created.app).acknowledgeWarning('lattice-canary:importedKey');
    const problems = problemsOf(created);
    process.stdout.write(
      problems === undefined ? `template ok: ${name}\n` : `template NOT ok: ${name}\n\n${problems}\n\n`,
    );
    if (problems !== undefined) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
