import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetListenerCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { Alias, aliasName, prefixIn } from '../../statemachine/contract/names.ts';
import { outputOf, type StackOutputs } from '../../statemachine/contract/outputs.ts';
import type { Observations } from '../scenarios/observations.ts';

/** A person with AWS's own SDK and the outputs of the stack, and nothing else. */
export interface Operator {
  /** @param input what is asked for; `{}`, a release of the newest version, unless told */
  startExecution(input?: object): Promise<string>;
  stopExecution(executionArn: string): Promise<void>;
  publishToRollbackTopic(reason: string): Promise<void>;
  describeExecution(executionArn: string): Promise<Observations['execution']>;
  runningExecutions(): Promise<number>;
  /** The machine's definition, as JSON. */
  definition(): Promise<unknown>;
  weights(): Promise<Observations['weights']>;
  aliases(): Promise<Observations['aliases']>;
  /** The rollout that holds the claim; undefined at rest. */
  claim(): Promise<string | undefined>;
  close(): void;
}

/** @param endpoint of the local cloud */
export function createOperator(endpoint: string, region: string, outputs: StackOutputs): Operator {
  const settings = { endpoint, region, credentials: { accessKeyId: 'operator', secretAccessKey: 'not-verified' } };
  const states = new SFNClient(settings);
  const lambda = new LambdaClient(settings);
  const lattice = new VPCLatticeClient(settings);
  const sns = new SNSClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  const stateMachineArn = outputOf(outputs, 'StateMachineArn');
  // arn:aws:lambda:REGION:ACCOUNT:function:NAME:production
  const productionAliasArn = outputOf(outputs, 'ProductionAliasArn');
  const FunctionName = productionAliasArn.split(':').slice(0, -1).join(':');
  const prefix = prefixIn(productionAliasArn);

  const versionOf = async (alias: Alias) =>
    (await lambda.send(new GetAliasCommand({ FunctionName, Name: aliasName(alias, prefix) }))).FunctionVersion ?? '';

  return {
    async startExecution(input = {}) {
      return (
        (await states.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) })))
          .executionArn ?? ''
      );
    },
    async stopExecution(executionArn) {
      await states.send(new StopExecutionCommand({ executionArn, cause: 'stopped by a person' }));
    },
    async publishToRollbackTopic(reason) {
      await sns.send(
        new PublishCommand({ TopicArn: outputOf(outputs, 'RollbackTopicArn'), Message: JSON.stringify({ reason }) }),
      );
    },
    async describeExecution(executionArn) {
      const { status = '', error, cause } = await states.send(new DescribeExecutionCommand({ executionArn }));
      return { status, ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    },
    async runningExecutions() {
      return (
        (await states.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }))).executions
          ?.length ?? 0
      );
    },
    async definition() {
      return JSON.parse(
        (await states.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition ?? '{}',
      ) as unknown;
    },
    async weights() {
      const identifiers = {
        serviceIdentifier: outputOf(outputs, 'ServiceId'),
        listenerIdentifier: outputOf(outputs, 'ListenerId'),
      };
      const { defaultAction } = await lattice.send(new GetListenerCommand(identifiers));
      const of = (group: 'ProductionTargetGroupId' | 'CanaryTargetGroupId') =>
        defaultAction?.forward?.targetGroups?.find(
          ({ targetGroupIdentifier }) => targetGroupIdentifier === outputOf(outputs, group),
        )?.weight ?? 0;
      return { production: of('ProductionTargetGroupId'), canary: of('CanaryTargetGroupId') };
    },
    async aliases() {
      const [production, canary, previous] = await Promise.all([
        versionOf(Alias.production),
        versionOf(Alias.canary),
        versionOf(Alias.previous),
      ]);
      return { production, canary, previous };
    },
    async claim() {
      const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
      const tables = await Promise.all(
        TableNames.map((TableName) => dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }))),
      );
      // A record at rest has no rollout.
      return tables.flatMap(({ Items = [] }) => Items).find((item) => item['rollout'])?.['rollout']?.M?.['id']?.S;
    },
    close() {
      [states, lambda, lattice, sns, dynamodb].forEach((client) => client.destroy());
    },
  };
}
