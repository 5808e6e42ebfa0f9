import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ListServicesCommand, ListTargetGroupsCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { join } from 'node:path';
import { until, yes } from 'local-aws/clock';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { STACK_NAME } from '../../infra/app/stack.ts';
import { newFolder } from '../live/support/live-stage.ts';
import { type LocalCloud, startLocalCloud } from '../live/support/local-cloud.ts';
import { personIn } from './cdk.ts';

let cloud: LocalCloud;
let me: ReturnType<typeof personIn>;
const folder = newFolder();

beforeAll(async () => {
  const ports = ['--port', '0', '--console-port', '0'];
  cloud = await startLocalCloud('--empty', ...ports, '--path', '/hello?name=Ada');
  me = personIn(folder.path, cloud.endpoint);
});
afterAll(async () => {
  await cloud.close();
  folder.remove();
});

const appOf = (release: string) => ['--app', join(inject('assemblies'), release)];
const deploy = (release: string, ...more: string[]) =>
  me.cdk('deploy', ...appOf(release), '--require-approval', 'never', ...more);
const status = async () => (await me.canary('status')).said;
const ended = (said: RegExp) => ({ status: 0, said: expect.stringMatching(said) as unknown });

// Each test goes on from where the one before it left the account, as a person does.

test('`cdk bootstrap` makes the buckets and roles of an account that has nothing', async () => {
  expect(await me.cdk('bootstrap', 'aws://123456789012/eu-west-1', ...appOf('1.0.0'))).toEqual(
    ended(/Environment aws:\/\/123456789012\/eu-west-1 bootstrapped/),
  );
});

test('`cdk deploy` creates the stack', async () => {
  expect(await deploy('1.0.0')).toEqual(ended(/CanaryVersion = 1\n/));
});

test('`cdk diff` names what the next release changes, and touches nothing', async () => {
  expect(await me.cdk('diff', ...appOf('2.0.0'))).toEqual(ended(/\[\+\] AWS::Lambda::Version/));
  expect(await status()).toMatch(/newest 1/);
});

test('`cdk deploy` with new code publishes a version, and no request moves', async () => {
  expect(await deploy('2.0.0')).toEqual(ended(/CanaryVersion = 2\n/));
  expect(await status()).toMatch(/production 100 %, canary 0 %\n.*production 1, .*newest 2/);
});

test('`cdk deploy --revert-drift` in mid-bake is seen, and the release is rolled back', async () => {
  await me.canary('start', '--hold-at', '10');
  await until(async () => yes((await status()).includes('canary 10 %')));
  expect(await deploy('2.0.0', '--revert-drift')).toEqual(ended(/UPDATE_COMPLETE .*AWS::VpcLattice::Listener/));
  const after = await until(async () => {
    const said = await status();
    return said.includes('none runs') ? said : undefined;
  });
  expect(after).toMatch(/production 100 %, canary 0 %/);
  expect(after).toMatch(/version 2 over 1 rolled back .*(weights|alias)/);
});

test('a release of what was deployed so is promoted', async () => {
  expect(await me.canary('start', '--watch')).toEqual(ended(/version 2 is in production/));
  expect(await status()).toMatch(/production 100 %, canary 0 %\n.*production 2, /);
});

test('`cdk destroy` leaves nothing but what is retained', async () => {
  expect(await me.cdk('destroy', '--force', ...appOf('2.0.0'))).toEqual(ended(/destroyed/));
  expect(await left(cloud.endpoint)).toEqual({
    stacks: ['CDKToolkit'],
    tables: [expect.stringContaining(STACK_NAME)],
    others: [],
  });
});

async function left(endpoint: string) {
  const settings = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'me', secretAccessKey: 'anything' } };
  const lattice = new VPCLatticeClient(settings);
  const others = await Promise.all([
    new LambdaClient(settings).send(new ListFunctionsCommand({})).then(({ Functions }) => Functions),
    new SFNClient(settings).send(new ListStateMachinesCommand({})).then(({ stateMachines }) => stateMachines),
    new SNSClient(settings).send(new ListTopicsCommand({})).then(({ Topics }) => Topics),
    new SQSClient(settings).send(new ListQueuesCommand({})).then(({ QueueUrls }) => QueueUrls),
    new EventBridgeClient(settings).send(new ListRulesCommand({})).then(({ Rules }) => Rules),
    new CloudWatchClient(settings).send(new DescribeAlarmsCommand({})).then(({ MetricAlarms }) => MetricAlarms),
    lattice.send(new ListServicesCommand({})).then(({ items }) => items),
    lattice.send(new ListTargetGroupsCommand({})).then(({ items }) => items),
  ]);
  const { StackSummaries = [] } = await new CloudFormationClient(settings).send(new ListStacksCommand({}));
  const { TableNames } = await new DynamoDBClient(settings).send(new ListTablesCommand({}));
  return {
    stacks: StackSummaries.map(({ StackName }) => StackName),
    tables: TableNames,
    others: others.flat().filter(Boolean),
  };
}
