import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { STACK_NAME } from '../../infra/app/stack.ts';
import { type Deployed, recordingEndpoint } from './support/recording-endpoint.ts';
import { startProgram } from './support/program.ts';

const TEMPLATE = `${STACK_NAME}.template.json`;
type Template = Deployed & { readonly Resources: Record<string, { readonly Type: string; DependsOn?: unknown }> };

const templateOf = (folder: string) => JSON.parse(readFileSync(join(folder, TEMPLATE), 'utf8')) as Template;

/** What the CDK CLI asks AWS for when 2.0.0 is hotswapped over 1.0.0. */
async function hotswap(change: (template: Template) => void): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-hotswap-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(inject('assemblies'), '2.0.0'), folder, { recursive: true });
  const [before, after] = [templateOf(join(inject('assemblies'), '1.0.0')), templateOf(folder)];
  [before, after].forEach(change);
  writeFileSync(join(folder, TEMPLATE), JSON.stringify(after));
  const endpoint = await recordingEndpoint(STACK_NAME, before);
  onTestFinished(() => endpoint.close());
  const args = ['deploy', '--hotswap', '--no-notices', '--require-approval', 'never', '--app', folder];
  const cli = startProgram('node_modules/aws-cdk/bin/cdk', args, folder, {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'me',
    AWS_SECRET_ACCESS_KEY: 'anything',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  });
  // It writes to the one or the other, depending on where it runs.
  expect([await cli.ended, cli.stdout() + cli.stderr()]).toEqual([0, expect.stringContaining('hotswapped')]);
  return endpoint.asked
    .filter((each) => each.includes('/functions/'))
    .map((each) => each.replace(/^.*functions\//, ''));
}

const moved = (asked: readonly string[]) => asked.filter((each) => each.includes('/aliases/'));

test('`cdk deploy --hotswap` publishes the new code and moves no alias: it releases nothing', async () => {
  const asked = await hotswap(() => undefined);
  expect(asked.some((each) => each.endsWith('/code'))).toBe(true);
  expect(asked.some((each) => each.endsWith('/versions'))).toBe(true);
  expect(moved(asked)).toEqual([]);
});

test('it would move all three if they named the version: this test can fail', async () => {
  const asked = await hotswap(({ Resources }) => {
    const version = Object.keys(Resources).find((id) => Resources[id]?.Type === 'AWS::Lambda::Version');
    for (const resource of Object.values(Resources))
      if (resource.Type === 'AWS::Lambda::Alias') resource.DependsOn = [version];
  });
  expect(moved(asked)).toHaveLength(3);
});
