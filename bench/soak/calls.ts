import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { GetListenerCommand, ListTargetsCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import type { OutputName } from '../../statemachine/contract/outputs.ts';

/** One call; rejects when it fails, or when it should have failed by that name and did not. */
export type ApiCall = () => Promise<unknown>;

export interface Client {
  /** All that it may ask, to be gone through again and again. */
  readonly calls: readonly ApiCall[];
  destroy(): void;
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly output: (name: OutputName) => string;
  /** Simulated milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Somebody with clients of their own for every service, who reads, writes and mistypes what cannot disturb a release.
 */
export function createClient({ endpoint, region, output, now }: ClientOptions): Client {
  const settings = {
    endpoint,
    region,
    credentials: { accessKeyId: 'soak', secretAccessKey: 'not-verified' },
    maxAttempts: 1,
  };
  const cloudformation = new CloudFormationClient(settings);
  const cloudwatch = new CloudWatchClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  const events = new EventBridgeClient(settings);
  const lambda = new LambdaClient(settings);
  const lattice = new VPCLatticeClient(settings);
  const sns = new SNSClient(settings);
  const sqs = new SQSClient(settings);
  const states = new SFNClient(settings);
  const sts = new STSClient(settings);

  const stateMachineArn = output('StateMachineArn');
  const FunctionName = output('FunctionName');
  const service = output('ServiceName');
  const StackName = 'CanaryDeploymentLatticeStack';
  const executions = async () =>
    (await states.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 20 }))).executions ?? [];
  const latest = async () => (await executions())[0]?.executionArn;
  const minutes = (count: number) => new Date(now() - count * 60_000);
  const Metric = {
    Namespace: 'AWS/Lambda',
    MetricName: 'Invocations',
    Dimensions: [{ Name: 'FunctionName', Value: FunctionName }],
  };

  return {
    calls: [
      () => cloudformation.send(new DescribeStacksCommand({ StackName })),
      () => cloudformation.send(new ListStackResourcesCommand({ StackName })),
      () => fails('ValidationError', cloudformation.send(new DescribeStacksCommand({ StackName: 'nobody' }))),
      () => cloudwatch.send(new DescribeAlarmsCommand({})),
      () =>
        cloudwatch.send(
          new GetMetricDataCommand({
            StartTime: minutes(60),
            EndTime: minutes(0),
            MetricDataQueries: [{ Id: 'i', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
          }),
        ),
      () =>
        cloudwatch.send(
          new PutMetricDataCommand({ Namespace: 'Soak', MetricData: [{ MetricName: 'Calls', Value: 1 }] }),
        ),
      () => cloudwatch.send(new ListMetricsCommand({ Namespace: 'Soak' })),
      // Of an alarm that rolls nothing back.
      () =>
        cloudwatch.send(
          new SetAlarmStateCommand({ AlarmName: `watchdog-errors-${service}`, StateValue: 'OK', StateReason: 'soak' }),
        ),
      () =>
        dynamodb.send(
          new GetItemCommand({
            TableName: output('RecordTableName'),
            Key: { service: { S: service }, item: { S: 'rollout' } },
          }),
        ),
      () => events.send(new PutEventsCommand({ Entries: [{ Source: 'soak', DetailType: 'call', Detail: '{"n":1}' }] })),
      () => events.send(new ListRulesCommand({})),
      () => lambda.send(new ListAliasesCommand({ FunctionName })),
      () => lambda.send(new ListVersionsByFunctionCommand({ FunctionName })),
      () => lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: 'production' })),
      () =>
        lambda.send(
          new InvokeCommand({
            FunctionName,
            Qualifier: 'production',
            Payload: '{"version":"2.0","method":"GET","path":"/health","headers":{}}',
          }),
        ),
      () => fails('ResourceNotFoundException', lambda.send(new GetFunctionCommand({ FunctionName: 'nobody' }))),
      () =>
        lattice.send(
          new GetListenerCommand({ serviceIdentifier: output('ServiceId'), listenerIdentifier: output('ListenerId') }),
        ),
      () => lattice.send(new ListTargetsCommand({ targetGroupIdentifier: output('CanaryTargetGroupId') })),
      () => sns.send(new ListTopicsCommand({})),
      () => sns.send(new PublishCommand({ TopicArn: output('ReleaseEventsTopicArn'), Message: 'soak' })),
      () => sqs.send(new ReceiveMessageCommand({ QueueUrl: output('UndeliveredQueueUrl') })),
      () =>
        sqs.send(new GetQueueAttributesCommand({ QueueUrl: output('UndeliveredQueueUrl'), AttributeNames: ['All'] })),
      executions,
      async () => states.send(new DescribeExecutionCommand({ executionArn: await latest() })),
      async () => states.send(new GetExecutionHistoryCommand({ executionArn: await latest(), maxResults: 1000 })),
      () => states.send(new DescribeStateMachineCommand({ stateMachineArn })),
      () =>
        fails(
          'ExecutionDoesNotExist',
          states.send(
            new DescribeExecutionCommand({
              executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:nobody`,
            }),
          ),
        ),
      () => sts.send(new GetCallerIdentityCommand({})),
    ],
    destroy: () =>
      [cloudformation, cloudwatch, dynamodb, events, lambda, lattice, sns, sqs, states, sts].forEach((each) =>
        each.destroy(),
      ),
  };
}

async function fails(name: string, call: Promise<unknown>): Promise<void> {
  const error: unknown = await call.then(
    () => new Error(`${name} was expected, and the call succeeded`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error) || error.name !== name) throw error;
}
