import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetExecutionHistoryCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { StateChange } from '../src/cloudwatch/alarm.ts';
import { until, yes } from '../src/core/until.ts';
import { synthesize } from '../src/template/synth.ts';
import { clientSettings, testCloud, type VirtualTestCloudOptions } from '../src/testing/cloud.ts';
import { temporaryFolder } from '../src/testing/folder.ts';
import { stopwatch } from '../src/testing/stopwatch.ts';

const START = Date.UTC(2026, 0, 5, 9);
const HOUR_SECONDS = 3_600;
const at = (date: Date | undefined) => ((date?.getTime() ?? Number.NaN) - START) / 1000;

let folder: ReturnType<typeof temporaryFolder>;
/** The shop of the examples. */
let shop: string;

beforeAll(async () => {
  folder = temporaryFolder();
  shop = join(folder.path, 'shop');
  await synthesize({ appDir: join(import.meta.dirname, '../examples/shop'), outDir: shop });
});
afterAll(() => folder.remove());

async function open(options: VirtualTestCloudOptions = {}, assembly = shop) {
  const cloud = await testCloud(onTestFinished, options);
  await cloud.deploy(assembly);
  const states = new SFNClient(clientSettings(cloud));
  const alarms = new CloudWatchClient(clientSettings(cloud));
  onTestFinished(() => {
    states.destroy();
    alarms.destroy();
  });
  const order = async (number: number) => {
    const input = { stateMachineArn: cloud.outputs['Machine'], name: `order${number}`, input: `{"order":${number}}` };
    return (await states.send(new StartExecutionCommand(input))).executionArn;
  };
  const history = async (executionArn: string | undefined) => {
    const { events = [] } = await states.send(new GetExecutionHistoryCommand({ executionArn }));
    return events.map(({ timestamp, type }) => `${at(timestamp)} ${type}`);
  };
  return { cloud, order, history, alarms };
}

/** An hour's wait, a function that fails, and the alarm that counts it minute by minute. */
async function dayInTheShop() {
  const changes: string[] = [];
  const onAlarm = ({ alarm }: StateChange) =>
    changes.push(`${at(new Date(alarm.state.since))} ${alarm.config.name} ${alarm.state.value}`);
  const { cloud, order, history, alarms } = await open({ onAlarm });
  const arn = await order(-1);
  const took = stopwatch();
  await cloud.advance(2 * HOUR_SECONDS);
  const wallMs = took();
  const { MetricAlarms: [alarm] = [] } = await alarms.send(new DescribeAlarmsCommand({}));
  return { now: cloud.clock.now(), wallMs, arn, history: await history(arn), changes, reason: alarm?.StateReason };
}

describe('a cloud with a virtual clock', () => {
  test('lets hours pass in moments: a wait, a function and an alarm, the same in every run', async () => {
    const { wallMs, ...first } = await dayInTheShop();
    expect(wallMs).toBeLessThan(2_000);
    expect(first.now).toBe(START + 2 * HOUR_SECONDS * 1000);
    expect(first.history).toEqual([
      '0 ExecutionStarted',
      '0 WaitStateEntered',
      '3600 WaitStateExited',
      '3600 TaskStateEntered',
      '3600 TaskScheduled',
      '3600 TaskStarted',
      '3600 TaskFailed',
      '3600 ExecutionFailed',
    ]);
    // The minute after the hour holds the error; it is looked at 17 to 96 s after its end, and for two minutes more.
    const [alarm = '', over = ''] = first.changes;
    expect([alarm.replace(/^\S+ /, ''), over.replace(/^\S+ /, '')]).toEqual([
      'cannot-send ALARM',
      'cannot-send INSUFFICIENT_DATA',
    ]);
    expect(Number.parseFloat(alarm)).toBeGreaterThanOrEqual(3_677);
    expect(Number.parseFloat(alarm)).toBeLessThanOrEqual(3_756);

    const { wallMs: _, ...second } = await dayInTheShop();
    expect(second).toEqual(first);
  });

  test('stands still while a function runs, however long that takes', async () => {
    const slow = assemblyOf('await new Promise((resolve) => setTimeout(resolve, 300)); return { statusCode: 200 };');
    const { cloud } = await open({}, slow);
    const served: number[] = [];
    cloud.traffic.onServed(({ time }) => served.push(time));
    const answer = fetch(cloud.traffic.url);
    await until(async () => yes(cloud.functions.busy));
    await cloud.advance(60);
    expect(served).toEqual([START]);
    expect(cloud.clock.now()).toBe(START + 60_000);
    expect((await answer).status).toBe(200);
  });

  test('lets time pass until there is an answer, and no further', async () => {
    const { cloud, order } = await open();
    const arn = (await order(3)) ?? '';
    const status = () => cloud.machines.execution(arn).status;
    expect(await cloud.advanceUntil(() => status() !== 'RUNNING' && status())).toBe('SUCCEEDED');
    expect(cloud.clock.now()).toBe(START + HOUR_SECONDS * 1000);
    await expect(cloud.advanceUntil(async () => undefined, 90)).rejects.toThrow(
      'nothing came of it within 90 simulated seconds',
    );
  });

  test('rejects to be moved from two places at once, and goes on with the first', async () => {
    const { cloud } = await open();
    const first = cloud.advance(5);
    await expect(cloud.advance(5)).rejects.toThrow('time is being moved already; wait for that to end');
    await first;
    await cloud.advance(5);
    expect(cloud.clock.now()).toBe(START + 10_000);
  });

  test('closed, it has nothing left to run', async () => {
    const { cloud, order } = await open();
    const arn = (await order(4)) ?? '';
    await cloud.close();
    await cloud.advance(HOUR_SECONDS);
    expect(cloud.machines.execution(arn).status).toBe('RUNNING');
  });
});

/** The shop, whose function does this. */
function assemblyOf(body: string): string {
  const dir = join(folder.path, 'slow');
  cpSync(shop, dir, { recursive: true });
  const [asset = ''] = readdirSync(dir).filter((name) => /^asset\.\w+$/.test(name));
  writeFileSync(join(dir, asset, 'index.mjs'), `export const handler = async () => { ${body} };`);
  return dir;
}
