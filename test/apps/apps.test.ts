import { join } from 'node:path';
import { deployApp, type StackOutputs, type VirtualCloud } from 'local-aws';
import { testCloud } from 'local-aws/testing';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { inertNotice, notLoaded } from '../../local/cli/notices.ts';
import { createOperator } from '../../local/cli/operator.ts';
import { openOwnApp } from '../../local/cli/own-app.ts';
import { httpSender } from '../../local/traffic/sender.ts';
import { newFolder } from '../live/support/live-stage.ts';
import { passUntil } from '../live/support/passing.ts';

/** Of what users ask for: not what the smoke test does. */
const PATH = '/orders';
/** So many at a time. */
const USERS = 20;

const ends: (() => unknown)[] = [];
let cloud: VirtualCloud;
let outputs: StackOutputs;

beforeAll(async () => {
  cloud = await testCloud((end) => ends.push(end));
  const deploy = (context: object) => deployApp(cloud, { appDir: inject('packedApp'), context: { ...context } });
  await deploy({});
  outputs = await deploy({ code: '3-broken' });
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** Users of a stack's service, who name it as the Host. */
function usersOf(stack: string) {
  const sender = httpSender(cloud.traffic.url + PATH, outputs[stack]?.['ServiceDNS'] ?? '');
  onTestFinished(() => sender.close());
  return async () => {
    const answers = await Promise.all(Array.from({ length: USERS }, () => sender.send()));
    return new Set(answers.map(({ release }) => release));
  };
}

test('the services of two stages are told apart, though they have one name in the app', () => {
  expect(Object.keys(outputs)).toEqual(['Dev-Shop', 'Prod-Shop']);
  const dns = Object.values(outputs).map(({ ServiceDNS }) => ServiceDNS);
  expect(new Set(dns).size).toBe(2);
});

test('what a release does not touch is kept, and said in one line', () => {
  const [line, ...more] = inertNotice(cloud);
  expect(more).toEqual([]);
  expect(line).toMatch(/^kept, and does nothing here: .*AWS::EC2::VPC, AWS::EC2::Subnet \(4\).*Secret/);
  expect(notLoaded(cloud)).toEqual([]);
});

test.each([
  ['Dev-Shop', 'bundled', 'a default NodejsFunction in a VPC'],
  ['Prod-Shop', 'layered', 'a CommonJS function with a layer'],
])('a bad release of the service of %s is rolled back: %s, %s', async (stack, says) => {
  const operator = createOperator(cloud.endpoint.url, cloud.place.region, outputs[stack] ?? {});
  onTestFinished(() => operator.close());
  const ask = usersOf(stack);
  expect(await ask()).toEqual(new Set([`${says} 1`]));
  const execution = await operator.startExecution();
  const met = new Set<string>();
  const over = async () => (await operator.describeExecution(execution)).status !== 'RUNNING';
  await passUntil(cloud, async () => (await ask()).forEach((release) => met.add(release)), over);
  expect(met).toEqual(new Set([`${says} 1`, `${says} 3-broken`]));
  expect(await operator.describeExecution(execution)).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  expect(await operator.aliases()).toMatchObject({ production: '1' });
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
  expect(await ask()).toEqual(new Set([`${says} 1`]));
});

test('an app that ignores the context is told that no candidate was published', async () => {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  const app = await openOwnApp({
    app: join(import.meta.dirname, '../fixtures/ignoring-app'),
    outDir: folder.path,
    speed: 60,
    rps: 0,
    port: 0,
    consolePort: 0,
    stack: [],
    stage: ['Prod'],
    context: { code: '1' },
    candidateContext: { release: '2' },
    signal: new AbortController().signal,
  });
  onTestFinished(() => app.close());
  expect(Object.keys(app.outputs)).toEqual(['Prod-Shop']);
  expect(app.notices).toEqual([
    expect.stringMatching(
      /^no candidate was published: with --candidate-context release=2 .*tryGetContext\('release'\)/,
    ),
  ]);
});
