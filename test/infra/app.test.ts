import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSettings, SettingsError } from '../../infra/app/settings.ts';
import { stubbedApp, synthesize } from './synthesized.ts';

const root = new URL('../..', import.meta.url).pathname;
const out = mkdtempSync(join(tmpdir(), 'lattice-canary-app-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Runs the app as the CLI and the local cloud do. */
async function runApp(outdir: string, context: object): Promise<{ readonly code: number; readonly stderr: string }> {
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_VALIDATION: 'false',
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'infra/app/main.ts'],
      { cwd: root, env },
      (error, _stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stderr });
      },
    );
  });
}

describe('the app', () => {
  it('runs without the CLI and writes template and bundles to CDK_OUTDIR', async () => {
    expect(await runApp(out, { release: '2.0.0' })).toEqual({ code: 0, stderr: '' });
    const template = JSON.parse(readFileSync(join(out, 'CanaryDeploymentLatticeStack.template.json'), 'utf8')) as {
      readonly Resources: Record<
        string,
        {
          readonly Type: string;
          readonly Metadata?: Record<string, string>;
          readonly Properties: Record<string, unknown>;
        }
      >;
    };
    const functions = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions).toHaveLength(12);
    for (const { Metadata } of functions) {
      expect(readFileSync(join(out, Metadata?.['aws:asset:path'] ?? '', 'index.mjs'), 'utf8')).toContain('handler');
    }
  });

  it('fails readably, without a stack trace, for settings it cannot use', async () => {
    const { code, stderr } = await runApp(join(out, 'bad'), { canary: { plan: { settleSeconds: 1 } } });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'the settings in cdk.json (context "canary") cannot be used:\n  canary.plan.settleSeconds: got 1; Too ' +
        'small: expected number to be >=60\n',
    );
  });

  it('has in cdk.json every default, so that a reader sees what there is to set', () => {
    const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
      readonly context: Record<string, unknown>;
    };
    expect(context['canary']).toEqual(parseSettings());
  });

  it('has one stack', () => {
    const { app } = stubbedApp();
    expect(app.synth().stacks.map(({ stackName }) => stackName)).toEqual(['CanaryDeploymentLatticeStack']);
  });

  it('makes the same template twice', () => {
    expect(synthesize().template).toEqual(synthesize().template);
  });

  it('makes a template that no account or Region is written into', () => {
    expect(JSON.stringify(synthesize().template)).not.toMatch(/\d{12}:|[a-z]{2}-[a-z]+-\d:/);
  });
});

describe('the release', () => {
  it('is 1.0.0 unless told', () => {
    expect(synthesize().properties('Service/Function')['Description']).toContain('release 1.0.0');
  });

  it.each(['9.9.9', '', '../claim', 2, ['2.0.0']])('rejects %j, naming those there are', (release) => {
    expect(() => stubbedApp({ release })).toThrow(SettingsError);
    expect(() => stubbedApp({ release })).toThrow(/expected one of 1\.0\.0, 2\.0\.0/);
  });
});
