import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { UpdateListenerCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Guarded } from '../../src/core/service.ts';
import type { Input } from '../../src/core/types.ts';
import type { Statement } from '../../src/iam/document.ts';
import { DYNAMODB } from '../../src/dynamodb/service.ts';
import { authorizeWith } from '../../src/wire/authorize.ts';
import { accessOf, PLACE } from '../access.ts';
import { SERVICES } from '../services.ts';
import { type Harness, startHarness } from './harness.ts';

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:123456789012:${rest}`;
const FN = arn('lambda', 'function:fn');
const MACHINE = arn('states', 'stateMachine:m');
const EXECUTION = arn('states', 'execution:m:e');
const LISTENER = arn('vpc-lattice', 'service/svc-1/listener/listener-1');
const GROUP = arn('vpc-lattice', 'targetgroup/tg-1');
const TABLE = arn('dynamodb', 'table/records');
const listener = { serviceIdentifier: 'svc-1', listenerIdentifier: 'listener-1' };

const GUARDED = { ...SERVICES, dynamodb: DYNAMODB };
const EVERY = Object.values(GUARDED).flatMap(({ name, operations }) =>
  Object.keys(operations).map((operation) => [name as keyof typeof GUARDED, operation] as const),
);

/** `action on resource`; undefined for an operation of which that is not known. */
function needs(service: keyof typeof GUARDED, operation: string, input: Input): readonly string[] | undefined {
  const operations: Readonly<Record<string, Guarded>> = GUARDED[service].operations;
  const guarded = operations[operation];
  return guarded
    ?.needs(input, { action: guarded.action, place: PLACE })
    .map(({ action, resource }) => `${action} on ${resource}`);
}

/** From the Service Authorization Reference, resource by resource; `action on resource`. */
const CASES: readonly [keyof typeof GUARDED, operation: string, input: Input, needed: readonly string[]][] = [
  ['lambda', 'UpdateAlias', { FunctionName: 'fn', Name: 'production' }, [`lambda:UpdateAlias on ${FN}`]],
  ['lambda', 'UpdateAlias', { FunctionName: `${FN}:production`, Name: 'production' }, [`lambda:UpdateAlias on ${FN}`]],
  ['lambda', 'GetAlias', { FunctionName: FN, Name: 'production' }, [`lambda:GetAlias on ${FN}`]],
  ['lambda', 'ListVersionsByFunction', { FunctionName: 'fn' }, [`lambda:ListVersionsByFunction on ${FN}`]],
  ['lambda', 'ListAliases', { FunctionName: 'fn' }, [`lambda:ListAliases on ${FN}`]],
  ['lambda', 'PublishVersion', { FunctionName: 'fn' }, [`lambda:PublishVersion on ${FN}`]],
  ['lambda', 'GetFunction', { FunctionName: 'fn', Qualifier: 'canary' }, [`lambda:GetFunction on ${FN}:canary`]],
  ['lambda', 'GetFunctionConfiguration', { FunctionName: 'fn' }, [`lambda:GetFunctionConfiguration on ${FN}`]],
  ['lambda', 'DeleteFunction', { FunctionName: 'fn:3' }, [`lambda:DeleteFunction on ${FN}:3`]],
  ['lambda', 'ListFunctions', {}, ['lambda:ListFunctions on *']],
  ['lambda', 'Invoke', { FunctionName: 'fn' }, []],
  ['states', 'StartExecution', { stateMachineArn: MACHINE }, [`states:StartExecution on ${MACHINE}`]],
  ['states', 'DescribeStateMachine', { stateMachineArn: MACHINE }, [`states:DescribeStateMachine on ${MACHINE}`]],
  ['states', 'ListExecutions', { stateMachineArn: MACHINE }, [`states:ListExecutions on ${MACHINE}`]],
  ['states', 'DescribeExecution', { executionArn: EXECUTION }, [`states:DescribeExecution on ${EXECUTION}`]],
  ['states', 'StopExecution', { executionArn: EXECUTION }, [`states:StopExecution on ${EXECUTION}`]],
  ['states', 'RedriveExecution', { executionArn: EXECUTION }, [`states:RedriveExecution on ${EXECUTION}`]],
  ['states', 'GetExecutionHistory', { executionArn: EXECUTION }, [`states:GetExecutionHistory on ${EXECUTION}`]],
  [
    'states',
    'DescribeStateMachineForExecution',
    { executionArn: EXECUTION },
    [`states:DescribeStateMachineForExecution on ${EXECUTION}`],
  ],
  ['states', 'ListStateMachines', {}, ['states:ListStateMachines on *']],
  ['vpc-lattice', 'GetListener', listener, [`vpc-lattice:GetListener on ${LISTENER}`]],
  [
    'vpc-lattice',
    'GetListener',
    { serviceIdentifier: 'svc-1', listenerIdentifier: LISTENER },
    [`vpc-lattice:GetListener on ${LISTENER}`],
  ],
  [
    'vpc-lattice',
    'GetListener',
    { serviceIdentifier: arn('vpc-lattice', 'service/svc-1'), listenerIdentifier: 'listener-1' },
    [`vpc-lattice:GetListener on ${LISTENER}`],
  ],
  ['vpc-lattice', 'UpdateListener', listener, [`vpc-lattice:UpdateListener on ${LISTENER}`]],
  ['vpc-lattice', 'GetTargetGroup', { targetGroupIdentifier: 'tg-1' }, [`vpc-lattice:GetTargetGroup on ${GROUP}`]],
  ['vpc-lattice', 'ListTargets', { targetGroupIdentifier: GROUP }, [`vpc-lattice:ListTargets on ${GROUP}`]],
  [
    'vpc-lattice',
    'GetService',
    { serviceIdentifier: 'svc-1' },
    [`vpc-lattice:GetService on ${arn('vpc-lattice', 'service/svc-1')}`],
  ],
  [
    'vpc-lattice',
    'GetServiceNetwork',
    { serviceNetworkIdentifier: 'sn-1' },
    [`vpc-lattice:GetServiceNetwork on ${arn('vpc-lattice', 'servicenetwork/sn-1')}`],
  ],
  ...['ListListeners', 'ListServices', 'ListServiceNetworks', 'ListTargetGroups'].map(
    (name): (typeof CASES)[number] => ['vpc-lattice', name, listener, [`vpc-lattice:${name} on *`]],
  ),
  [
    'monitoring',
    'DescribeAlarms',
    { AlarmNames: ['a', 'b'] },
    [
      `cloudwatch:DescribeAlarms on ${arn('cloudwatch', 'alarm:a')}`,
      `cloudwatch:DescribeAlarms on ${arn('cloudwatch', 'alarm:b')}`,
    ],
  ],
  ['monitoring', 'DescribeAlarms', {}, [`cloudwatch:DescribeAlarms on ${arn('cloudwatch', 'alarm:*')}`]],
  [
    'monitoring',
    'DescribeAlarms',
    { AlarmNames: ['a'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    [`cloudwatch:DescribeAlarms on ${arn('cloudwatch', 'alarm:*')}`],
  ],
  ['monitoring', 'SetAlarmState', { AlarmName: 'a' }, [`cloudwatch:SetAlarmState on ${arn('cloudwatch', 'alarm:a')}`]],
  ['monitoring', 'GetMetricData', {}, ['cloudwatch:GetMetricData on *']],
  ['monitoring', 'PutMetricData', { Namespace: 'LatticeCanary' }, ['cloudwatch:PutMetricData on *']],
  [
    'events',
    'PutEvents',
    { Entries: [{}, { EventBusName: 'default' }] },
    [
      `events:PutEvents on ${arn('events', 'event-bus/default')}`,
      `events:PutEvents on ${arn('events', 'event-bus/default')}`,
    ],
  ],
  [
    'events',
    'PutEvents',
    { Entries: [{ EventBusName: arn('events', 'event-bus/other') }] },
    [`events:PutEvents on ${arn('events', 'event-bus/other')}`],
  ],
  ['events', 'ListRules', {}, [`events:ListRules on ${arn('events', 'rule/*')}`]],
  ['events', 'ListTargetsByRule', { Rule: 'r' }, [`events:ListTargetsByRule on ${arn('events', 'rule/r')}`]],
  ['sns', 'ListTopics', {}, [`sns:ListTopics on ${arn('sns', '*')}`]],
  ['sns', 'Publish', { TopicArn: arn('sns', 't') }, []],
  ['sqs', 'SendMessage', { QueueUrl: 'q' }, []],
  ['dynamodb', 'GetItem', { TableName: 'records' }, [`dynamodb:GetItem on ${TABLE}`]],
  ['dynamodb', 'PutItem', { TableName: TABLE }, [`dynamodb:PutItem on ${TABLE}`]],
  ['dynamodb', 'Query', { TableName: 'records', IndexName: 'by-time' }, [`dynamodb:Query on ${TABLE}/index/by-time`]],
  [
    'dynamodb',
    'BatchGetItem',
    { RequestItems: { records: {}, other: {} } },
    [`dynamodb:BatchGetItem on ${TABLE}`, `dynamodb:BatchGetItem on ${arn('dynamodb', 'table/other')}`],
  ],
  [
    'dynamodb',
    'TransactWriteItems',
    { TransactItems: [{ Put: { TableName: 'records' } }, { ConditionCheck: { TableName: 'records' } }] },
    [`dynamodb:PutItem on ${TABLE}`, `dynamodb:ConditionCheckItem on ${TABLE}`],
  ],
];

describe('the permission that an operation takes', () => {
  test.each(CASES)('%s %s of %j is %j', (service, operation, input, needed) => {
    expect(needs(service, operation, input)).toEqual(needed);
  });

  test.each(EVERY)('is known of %s %s, whatever else is missing', (service, operation) => {
    expect(needs(service, operation, { FunctionName: 'fn' })).toEqual(expect.any(Array));
  });

  test.each<[keyof typeof GUARDED, string, Input]>([
    ['dynamodb', 'TransactWriteItems', { TransactItems: [null, { Put: 'x' }] }],
    ['dynamodb', 'BatchGetItem', { RequestItems: 'x' }],
    ['events', 'PutEvents', { Entries: [null] }],
    ['vpc-lattice', 'UpdateListener', { ...listener, defaultAction: { forward: { targetGroups: [null] } } }],
  ])('is found without a crash when %s %s is malformed', (service, operation, input) => {
    expect(needs(service, operation, input)).toEqual(expect.any(Array));
  });
});

const ROLE = { principal: 'arn:aws:iam::123456789012:role/shift', session: 'shift-fn' };

/** An endpoint where the harness's key is a role's, with a database that must not be reached. */
async function startAs(statements: readonly Statement[], answers: Parameters<typeof startHarness>[0] = {}) {
  const lines: string[] = [];
  const access = accessOf({ statements, log: (service, message) => lines.push(`${service}: ${message}`) });
  const harness = await startHarness(answers, {
    callerOf: (key) => (key === 'AKIDTEST' ? ROLE : undefined),
    authorize: authorizeWith(access, PLACE),
    dynamodbUrl: 'http://127.0.0.1:1',
  });
  onTestFinished(() => harness.close());
  return { lines, client: harness.client, calls: harness.calls };
}

const sentence = (action: string, resource: string) =>
  `User: arn:aws:sts::123456789012:assumed-role/shift/shift-fn is not authorized to perform: ${action} on ` +
  `resource: ${resource} because no identity-based policy allows the ${action} action`;

type Client = Harness['client'];
const action = { forward: { targetGroups: [{ targetGroupIdentifier: 'tg-1', weight: 10 }] } };

describe('a call without permission', () => {
  test.each<
    [string, (client: Client) => Promise<unknown>, { name: string; status: number; action: string; resource: string }]
  >([
    [
      'Lambda',
      (client) => new LambdaClient(client).send(new UpdateAliasCommand({ FunctionName: 'fn', Name: 'production' })),
      { name: 'AccessDeniedException', status: 403, action: 'lambda:UpdateAlias', resource: FN },
    ],
    [
      'VPC Lattice',
      (client) => new VPCLatticeClient(client).send(new UpdateListenerCommand({ ...listener, defaultAction: action })),
      { name: 'AccessDeniedException', status: 403, action: 'vpc-lattice:UpdateListener', resource: LISTENER },
    ],
    [
      'Step Functions',
      (client) => new SFNClient(client).send(new DescribeExecutionCommand({ executionArn: EXECUTION })),
      { name: 'AccessDeniedException', status: 400, action: 'states:DescribeExecution', resource: EXECUTION },
    ],
    [
      'CloudWatch',
      (client) => new CloudWatchClient(client).send(new DescribeAlarmsCommand({ AlarmNames: ['a'] })),
      {
        name: 'AccessDenied',
        status: 403,
        action: 'cloudwatch:DescribeAlarms',
        resource: arn('cloudwatch', 'alarm:a'),
      },
    ],
    [
      'SNS',
      (client) => new SNSClient(client).send(new ListTopicsCommand({})),
      { name: 'AuthorizationErrorException', status: 403, action: 'sns:ListTopics', resource: arn('sns', '*') },
    ],
    [
      'DynamoDB',
      (client) =>
        new DynamoDBClient(client).send(new GetItemCommand({ TableName: 'records', Key: { pk: { S: 'shop' } } })),
      { name: 'AccessDeniedException', status: 400, action: 'dynamodb:GetItem', resource: TABLE },
    ],
  ])('is refused by %s in its own form, and logged', async (_service, call, expected) => {
    const stub = { UpdateAlias: {}, UpdateListener: {}, DescribeExecution: {}, DescribeAlarms: {}, ListTopics: {} };
    const { client, calls, lines } = await startAs([], {
      lambda: stub,
      monitoring: stub,
      sns: stub,
      states: stub,
      'vpc-lattice': stub,
    });
    const message = sentence(expected.action, expected.resource);
    await expect(call(client)).rejects.toMatchObject({
      name: expected.name,
      message,
      $metadata: { httpStatusCode: expected.status },
    });
    expect(calls).toEqual([]);
    expect(lines).toEqual([`iam: denied: ${message}`]);
  });

  test('of an operation whose permission nobody knows is refused, and said so', async () => {
    const { client, lines } = await startAs([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    const call = new DynamoDBClient(client).send(new DeleteTableCommand({ TableName: 'records' }));
    await expect(call).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('does not know which permission it takes') as string,
      $metadata: { httpStatusCode: 403 },
    });
    expect(lines).toEqual([expect.stringContaining('called DeleteTable of dynamodb')]);
  });

  test('of the operator, whose key nobody handed out, does not exist', async () => {
    const { client, calls } = await startAs([], { states: { DescribeExecution: {} } });
    await new SFNClient({ ...client, credentials: { accessKeyId: 'me', secretAccessKey: 's' } }).send(
      new DescribeExecutionCommand({ executionArn: EXECUTION }),
    );
    expect(calls).toHaveLength(1);
  });
});

test('the target groups of an update can be pinned', async () => {
  const Condition = { 'ForAllValues:ArnEquals': { 'vpc-lattice:TargetGroupArns': [GROUP] } };
  const { client, calls } = await startAs(
    [{ Effect: 'Allow', Action: 'vpc-lattice:UpdateListener', Resource: LISTENER, Condition }],
    { 'vpc-lattice': { UpdateListener: {} } },
  );
  const update = (targetGroupIdentifier: string) =>
    new VPCLatticeClient(client).send(
      new UpdateListenerCommand({
        ...listener,
        defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: 'tg-1' }, { targetGroupIdentifier }] } },
      }),
    );
  await update(GROUP);
  await expect(update('tg-2')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(calls).toHaveLength(1);
});
