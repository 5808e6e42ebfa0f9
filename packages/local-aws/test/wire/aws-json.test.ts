import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import { type Answers, type Harness, startHarness } from './harness.ts';

let harness: Harness;
const start = async (answers: Answers) => {
  harness = await startHarness(answers);
  return { states: new SFNClient(harness.client), cloudwatch: new CloudWatchClient(harness.client) };
};
afterEach(() => harness.close());

const executionArn = 'arn:aws:states:eu-central-1:111122223333:execution:release:one';

test('starts an execution, and the client gets the start date to the millisecond', async () => {
  const startDate = new Date('2026-01-05T09:00:00.123Z');
  const { states } = await start({ states: { StartExecution: { executionArn, startDate } } });
  const answer = await states.send(
    new StartExecutionCommand({ stateMachineArn: 'arn:machine', input: '{"version":"7"}', name: 'one' }),
  );
  expect(answer).toMatchObject({ executionArn, startDate });
  expect(harness.calls).toEqual([
    {
      service: 'states',
      operation: 'StartExecution',
      input: { stateMachineArn: 'arn:machine', input: '{"version":"7"}', name: 'one' },
      caller: { principal: 'operator' },
    },
  ]);
});

test('an error reaches the client under its own name, with message and status', async () => {
  const { states } = await start({
    states: { DescribeExecution: new AwsError('ExecutionDoesNotExist', 'no execution one') },
  });
  await expect(states.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
    message: 'no execution one',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });
});

test('alarms reach the client with their times', async () => {
  const StateUpdatedTimestamp = new Date('2026-01-05T09:03:17Z');
  const MetricAlarms = [
    { AlarmName: 'canary-lambda-errors', StateValue: 'ALARM', StateUpdatedTimestamp, Threshold: 5 },
  ];
  const { cloudwatch } = await start({ monitoring: { DescribeAlarms: { MetricAlarms, CompositeAlarms: [] } } });
  const answer = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['canary-lambda-errors'] }));
  expect(answer.MetricAlarms).toEqual(MetricAlarms);
  expect(harness.calls[0]?.input).toEqual({ AlarmNames: ['canary-lambda-errors'] });
});

test('times in requests arrive as Dates, at any depth', async () => {
  const Timestamp = new Date('2026-01-05T09:00:00Z');
  const Timestamps = [Timestamp];
  const { cloudwatch } = await start({
    monitoring: {
      PutMetricData: {},
      GetMetricData: { MetricDataResults: [{ Id: 'requests', Timestamps, Values: [42] }] },
    },
  });
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: 'LatticeCanary',
      MetricData: [{ MetricName: 'CanaryWeight', Timestamp, Value: 10 }],
    }),
  );
  const answer = await cloudwatch.send(
    new GetMetricDataCommand({ StartTime: Timestamp, EndTime: Timestamp, MetricDataQueries: [] }),
  );
  expect(answer.MetricDataResults).toEqual([{ Id: 'requests', Timestamps, Values: [42] }]);
  expect(harness.calls[0]?.input).toMatchObject({ MetricData: [{ Timestamp, Value: 10 }] });
  expect(harness.calls[1]?.input).toMatchObject({ StartTime: Timestamp, EndTime: Timestamp });
});

test('a request that the client compresses is unpacked', async () => {
  const { cloudwatch } = await start({ monitoring: { PutMetricData: {} } });
  const MetricData = Array.from({ length: 400 }, (_, i) => ({ MetricName: `metric-number-${i}`, Value: i }));
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'LatticeCanary', MetricData }));
  expect(harness.calls[0]?.input).toEqual({ Namespace: 'LatticeCanary', MetricData });
});

test('CloudWatch tells its JSON clients also how Query calls an error', async () => {
  const { cloudwatch } = await start({
    monitoring: { SetAlarmState: new AwsError('InvalidFormatFault', 'StateReasonData is not JSON') },
  });
  const call = cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: 'a', StateValue: 'OK', StateReason: 'r', StateReasonData: '{' }),
  );
  await expect(call).rejects.toMatchObject({
    name: 'InvalidFormatFault',
    message: 'StateReasonData is not JSON',
    Code: 'InvalidFormat',
  });
});

test('rejects an operation that the local cloud does not have, naming it and those there are', async () => {
  const { states } = await start({ states: { StartExecution: {}, StopExecution: {} } });
  await expect(states.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'the local cloud does not have DescribeExecution of Step Functions; it has StartExecution, StopExecution',
    $metadata: { httpStatusCode: 501 },
  });
});

test.each([
  ['text that is not JSON', '{"executionArn":', /^the body is not JSON/],
  ['JSON that is not an object', '[]', /^the body must be a JSON object$/],
])('rejects %s', async (_what, body, message) => {
  await start({ states: { DescribeExecution: {} } });
  const answer = await fetch(harness.url, {
    method: 'POST',
    body,
    headers: { 'x-amz-target': 'AWSStepFunctions.DescribeExecution', 'content-type': 'application/x-amz-json-1.0' },
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    __type: 'SerializationException',
    message: expect.stringMatching(message) as string,
  });
});
