import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeStacksCommand, CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { expect, onTestFinished, test } from 'vitest';
import { type Answers, type Harness, startHarness } from '../wire/harness.ts';
import { type Shapes, watchShapes } from './shapes.ts';

type Ask = (client: Harness['client']) => {
  readonly client: object & { destroy(): void };
  readonly send: () => Promise<unknown>;
};

const publish: Ask = (settings) => {
  const client = new SNSClient(settings);
  return { client, send: () => client.send(new PublishCommand({ TopicArn: 'arn', Message: 'hello' })) };
};
const attributes: Ask = (settings) => {
  const client = new SNSClient(settings);
  return { client, send: () => client.send(new GetTopicAttributesCommand({ TopicArn: 'arn' })) };
};
const identity: Ask = (settings) => {
  const client = new STSClient(settings);
  return { client, send: () => client.send(new GetCallerIdentityCommand({})) };
};
const stacks: Ask = (settings) => {
  const client = new CloudFormationClient(settings);
  return { client, send: () => client.send(new DescribeStacksCommand({})) };
};
const alarms: Ask = (settings) => {
  const client = new CloudWatchClient({ ...settings, protocol: SmithyRpcV2CborProtocol });
  return { client, send: () => client.send(new DescribeAlarmsCommand({})) };
};

const STACK = { StackName: 'Shop', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' };
const since = new Date('2026-01-05T09:00:00.500Z');

/** What a service that answers so is found to do wrong; each answer is held against its model as it comes. */
async function faultsOf(answers: Answers, ask: Ask): Promise<readonly string[]> {
  const harness = await startHarness(answers);
  const { client, send } = ask(harness.client);
  onTestFinished(async () => {
    client.destroy();
    await harness.close();
  });
  const shapes: Shapes = { looked: new Set(), faults: new Set() };
  watchShapes(client, 'it', shapes);
  await send().catch(() => undefined);
  expect(shapes.looked.size).toBe(1);
  return [...shapes.faults];
}

test.each<[what: string, ask: Ask, answers: Answers]>([
  ['XML of SNS', publish, { sns: { Publish: { MessageId: '1 < 2' } } }],
  ['a map in XML', attributes, { sns: { GetTopicAttributes: { Attributes: { DisplayName: '', Owner: '1' } } } }],
  ['XML of STS', identity, { sts: { GetCallerIdentity: { Account: '1', Arn: 'arn', UserId: 'id' } } }],
  [
    'a list in XML, one in another',
    stacks,
    { cloudformation: { DescribeStacks: { Stacks: [{ ...STACK, Outputs: [{ OutputKey: 'a' }] }, STACK] } } },
  ],
  [
    'times and numbers in CBOR',
    alarms,
    { monitoring: { DescribeAlarms: { MetricAlarms: [{ Threshold: 2.5, StateUpdatedTimestamp: since }] } } },
  ],
])('finds nothing wrong with %s that is right', async (_what, ask, answers) => {
  expect(await faultsOf(answers, ask)).toEqual([]);
});

test.each<[what: string, ask: Ask, answers: Answers, fault: string]>([
  [
    'a member of Publish in another spelling',
    publish,
    { sns: { Publish: { MessageID: '1' } } },
    'it Publish.MessageID is no member of PublishResponse',
  ],
  [
    'a member of GetCallerIdentity that there is not',
    identity,
    { sts: { GetCallerIdentity: { Account: '1', Region: 'eu-west-1' } } },
    'it GetCallerIdentity.Region is no member of GetCallerIdentityResponse',
  ],
  [
    'a time in XML that is none',
    stacks,
    { cloudformation: { DescribeStacks: { Stacks: [STACK, { ...STACK, CreationTime: 'soon' }] } } },
    'it DescribeStacks.Stacks[1].CreationTime is "soon", not a time',
  ],
  [
    'a required member that is missing in XML',
    stacks,
    { cloudformation: { DescribeStacks: { Stacks: [{ ...STACK, StackName: undefined }] } } },
    'it DescribeStacks.Stacks[0].StackName is missing',
  ],
  [
    'a member in CBOR that nobody knows',
    alarms,
    { monitoring: { DescribeAlarms: { MetricAlarms: [{ Name: 'a' }] } } },
    'it DescribeAlarms.MetricAlarms[0].Name is no member of MetricAlarm',
  ],
  [
    'a number in CBOR that is text',
    alarms,
    { monitoring: { DescribeAlarms: { MetricAlarms: [{ Threshold: '2.5' }] } } },
    'it DescribeAlarms.MetricAlarms[0].Threshold is "2.5", not a number',
  ],
  [
    'a time in CBOR that is not tagged as one',
    alarms,
    { monitoring: { DescribeAlarms: { MetricAlarms: [{ StateUpdatedTimestamp: 'soon' }] } } },
    'it DescribeAlarms.MetricAlarms[0].StateUpdatedTimestamp is "soon", not a time',
  ],
])('finds %s', async (_what, ask, answers, fault) => {
  expect(await faultsOf(answers, ask)).toEqual([fault]);
});
