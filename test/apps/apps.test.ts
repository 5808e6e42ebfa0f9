import { join } from 'node:path';
import { deployApp, type StackOutputs, type VirtualCloud } from 'local-aws';
import { testCloud } from 'local-aws/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { inertNotice, notLoaded } from '../../local/cli/notices.ts';
import { createOperator } from '../../local/cli/operator.ts';
import { openOwnApp } from '../../local/cli/own-app.ts';
import { httpSender } from '../../local/traffic/sender.ts';
import { newFolder } from '../live/support/live-stage.ts';
import { passUntil } from '../live/support/passing.ts';

const appDir = (name: string) => join(import.meta.dirname, '../fixtures', name);

const ends: (() => unknown)[] = [];
let cloud: VirtualCloud;
let outputs: StackOutputs;

beforeAll(async () => {
  cloud = await testCloud((end) => ends.push(end));
  const deploy = (context: object) => deployApp(cloud, { appDir: appDir('staged-app'), context: { ...context } });
  await deploy({});
  outputs = await deploy({ code: '2' });
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** Asks every service once, with its name for a Host. @returns the release that answered, by the stack */
async function askAll(): Promise<Record<string, string>> {
  const answers = Object.entries(outputs).map(async ([stack, { ServiceDNS = '' }]) => {
    const sender = httpSender(cloud.traffic.url, ServiceDNS);
    const { release } = await sender.send().finally(() => sender.close());
    return [stack, release] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
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
])('the service of %s releases: %s, %s', async (stack, says) => {
  const operator = createOperator(cloud.endpoint.url, cloud.place.region, outputs[stack] ?? {});
  onTestFinished(() => operator.close());
  expect((await askAll())[stack]).toBe(`${says} 1`);
  const execution = await operator.startExecution();
  const over = async () => (await operator.describeExecution(execution)).status !== 'RUNNING';
  await passUntil(cloud, async () => void (await askAll()), over);
  expect(await operator.describeExecution(execution)).toEqual({ status: 'SUCCEEDED' });
  expect(await operator.aliases()).toEqual({ production: '2', canary: '2', previous: '1' });
  expect((await askAll())[stack]).toBe(`${says} 2`);
});

test('an app that ignores the context is told that no candidate was published', async () => {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  const app = await openOwnApp({
    app: appDir('ignoring-app'),
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
