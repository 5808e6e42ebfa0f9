import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetAliasCommand, GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { isThrottlingError } from '@smithy/core/retry';
import { afterEach, expect, test } from 'vitest';
import type { Service } from '../../src/core/service.ts';
import { OPERATOR } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { throttled } from '../../src/wire/throttling.ts';
import { SERVICES, stubbed } from '../services.ts';
import { type Harness, startHarness } from './harness.ts';

type SdkError = Parameters<typeof isThrottlingError>[0];

let harness: Harness | undefined;
afterEach(() => harness?.close());

/** The services as a busy account has them; whatever is let through is answered well. */
function busy(clock: VirtualClock): Record<'monitoring' | 'lambda' | 'states', Service> {
  const { lambda, monitoring, states } = SERVICES;
  const well = (service: Service) => {
    const answers = Object.keys(service.operations).map((name) => [name, async () => ({})] as const);
    return throttled(stubbed(service, Object.fromEntries(answers)), clock);
  };
  return { lambda: well(lambda), monitoring: well(monitoring), states: well(states) };
}

function world() {
  const clock = new VirtualClock();
  const services = busy(clock);
  /** How many of so many calls at once are served. */
  const served = async (service: 'monitoring' | 'lambda' | 'states', operation: string, calls: number) => {
    const asked = services[service].operations[operation];
    const answers = await Promise.allSettled(Array.from({ length: calls }, async () => asked?.call({}, OPERATOR)));
    return answers.filter(({ status }) => status === 'fulfilled').length;
  };
  return { clock, served };
}

test.each([
  ['monitoring', 'DescribeAlarms', 9],
  ['monitoring', 'SetAlarmState', 3],
  ['lambda', 'GetAlias', 15],
  ['lambda', 'GetFunction', 100],
  ['lambda', 'GetPolicy', 15],
] as const)('%s %s is served %i times a second', async (service, operation, perSecond) => {
  const { clock, served } = world();
  expect(await served(service, operation, 200)).toBe(perSecond);
  await clock.runUntil(clock.now() + 1000);
  expect(await served(service, operation, 200)).toBe(perSecond);
  // What is not used is not saved up.
  await clock.runUntil(clock.now() + 3_600_000);
  expect(await served(service, operation, 200)).toBe(perSecond);
});

test("Lambda's control plane shares one allowance, which comes back evenly", async () => {
  const { clock, served } = world();
  expect(await served('lambda', 'GetAlias', 10)).toBe(10);
  expect(await served('lambda', 'UpdateAlias', 10)).toBe(5);
  await clock.runUntil(clock.now() + 200);
  expect(await served('lambda', 'GetAlias', 10)).toBe(3);
});

test.each([
  ['lambda', 'Invoke'],
  ['monitoring', 'GetMetricData'],
  ['states', 'StartExecution'],
] as const)('%s %s is never refused', async (service, operation) => {
  expect(await world().served(service, operation, 1000)).toBe(1000);
});

test('clients get the refusal of the service, and know that it is worth another try', async () => {
  const clock = new VirtualClock();
  harness = await startHarness({}, { services: Object.values(busy(clock)) });
  const cloudwatch = new CloudWatchClient(harness.client);
  const lambda = new LambdaClient(harness.client);
  for (let i = 0; i < 9; i++) await cloudwatch.send(new DescribeAlarmsCommand({}));
  const alarms = await cloudwatch.send(new DescribeAlarmsCommand({})).catch((error: unknown) => error);
  expect(isThrottlingError(alarms as SdkError)).toBe(true);
  expect(alarms).toMatchObject({
    name: 'Throttling',
    message: 'Rate exceeded',
    Code: 'Throttling',
    $metadata: { httpStatusCode: 400 },
  });
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'a', StateValue: 'OK', StateReason: 'why' }));

  const alias = new GetAliasCommand({ FunctionName: 'f', Name: 'production' });
  await Promise.all(Array.from({ length: 15 }, () => lambda.send(alias)));
  const moved = await lambda.send(alias).catch((error: unknown) => error);
  expect(isThrottlingError(moved as SdkError)).toBe(true);
  expect(moved).toMatchObject({
    name: 'TooManyRequestsException',
    message: 'Rate exceeded',
    $metadata: { httpStatusCode: 429 },
  });
  await lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));
  await lambda.send(new InvokeCommand({ FunctionName: 'f' }));
});
