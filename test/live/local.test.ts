import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetListenerCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { until, wallClock, yes } from 'local-aws/clock';
import { readText } from '../docs/pages.ts';
import { awsCli, noAwsCli, shell } from './support/aws-cli.ts';
import { newFolder } from './support/live-stage.ts';
import { alive, type LocalCloud, startLocalCloud } from './support/local-cloud.ts';
import { startProgram } from './support/program.ts';

const SPEED = 60;
/** Where a test measures: code takes its own time, of which a minute at full speed leaves half a second for 30 s. */
const MEASURING_SPEED = 10;

/** A cloud of `npm run local`, as clients of AWS's own SDK see it. */
function clientsOf({ endpoint, outputs }: LocalCloud) {
  const settings = {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'me', secretAccessKey: 'anything' },
  };
  const states = new SFNClient(settings);
  const lattice = new VPCLatticeClient(settings);
  const cloudwatch = new CloudWatchClient(settings);
  const sns = new SNSClient(settings);
  return {
    states,
    cloudwatch,
    sns,
    start: async () =>
      (await states.send(new StartExecutionCommand({ stateMachineArn: outputs['StateMachineArn'], input: '{}' })))
        .executionArn,
    describe: (executionArn: string | undefined) => states.send(new DescribeExecutionCommand({ executionArn })),
    async canaryWeight() {
      const { defaultAction } = await lattice.send(
        new GetListenerCommand({
          serviceIdentifier: outputs['ServiceId'],
          listenerIdentifier: outputs['ListenerId'],
        }),
      );
      return defaultAction?.forward?.targetGroups?.find(
        ({ targetGroupIdentifier }) => targetGroupIdentifier === outputs['CanaryTargetGroupId'],
      )?.weight;
    },
    async nothingRuns() {
      const { executions } = await states.send(
        new ListExecutionsCommand({ stateMachineArn: outputs['StateMachineArn'], statusFilter: 'RUNNING' }),
      );
      return yes(executions?.length === 0);
    },
    destroy: () => [states, lattice, cloudwatch, sns].forEach((client) => client.destroy()),
  };
}

let local: LocalCloud;
let port: number;
let clients: ReturnType<typeof clientsOf>;

beforeAll(async () => {
  port = await freePort();
  local = await startLocalCloud('--port', String(port), '--speed', String(SPEED));
  clients = clientsOf(local);
});
afterAll(async () => {
  clients.destroy();
  await local.close();
});

const output = (name: string) => local.outputs[name] ?? '';
const start = () => clients.start();
const describe = (executionArn: string | undefined) => clients.describe(executionArn);
const canaryWeight = () => clients.canaryWeight();
const nothingRuns = () => clients.nothingRuns();

test('prints two lines, and writes the outputs as `cdk deploy --outputs-file` does', () => {
  expect(local.program.stdout()).toMatch(
    new RegExp(`^ready http://127.0.0.1:${port}\nconsole http://127.0.0.1:\\d+\n$`),
  );
  expect(local.program.stderr()).toBe('');
  expect(local.outputsFile).toEqual({
    CanaryDeploymentLatticeStack: expect.objectContaining({
      CanaryVersion: '2',
      StateMachineArn: expect.stringMatching(/^arn:aws:states:/) as string,
    }) as object,
  });
});

test('a stopped execution: the listener is back at 100/0 within 30 simulated seconds', async () => {
  const slower = await startLocalCloud('--port', String(await freePort()), '--speed', String(MEASURING_SPEED));
  onTestFinished(() => slower.close());
  const { states, ...its } = clientsOf(slower);
  onTestFinished(() => its.destroy());
  expect(await its.canaryWeight()).toBe(0);
  const executionArn = await its.start();
  await until(async () => yes((await its.canaryWeight()) === 10));
  await states.send(new StopExecutionCommand({ executionArn, cause: 'users complain' }));
  const stoppedAt = wallClock.now();
  await until(async () => yes((await its.canaryWeight()) === 0));

  expect(((wallClock.now() - stoppedAt) * MEASURING_SPEED) / 1000).toBeLessThanOrEqual(30);
  expect(await its.describe(executionArn)).toMatchObject({ status: 'ABORTED', cause: 'users complain' });
});

test('a message on the rollback topic: the execution ends as rolled back, with the reason in its cause', async () => {
  const executionArn = await start();
  await until(async () => yes((await canaryWeight()) === 10));
  await clients.sns.send(
    new PublishCommand({ TopicArn: output('RollbackTopicArn'), Message: '{"reason":"orders are missing"}' }),
  );
  await until(async () => yes((await canaryWeight()) === 0));
  await until(nothingRuns);
  const ended = await describe(executionArn);
  expect(ended).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  expect(ended.cause).toContain('orders are missing');
});

test('an alarm that is set to ALARM rolls back, through its own actions and rules', async () => {
  const { MetricAlarms = [] } = await clients.cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: 'canary-lambda-errors' }),
  );
  expect(MetricAlarms).toHaveLength(1);
  const AlarmName = MetricAlarms[0]?.AlarmName;
  const executionArn = await start();
  await until(async () => yes((await canaryWeight()) === 10));
  await clients.cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a drill' }));
  await until(async () => yes((await canaryWeight()) === 0));
  await until(nothingRuns);
  expect(await describe(executionArn)).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
});

