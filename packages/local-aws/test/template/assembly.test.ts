import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
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

const stage = (name: string) => ({ type: 'cdk:cloud-assembly', properties: { directoryName: `assembly-${name}` } });
const stack = (path: string, stackName: string, dependencies: string[] = []) => ({
  type: 'aws:cloudformation:stack',
  displayName: path,
  properties: { templateFile: `${stackName}.json`, stackName },
  dependencies,
});

/** An app with a pipeline and two stages, the second with a stage in it, as the CDK writes them. */
function staged(changes: object = {}): string {
  const web = stack('Dev/Web', 'Dev-Web', ['Shop']);
  return folder({
    'manifest.json': { artifacts: { ...stackArtifact('Pipeline'), Dev: stage('Dev'), Prod: stage('Prod') } },
    'assembly-Dev/manifest.json': { artifacts: { Web: web, Shop: stack('Dev/Shop', 'Dev-Shop') } },
    'assembly-Prod/manifest.json': { artifacts: { Eu: stage('Eu'), Shop: stack('Prod/Shop', 'Prod-Shop') } },
    'assembly-Prod/assembly-Eu/manifest.json': { artifacts: { Cart: stack('Prod/Eu/Cart', 'Cart') } },
    'assembly-Dev/Dev-Shop.json': TEMPLATE,
    'assembly-Dev/Shop.assets.json': {
      files: { abc: { ...ASSETS.files.abc, source: { path: '../asset.abc' } } },
    },
    ...changes,
  });
}

test('the stacks of stages are stacks of the app, each after those of its stage that it depends on', async () => {
  expect(await stackNames(staged())).toEqual(['Pipeline', 'Dev-Shop', 'Dev-Web', 'Cart', 'Prod-Shop']);
});

test('a stage is chosen by its name, and has what is in its own stages', async () => {
  expect(await stackNames(staged(), ['Dev'])).toEqual(['Dev-Shop', 'Dev-Web']);
  expect(await stackNames(staged(), ['Prod'])).toEqual(['Cart', 'Prod-Shop']);
  expect(await stackNames(staged(), ['Prod/Eu'])).toEqual(['Cart']);
  await expect(stackNames(staged(), ['Test'])).rejects.toThrow('no stage Test; it has Dev, Prod/Eu, Prod');
});

test('a stack of a stage is read from the folder of its stage, with the assets of the app', async () => {
  const dir = staged();
  const { template, assets } = await loadAssembly(dir, 'Dev-Shop');
  expect(Object.keys(template.Resources)).toEqual(['A']);
  expect([...assets]).toEqual([['abc.zip', join(dir, 'asset.abc')]]);
});

test('rejects stages whose stacks have one name, unless one stage is chosen', async () => {
  const twin = { type: 'aws:cloudformation:stack', displayName: 'Prod/Shop' };
  const properties = { templateFile: 'Dev-Shop.json', stackName: 'Dev-Shop' };
  const dir = staged({ 'assembly-Prod/manifest.json': { artifacts: { Shop: { ...twin, properties } } } });
  await expect(stackNames(dir)).rejects.toThrow('stack Dev-Shop: Dev/Shop and Prod/Shop have this name');
  expect(await stackNames(dir, ['Dev'])).toEqual(['Dev-Shop', 'Dev-Web']);
  expect((await loadAssembly(dir, 'Dev-Shop', ['Dev'])).assets.size).toBe(1);
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
