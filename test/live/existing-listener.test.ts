import { join } from 'node:path';
import { until, yes } from 'local-aws/clock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOperator, type Operator } from '../../local/cli/operator.ts';
import { openOwnApp, type OwnApp } from '../../local/cli/own-app.ts';
import { APP_DIR } from '../../local/cli/stage.ts';
import { startLoad, type Load } from '../../local/traffic/load.ts';
import { httpSender } from '../../local/traffic/sender.ts';
import { runProgram } from '../../cli/program.ts';
import { outputOf } from '../../statemachine/contract/outputs.ts';
import { newFolder } from './support/live-stage.ts';
import { operatorHost } from './support/operator-host.ts';

/** Of the wall's clock. */
const RPS = 200;
const SPEED = 60;

const folder = newFolder();
let app: OwnApp;
let operator: Operator;
let load: Load;

beforeAll(async () => {
  app = await openOwnApp({
    app: join(APP_DIR, 'test/fixtures/front-app'),
    outDir: folder.path,
    speed: SPEED,
    rps: 0,
    port: 0,
    consolePort: 0,
    stack: [],
    context: {},
    candidateContext: { release: '2' },
    signal: new AbortController().signal,
  });
  const { cloud, hosts, outputs } = app;
  operator = createOperator(cloud.endpoint.url, cloud.place.region, outputs['Shop'] ?? {});
  const sender = httpSender(`${cloud.traffic.url}/`, hosts[0]);
  load = startLoad({ sender, rps: RPS, simulatedNow: () => cloud.clock.now() });
});
afterAll(async () => {
  operator?.close();
  await load?.stop();
  await app?.close();
  folder.remove();
});

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function canary(...args: string[]) {
  const { host, written } = operatorHost(app.cloud);
  const signal = new AbortController().signal;
  const files = { read: () => undefined, write: () => undefined };
  const status = await runProgram([...args, '--stack', 'Shop'], { ...host, sleep, signal, files });
  return { status, ...written };
}

const action = () => {
  const { lattice } = app.cloud;
  const [listener] = lattice.listeners.all();
  return Object.fromEntries((listener?.groups ?? []).map(({ targetGroupId, weight }) => [targetGroupId, weight]));
};

test('a listener that serves already is adopted and given back, and no request fails meanwhile', async () => {
  const outputs = app.outputs['Shop'] ?? {};
  const before = action();
  const { cloud } = app;
  const pass = async (seconds: number) => {
    const from = cloud.clock.now();
    await until(() => Promise.resolve(yes(cloud.clock.now() > from + seconds * 1000)));
  };
  await pass(120);
  expect(action()).toEqual(before);

  // Nothing is released before, and nothing of the listener is written.
  const early = await operator.startExecution();
  await until(async () => yes((await operator.describeExecution(early)).status !== 'RUNNING'));
  expect(await operator.describeExecution(early)).toMatchObject({ status: 'FAILED', error: 'ListenerNotAdopted' });
  expect(await canary('start')).toMatchObject({
    status: 2,
    err: expect.stringMatching(/ListenerNotAdopted/) as string,
  });
  expect(action()).toEqual(before);

  expect(await canary('adopt', '--watch')).toMatchObject({ status: 0, err: '' });
  expect(action()).toEqual({
    [outputOf(outputs, 'ProductionTargetGroupId')]: 100,
    [outputOf(outputs, 'CanaryTargetGroupId')]: 0,
  });
  expect(await operator.aliases()).toMatchObject({ production: '1', previous: '1' });
  await pass(120);
  expect((await canary('status')).out).toMatch(/adopted at/);

  expect(await canary('release-listener', '--watch')).toMatchObject({ status: 0, err: '' });
  expect(action()).toEqual(before);
  await pass(120);

  const { answered, sent, unanswered, versions } = load.report();
  expect(sent).toBeGreaterThan(5 * RPS);
  expect(unanswered).toBe(0);
  expect(versions.map(({ failures, version }) => ({ failures, version }))).toEqual([{ version: '1', failures: 0 }]);
  expect(answered).toBeGreaterThan(sent - 2 * RPS);

  // Once more, and then a release over it.
  expect(await canary('adopt', '--watch')).toMatchObject({ status: 0 });
  expect(await canary('start', '--watch')).toMatchObject({ status: 0 });
  expect(await operator.aliases()).toMatchObject({ production: '2', previous: '1' });
  const refused = await canary('release-listener', '--watch');
  expect(refused.err + refused.out).toMatch(/CannotReleaseListener.*"evenIf":"1"/s);
  expect(load.report().versions.map(({ version }) => version)).toEqual(['1', '2']);
  expect(load.report().versions.every(({ failures }) => failures === 0)).toBe(true);
});
