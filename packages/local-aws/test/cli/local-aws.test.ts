import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { wallClock } from '../../src/core/clock.ts';
import { temporaryFolder } from '../../src/testing/folder.ts';
import { stopwatch } from '../../src/testing/stopwatch.ts';
import { buildProgram, startProgram } from './program.ts';

const SHOP = join(import.meta.dirname, '../../examples/shop');

const KEYS = { accessKeyId: 'a', secretAccessKey: 'b' };

beforeAll(buildProgram);

function folder(): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  return path;
}

test('deploys an app, answers SDKs and users, and ends at Ctrl-C within two seconds', async () => {
  const cwd = folder();
  const program = startProgram(['--app', SHOP, '--stack', 'Shop', '--port', '0', '--speed', '60'], cwd);
  const endpoint = await program.prints(/^ready (http\S+)$/m);
  const [, host = '', url = ''] = /^service (\S+): curl -H '[^']+' (\S+)$/m.exec(program.stdout()) ?? [];
  expect(host).toMatch(/^shop-service-.*\.vpc-lattice-svcs\.eu-west-1\.on\.aws$/);
  expect(await (await fetch(url, { headers: { host } })).text()).toBe('the shop is open');

  const states = new SFNClient({ endpoint, region: 'eu-west-1', credentials: KEYS });
  const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
  states.destroy();
  const outputs = JSON.parse(readFileSync(join(cwd, '.local-aws/outputs.json'), 'utf8')) as object;
  expect(outputs).toEqual({ Shop: { Machine: stateMachines[0]?.stateMachineArn } });

  const took = stopwatch();
  program.child.kill('SIGINT');
  expect(await program.exit).toBe(0);
  expect(took()).toBeLessThan(2_000);
  expect(readdirSync(join(cwd, '.local-aws')).filter((name) => name.startsWith('assembly'))).toEqual([]);
  expect(program.stderr()).toBe('');
});

test('says on stderr which beliefs are switched off, and is a cloud in which they are', async () => {
  const args = ['--app', SHOP, '--port', '0', '--speed', '60', '--doubt', 'dimension-by-arn', 'alarms-late'];
  const program = startProgram(args, folder());
  const endpoint = await program.prints(/^ready (http\S+)$/m);
  const [, host = '', url = ''] = /^service (\S+): curl -H '[^']+' (\S+)$/m.exec(program.stdout()) ?? [];
  await (await fetch(url, { headers: { host } })).text();
  const metrics = new CloudWatchClient({ endpoint, region: 'eu-west-1', credentials: KEYS });
  const { Metrics = [] } = await metrics.send(new ListMetricsCommand({ Namespace: 'AWS/VpcLattice' }));
  metrics.destroy();
  const groups = Metrics.flatMap(({ Dimensions = [] }) => Dimensions).filter(({ Name }) => Name === 'TargetGroup');
  expect(groups.length).toBeGreaterThan(0);
  expect(groups.filter(({ Value }) => !Value?.startsWith('arn:aws:vpc-lattice:'))).toEqual([]);
  expect(program.stderr()).toBe(
    "doubt dimension-by-arn: a target group's metrics have its ARN for a dimension, not its id\n" +
      'doubt alarms-late: alarms are told 3 to 5 minutes after a bad minute\n',
  );
  program.child.kill('SIGINT');
  expect(await program.exit).toBe(0);
});

test('an interrupt while the app is still being synthesized ends it too', async () => {
  const cwd = folder();
  const program = startProgram(['--app', SHOP, '--port', '0'], cwd);
  const log = join(cwd, '.local-aws/worker.mjs');
  while (!existing(log)) await wallClock.sleep(20);
  program.child.kill('SIGTERM');
  expect(await program.exit).toBe(130);
  expect(program.stdout()).toBe('');
});

function existing(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test.each([
  ['no app', async (cwd: string) => ['--app', cwd, '--port', '0'], 1, 'is not the folder of a CDK app'],
  [
    'an unknown stack',
    async () => ['--app', SHOP, '--stack', 'Depot', '--port', '0'],
    1,
    /^--stack: the app has no stack Depot; it has Shop\n$/,
  ],
  [
    'a port that is taken',
    async () => ['--app', SHOP, '--port', String(await takenPort())],
    1,
    /^port \d+ is taken by another program; choose another with --port\n$/,
  ],
  [
    'a port for users that is taken',
    async () => ['--app', SHOP, '--port', '0', '--traffic-port', String(await takenPort())],
    1,
    /^port \d+ is taken by another program; choose another with --traffic-port\n$/,
  ],
  ['an unknown option', async () => ['--app', SHOP, '--fast'], 2, "Unknown option '--fast'"],
])('fails with one message for %s', async (_, argsIn, status, message) => {
  const cwd = folder();
  mkdirSync(join(cwd, 'empty'));
  const program = startProgram(await argsIn(join(cwd, 'empty')), cwd);
  expect(await program.exit).toBe(status);
  expect(program.stderr()).toMatch(message);
  expect(program.stdout()).toBe('');
});