/** What docs/try.md has people paste to play with it: the settings, then the commands one by one. */
function readmeCommands(): { readonly settings: string[]; readonly commands: string[] } {
  const [, block = ''] = /```sh\n(export AWS_ENDPOINT_URL=[\s\S]*?)```/.exec(readText('docs/try.md')) ?? [];
  const lines = block.split('\n').filter((line) => line !== '');
  const settings = lines
    .filter((line) => /^(export|out\(\))/.test(line))
    .map((line) => line.replace(':4566', `:${port}`));
  return { settings, commands: lines.filter((line) => line.startsWith('aws ')) };
}

test.skipIf(noAwsCli !== undefined)(
  `the AWS CLI${noAwsCli === undefined ? '' : ` (skipped: ${noAwsCli})`} starts, watches and stops a release ` +
    `with the page's own commands, sets alarms, and publishes`,
  async () => {
    const { settings, commands } = readmeCommands();
    const [start = '', getListener = '', stop = ''] = commands;
    const paste = async <T>(...lines: string[]) => JSON.parse((await shell([...settings, ...lines])) || 'null') as T;
    expect(commands).toHaveLength(3);

    const { executionArn } = await paste<{ executionArn: string }>(start);
    await until(async () => yes((await canaryWeight()) === 10));
    const aws = awsCli(local.endpoint);
    const [running, listener, alarms] = await Promise.all([
      aws(
        'stepfunctions',
        'list-executions',
        '--state-machine-arn',
        output('StateMachineArn'),
        '--status-filter',
        'RUNNING',
      ),
      paste<{ defaultAction: { forward: { targetGroups: { targetGroupIdentifier: string; weight: number }[] } } }>(
        getListener,
      ),
      aws<{ MetricAlarms: { AlarmName: string; StateValue: string }[] }>(
        'cloudwatch',
        'describe-alarms',
        '--alarm-name-prefix',
        'production-lambda-errors',
      ),
    ]);
    expect(running).toMatchObject({ executions: [{ executionArn, status: 'RUNNING' }] });
    // How far the release has come by then is a matter of how fast the CLI starts.
    const { targetGroups } = listener.defaultAction.forward;
    expect(targetGroups.map(({ targetGroupIdentifier }) => targetGroupIdentifier)).toEqual([
      output('ProductionTargetGroupId'),
      output('CanaryTargetGroupId'),
    ]);
    expect(targetGroups.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(alarms.MetricAlarms).toHaveLength(1);

    await paste(stop.replace(/<.*>/, executionArn));
    await until(async () => yes((await canaryWeight()) === 0));
    const name = alarms.MetricAlarms[0]?.AlarmName ?? '';
    const [ended, published] = await Promise.all([
      aws('stepfunctions', 'describe-execution', '--execution-arn', executionArn),
      aws('sns', 'publish', '--topic-arn', output('RollbackTopicArn'), '--message', '{"reason":"nothing is running"}'),
      aws('cloudwatch', 'set-alarm-state', '--alarm-name', name, '--state-value', 'ALARM', '--state-reason', 'a drill'),
      // With --endpoint-url: for SQS, version 1 of the CLI does not look at AWS_ENDPOINT_URL.
      aws('sqs', 'receive-message', '--queue-url', output('UndeliveredQueueUrl')),
    ]);
    expect(ended).toMatchObject({ status: 'ABORTED' });
    expect(published).toMatchObject({ MessageId: expect.any(String) as string });
    await until(nothingRuns);
  },
);

test('prune finds the stack, its versions and its record with nothing but AWS_ENDPOINT_URL', async () => {
  const folder = newFolder();
  const env = {
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const prune = startProgram('cli/main.ts', ['prune', '--stack', 'CanaryDeploymentLatticeStack'], folder.path, env);
  onTestFinished(() => folder.remove());
  expect(await prune.ended).toBe(0);
  expect(prune.stdout()).toContain(`versions of ${output('FunctionName')}`);
  expect(prune.stdout()).toContain('Nothing to delete.');
});

test('rejects a port that is taken, in words and with a status of its own', async () => {
  const folder = newFolder();
  const program = startProgram('local/cli/local.ts', ['--port', String(port)], folder.path);
  onTestFinished(() => folder.remove());
  expect(await program.ended).toBe(1);
  expect(program.stdout()).toBe('');
  expect(program.stderr()).toBe(`port ${port} is taken by another program; choose another with --port\n`);
});

test('rejects an unknown option with status 2', async () => {
  const folder = newFolder();
  const program = startProgram('local/cli/local.ts', ['--prot', '4566'], folder.path);
  onTestFinished(() => folder.remove());
  expect(await program.ended).toBe(2);
  expect(program.stderr()).toContain('--prot');
});

test('Ctrl-C ends it and every process it started', async () => {
  const processes = local.processes();
  // Its own, and one for each function.
  expect(processes.length).toBeGreaterThan(10);
  local.program.child.kill('SIGINT');
  expect(await local.program.ended).toBe(0);
  // The TypeScript loader's compiler ends a moment after the program that it compiled for.
  await until(async () => yes(alive(processes).length === 0));
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
}
