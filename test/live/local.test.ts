import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetListenerCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { wallClock } from '../../local/core/clock.ts';
import { awsCli, noAwsCli } from './support/aws-cli.ts';
import { newFolder } from './support/live-stage.ts';
import { alive, type LocalCloud, startLocalCloud } from './support/local-cloud.ts';
import { startProgram } from './support/program.ts';
import { until, yes } from './support/until.ts';

const SPEED = 60;

let local: LocalCloud;
let port: number;
const clients: { destroy(): void }[] = [];
let states: SFNClient;
let lattice: VPCLatticeClient;
let cloudwatch: CloudWatchClient;
let sns: SNSClient;

beforeAll(async () => {
  port = await freePort();
  local = await startLocalCloud('--port', String(port), '--speed', String(SPEED));
  const settings = { endpoint: local.endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'me', secretAccessKey: 'anything' } };
  states = new SFNClient(settings);
  lattice = new VPCLatticeClient(settings);
  cloudwatch = new CloudWatchClient(settings);
  sns = new SNSClient(settings);
  clients.push(states, lattice, cloudwatch, sns);
});
afterAll(async () => {
  clients.forEach((client) => client.destroy());
  await local.close();
});

const output = (name: string) => local.outputs[name] ?? '';
const start = async () => (await states.send(new StartExecutionCommand({ stateMachineArn: output('StateMachineArn'), input: '{}' }))).executionArn;
const describe = (executionArn: string | undefined) => states.send(new DescribeExecutionCommand({ executionArn }));
const canaryWeight = async () => {
  const { defaultAction } = await lattice.send(new GetListenerCommand({ serviceIdentifier: output('ServiceId'), listenerIdentifier: output('ListenerId') }));
  return defaultAction?.forward?.targetGroups?.find(({ targetGroupIdentifier }) => targetGroupIdentifier === output('CanaryTargetGroupId'))?.weight;
};
const nothingRuns = async () => {
  const { executions } = await states.send(new ListExecutionsCommand({ stateMachineArn: output('StateMachineArn'), statusFilter: 'RUNNING' }));
  return yes(executions?.length === 0);
};

test('prints two lines, and writes the outputs as `cdk deploy --outputs-file` does', () => {
  expect(local.program.stdout()).toMatch(new RegExp(`^ready http://127.0.0.1:${port}\nconsole http://127.0.0.1:\\d+\n$`));
  expect(local.program.stderr()).toBe('');
  expect(local.outputsFile).toEqual({ CanaryDeploymentLatticeStack: expect.objectContaining({ CanaryVersion: '2', StateMachineArn: expect.stringMatching(/^arn:aws:states:/) as string }) as object });
});

test('a stopped execution: the listener is back at 100/0 within 30 simulated seconds', async () => {
  expect(await canaryWeight()).toBe(0);
  const executionArn = await start();
  await until(async () => yes((await canaryWeight()) === 10));
  await states.send(new StopExecutionCommand({ executionArn, cause: 'users complain' }));
  const stoppedAt = wallClock.now();
  await until(async () => yes((await canaryWeight()) === 0));

  expect(((wallClock.now() - stoppedAt) * SPEED) / 1000).toBeLessThanOrEqual(30);
  expect(await describe(executionArn)).toMatchObject({ status: 'ABORTED', cause: 'users complain' });
  await until(nothingRuns);
});

test('a message on the rollback topic: the execution ends as rolled back, with the reason in its cause', async () => {
  const executionArn = await start();
  await until(async () => yes((await canaryWeight()) === 10));
  await sns.send(new PublishCommand({ TopicArn: output('RollbackTopicArn'), Message: '{"reason":"orders are missing"}' }));
  await until(async () => yes((await canaryWeight()) === 0));
  await until(nothingRuns);
  const ended = await describe(executionArn);
  expect(ended).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  expect(ended.cause).toContain('orders are missing');
});

test('an alarm that is set to ALARM rolls back, through its own actions and rules', async () => {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'canary-lambda-errors' }));
  expect(MetricAlarms).toHaveLength(1);
  const AlarmName = MetricAlarms[0]?.AlarmName;
  const executionArn = await start();
  await until(async () => yes((await canaryWeight()) === 10));
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a drill' }));
  await until(async () => yes((await canaryWeight()) === 0));
  await until(nothingRuns);
  expect(await describe(executionArn)).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
});

test.skipIf(noAwsCli !== undefined)(`the AWS CLI${noAwsCli === undefined ? '' : ` (skipped: ${noAwsCli})`} starts, watches and stops a release, reads and sets alarms, and publishes`, async () => {
  const aws = awsCli(local.endpoint);
  const machine = ['--state-machine-arn', output('StateMachineArn')];
  const { executionArn } = await aws<{ executionArn: string }>('stepfunctions', 'start-execution', ...machine, '--input', '{}');
  await until(async () => yes((await canaryWeight()) === 10));
  const [running, listener, alarms] = await Promise.all([
    aws('stepfunctions', 'list-executions', ...machine, '--status-filter', 'RUNNING'),
    aws('vpc-lattice', 'get-listener', '--service-identifier', output('ServiceId'), '--listener-identifier', output('ListenerId')),
    aws<{ MetricAlarms: { AlarmName: string; StateValue: string }[] }>('cloudwatch', 'describe-alarms', '--alarm-name-prefix', 'production-lambda-errors'),
  ]);
  expect(running).toMatchObject({ executions: [{ executionArn, status: 'RUNNING' }] });
  expect(listener).toMatchObject({ defaultAction: { forward: { targetGroups: [{ weight: 90 }, { weight: 10 }] } } });
  expect(alarms.MetricAlarms).toHaveLength(1);

  await aws('stepfunctions', 'stop-execution', '--execution-arn', executionArn);
  await until(async () => yes((await canaryWeight()) === 0));
  const name = alarms.MetricAlarms[0]?.AlarmName ?? '';
  const [ended, published] = await Promise.all([
    aws('stepfunctions', 'describe-execution', '--execution-arn', executionArn),
    aws('sns', 'publish', '--topic-arn', output('RollbackTopicArn'), '--message', '{"reason":"nothing is running"}'),
    aws('cloudwatch', 'set-alarm-state', '--alarm-name', name, '--state-value', 'ALARM', '--state-reason', 'a drill'),
  ]);
  expect(ended).toMatchObject({ status: 'ABORTED' });
  expect(published).toMatchObject({ MessageId: expect.any(String) as string });
  await until(nothingRuns);
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
