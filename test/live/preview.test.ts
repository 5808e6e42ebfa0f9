import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createApp } from '../../infra/app/create-app.ts';
import { bundleRelease } from '../../infra/bundling/index.ts';
import { openDoubtedCloud } from './support/doubted-cloud.ts';
import { newFolder } from './support/live-stage.ts';

const SETTINGS = {
  plan: {
    steps: [40, 100].map((weight) => ({ weight, bakeSeconds: 180 })),
    checkSeconds: 60,
    settleSeconds: 60,
    watchSeconds: 60,
  },
  preview: { value: 'for-testers' },
};
const HEADERS = { 'x-canary-preview': 'for-testers' };
/** More than an alarm or the comparison would stand, at each turn. */
const TESTERS = 10;

/** Throws for testers, and for nobody else. */
const ONLY_TESTERS_FAIL = `export const handler = async ({ headers }) => {
  if (headers['x-canary-preview']?.includes('for-testers')) throw new Error('a tester found it');
  return { isBase64Encoded: false, statusCode: 200, headers: {}, body: 'ok' };
};`;

/** A cloud with 1.0.0 in production and a way for testers. */
async function previewed() {
  const { path: folder, ...made } = newFolder();
  onTestFinished(() => made.remove());
  const assemblyOf = (release: string) => {
    const code = join(folder, `code-${release}`);
    if (release === '2.0.0') {
      mkdirSync(code, { recursive: true });
      writeFileSync(join(code, 'index.mjs'), ONLY_TESTERS_FAIL);
    }
    const bundled = release === '2.0.0' ? code : bundleRelease(release, folder).folder;
    const outdir = join(folder, release);
    createApp({
      bundle: () => ({ handlers: join(inject('assemblies'), 'bundles'), release: bundled }),
      context: { release, canary: SETTINGS },
      outdir,
    }).app.synth();
    return outdir;
  };
  const service = await openDoubtedCloud(onTestFinished, [], assemblyOf);
  const ask = async (headers: Record<string, string>) => {
    const { status, headers: got } = await fetch(new URL('/hello?name=Ada', service.cloud.traffic.url), { headers });
    return { status, version: got.get('x-local-executed-version') };
  };
  const preview = async () => (await ask(HEADERS)).version;
  return { ...service, ask, preview };
}

test('testers reach the new version whatever its weight, and what fails for them counts nowhere', async () => {
  const service = await previewed();
  const { ask, cloud, operator, preview } = service;
  expect(await ask(HEADERS)).toEqual({ status: 200, version: '1' });
  expect(await service.publish('2.0.0')).toBe('2');
  expect(await preview()).toBe('1');

  const execution = await operator.startExecution();
  await service.until(async () => (await preview()) === '2');
  expect((await operator.weights()).canary).toBeLessThan(100);
  expect(await ask(HEADERS)).toEqual({ status: 502, version: '2' });
  expect(await ask({ 'x-canary-preview': 'for-others' })).toMatchObject({ status: 200 });

  await service.until(async () => {
    const failed = await Promise.all(Array.from({ length: TESTERS }, () => ask(HEADERS)));
    expect(new Set(failed.map(({ status, version }) => `${version} ${status}`))).toEqual(new Set(['2 502']));
    return cloud.machines.execution(execution).status !== 'RUNNING';
  });
  expect(await service.ending(execution)).toMatchObject({ status: 'SUCCEEDED', production: '2' });
  expect(new Set(service.answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await preview()).toBe('2');
});

test('testers no longer reach a version that was rolled back', async () => {
  const service = await previewed();
  const { operator, preview } = service;
  await service.publish('2.1.0-throws');
  const execution = await operator.startExecution();
  await service.until(async () => (await operator.weights()).canary === 40);
  expect(await preview()).toBe('2');
  expect(await service.ending(execution)).toMatchObject({ status: 'FAILED', production: '1' });
  expect(await preview()).toBe('1');
});
