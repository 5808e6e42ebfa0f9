import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadAssembly, stackNames } from '../../src/template/assembly.ts';
import { synthesize } from '../../src/template/synth.ts';

const TEMPLATE = { Resources: { A: { Type: 'Test::Thing' } } };
const ASSETS = {
  files: {
    abc: {
      source: { path: 'asset.abc', packaging: 'zip' },
      destinations: { current: { bucketName: 'assets', objectKey: 'abc.zip' } },
    },
  },
  dockerImages: {},
};

function folder(files: Record<string, unknown>): string {
  const dir = mkdtempSync(join(tmpdir(), 'assembly-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  return dir;
}

const stackArtifact = (id: string) => ({
  [id]: { type: 'aws:cloudformation:stack', properties: { templateFile: `${id}.template.json` } },
});

test('an assembly is read with its template and the folders of its assets', async () => {
  const dir = folder({
    'manifest.json': { artifacts: { ...stackArtifact('One'), Tree: { type: 'cdk:tree' } } },
    'One.template.json': TEMPLATE,
    'One.assets.json': ASSETS,
  });
  const { stackName, template, assets } = await loadAssembly(dir);
  expect(stackName).toBe('One');
  expect(Object.keys(template.Resources)).toEqual(['A']);
  expect([...assets]).toEqual([['abc.zip', join(dir, 'asset.abc')]]);
});

test('of several stacks one has to be named', async () => {
  const dir = folder({
    'manifest.json': { artifacts: { ...stackArtifact('One'), ...stackArtifact('Two') } },
    'Two.template.json': TEMPLATE,
    'Two.assets.json': ASSETS,
  });
  await expect(loadAssembly(dir)).rejects.toThrow('has several stacks (One, Two); name one');
  expect((await loadAssembly(dir, 'Two')).stackName).toBe('Two');
  await expect(loadAssembly(dir, 'Three')).rejects.toThrow('has no stack named Three');
});

test('names the stacks, each after those that it depends on, and by the name it is deployed under', async () => {
  const dependent = {
    type: 'aws:cloudformation:stack',
    properties: { templateFile: 'A.json', stackName: 'shop-a' },
    dependencies: ['C.assets', 'C', 'B'],
  };
  const dir = folder({
    'manifest.json': {
      artifacts: {
        A: dependent,
        'C.assets': { type: 'cdk:asset-manifest' },
        ...stackArtifact('B'),
        ...stackArtifact('C'),
      },
    },
  });
  expect(await stackNames(dir)).toEqual(['C', 'B', 'shop-a']);
  expect(await stackNames(folder({ 'manifest.json': {} }))).toEqual([]);
});

test('rejects a folder that is no assembly', async () => {
  await expect(loadAssembly(folder({}))).rejects.toThrow('is this the folder of a synthesized CDK app?');
});

test('rejects container images', async () => {
  const dir = folder({
    'manifest.json': { artifacts: stackArtifact('One') },
    'One.template.json': TEMPLATE,
    'One.assets.json': { ...ASSETS, dockerImages: { img: {} } },
  });
  await expect(loadAssembly(dir)).rejects.toThrow('asset img: container images are not supported by the local cloud');
});

/** A CDK app, as far as anybody can tell from outside: it writes what it was told. */
function app(program: string): string {
  return folder({ 'cdk.json': { app: 'node app.mjs', context: { kept: 1, release: '1.0.0' } }, 'app.mjs': program });
}

test('the app of cdk.json is run with its context, the release and the folder to write to', async () => {
  const appDir = app(
    'import { writeFileSync } from "node:fs"; writeFileSync(process.env.CDK_OUTDIR + "/context.json", ' +
      'process.env.CDK_CONTEXT_JSON);',
  );
  const outDir = join(appDir, 'out');
  mkdirSync(outDir);
  await synthesize({ appDir, outDir, context: { release: '2.0.0', more: true } });
  const context: unknown = JSON.parse(readFileSync(join(outDir, 'context.json'), 'utf8'));
  expect(context).toEqual({ kept: 1, release: '2.0.0', more: true });
});

test('the app gets the account and Region of the local cloud, and what was looked up before', async () => {
  const appDir = app(
    'import { writeFileSync } from "node:fs"; const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: ' +
      'region, CDK_CONTEXT_JSON: context } = process.env; writeFileSync("seen.json", JSON.stringify({ account, ' +
      'region, context: JSON.parse(context) }));',
  );
  writeFileSync(join(appDir, 'cdk.context.json'), JSON.stringify({ 'vpc-provider': 'vpc-1', kept: 'outdated' }));
  await synthesize({ appDir, outDir: appDir });
  const seen: unknown = JSON.parse(readFileSync(join(appDir, 'seen.json'), 'utf8'));
  expect(seen).toEqual({
    account: '123456789012',
    region: 'eu-west-1',
    context: { 'vpc-provider': 'vpc-1', kept: 1, release: '1.0.0' },
  });
});

test('rejects a folder without cdk.json, and one that names no app', async () => {
  await expect(synthesize({ appDir: folder({}), outDir: '.' })).rejects.toThrow('is not the folder of a CDK app');
  await expect(synthesize({ appDir: folder({ 'cdk.json': {} }), outDir: '.' })).rejects.toThrow(
    /cdk\.json cannot be used: .*app/s,
  );
});

test('rejects with what a failing app printed', async () => {
  const appDir = app('console.error("plan.steps[1].weight: weights must rise"); process.exit(1);');
  await expect(synthesize({ appDir, outDir: appDir })).rejects.toThrow(
    'the CDK app failed (status 1):\nplan.steps[1].weight: weights must rise',
  );
});
