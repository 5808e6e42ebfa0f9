import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { cbor, SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { afterEach, expect, test } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import { type Answers, type Harness, startHarness } from './harness.ts';

let harness: Harness;
const start = async (answers: Answers) => {
  harness = await startHarness(answers);
  return new CloudWatchClient({ ...harness.client, protocol: SmithyRpcV2CborProtocol });
};
afterEach(() => harness.close());

const post = (path: string, body: Uint8Array | string = '') =>
  fetch(harness.url + path, {
    method: 'POST',
    body: Buffer.from(body),
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
  });
const read = async (answer: Response) => cbor.deserialize(new Uint8Array(await answer.arrayBuffer())) as unknown;
const DESCRIBE_ALARMS = '/service/GraniteServiceVersion20100801/operation/DescribeAlarms';

test('alarms reach a client that speaks CBOR, numbers and times as they are', async () => {
  const MetricAlarms = [
    {
      AlarmName: 'canary-errors',
      Threshold: 2.5,
      EvaluationPeriods: 3,
      ActionsEnabled: true,
      StateUpdatedTimestamp: new Date('2026-01-05T09:03:17.250Z'),
    },
  ];
  const cloudwatch = await start({
    monitoring: { DescribeAlarms: { MetricAlarms, CompositeAlarms: [], NextToken: undefined } },
  });
  expect(
    (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['canary-errors'], MaxRecords: 7 }))).MetricAlarms,
  ).toEqual(MetricAlarms);
  expect(harness.calls[0]?.input).toEqual({ AlarmNames: ['canary-errors'], MaxRecords: 7 });
});

test('times in its requests arrive as Dates, at any depth', async () => {
  const Timestamp = new Date('2026-01-05T09:00:00.500Z');
  const cloudwatch = await start({ monitoring: { PutMetricData: {}, GetMetricData: { MetricDataResults: [] } } });
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: 'LatticeCanary',
      MetricData: [{ MetricName: 'CanaryWeight', Timestamp, Value: 10.5 }],
    }),
  );
  await cloudwatch.send(new GetMetricDataCommand({ StartTime: Timestamp, EndTime: Timestamp, MetricDataQueries: [] }));
  expect(harness.calls[0]?.input).toEqual({
    Namespace: 'LatticeCanary',
    MetricData: [{ MetricName: 'CanaryWeight', Timestamp, Value: 10.5 }],
  });
  expect(harness.calls[1]?.input).toMatchObject({ StartTime: Timestamp, EndTime: Timestamp });
});

test('an error reaches it by name and status, with the old code beside', async () => {
  const cloudwatch = await start({ monitoring: { DescribeAlarms: new AwsError('InvalidNextToken', 'no such page') } });
  await expect(cloudwatch.send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({
    name: 'InvalidNextToken',
    message: 'no such page',
    $metadata: { httpStatusCode: 400 },
  });
  const answer = await post(DESCRIBE_ALARMS);
  expect([
    answer.headers.get('smithy-protocol'),
    answer.headers.get('content-type'),
    answer.headers.get('x-amzn-query-error'),
  ]).toEqual(['rpc-v2-cbor', 'application/cbor', 'InvalidNextToken;Sender']);
});

test.each([
  [
    'an operation that is not there',
    '/service/GraniteServiceVersion20100801/operation/PutDashboard',
    'the local cloud does not have PutDashboard of CloudWatch; it has DescribeAlarms',
  ],
  [
    'a service that does not speak it',
    '/service/AWSStepFunctions/operation/ListExecutions',
    'Step Functions speaks AWS JSON 1.0 here, not RPC v2 over CBOR',
  ],
  [
    'a service that is not there',
    '/service/Logs/operation/DescribeLogGroups',
    'the local cloud has no service with RPC v2 at /service/Logs/operation/DescribeLogGroups',
  ],
  ['a path of another kind', '/', 'the local cloud has no service with RPC v2 at /'],
])('rejects %s, in CBOR', async (_what, path, message) => {
  await start({ monitoring: { DescribeAlarms: {} } });
  const answer = await post(path);
  expect(answer.status).toBe(501);
  expect(await read(answer)).toEqual({ __type: 'UnknownOperationException', message });
});

test.each([
  ['bytes that are not CBOR', Buffer.from('a16161', 'hex'), /^the body is not CBOR/],
  ['CBOR that is not a map', Buffer.from('8101', 'hex'), /^the body must be a CBOR map$/],
  [
    'a time that is none',
    Buffer.concat([Buffer.from('a169537461727454696d65c164', 'hex'), Buffer.from('noon')]),
    /^a time must be epoch seconds, got noon$/,
  ],
])('rejects %s', async (_what, body, message) => {
  await start({ monitoring: { DescribeAlarms: {} } });
  const answer = await post(DESCRIBE_ALARMS, body);
  expect(answer.status).toBe(400);
  expect(await read(answer)).toEqual({
    __type: 'SerializationException',
    message: expect.stringMatching(message) as string,
  });
});
