import { beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import { seededRandom } from '../../src/core/random.ts';
import { type Caller, type CloudEvent } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { EventBus } from '../../src/events/event-bus.ts';
import type { RuleConfig, TargetConfig } from '../../src/events/rule.ts';
import { eventsService } from '../../src/events/service.ts';
import { accessOf } from '../access.ts';
import { callTo } from '../services.ts';

const START = Date.UTC(2026, 0, 5, 9, 0, 0);
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:canary';
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:watchdog';
const DEAD_LETTERS = 'arn:aws:sqs:us-east-1:111122223333:dead';
const ROLE = 'arn:aws:iam::111122223333:role/events';
const RULE_ARN = 'arn:aws:events:us-east-1:111122223333:rule/on-alarm';

const TO_MACHINE: TargetConfig = {
  Id: 'Target0',
  Arn: MACHINE,
  RoleArn: ROLE,
  DeadLetterConfig: { Arn: DEAD_LETTERS },
};
const ON_ALARM: RuleConfig = {
  name: 'on-alarm',
  pattern: { source: ['aws.cloudwatch'] },
  enabled: true,
  targets: [TO_MACHINE],
};
const ALARM: CloudEvent = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  resources: ['arn:alarm'],
  detail: { alarmName: 'a' },
};

interface Call {
  at: number;
  to: string;
  payload: string;
  caller: Caller;
  attributes?: Readonly<Record<string, string>>;
}

let clock: VirtualClock;
let calls: Call[];
let log: string[];
let failures: Error[];
let bus: EventBus;

beforeEach(() => {
  clock = new VirtualClock(START);
  calls = [];
  log = [];
  failures = [];
  const answer = (call: Omit<Call, 'at'>) => {
    calls.push({ at: clock.now() - START, ...call });
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  bus = new EventBus({
    clock,
    random: seededRandom(3),
    place: { account: '111122223333', region: 'us-east-1' },
    log: (_service, message) => log.push(message),
    access: accessOf(),
    executions: {
      startExecution: async ({ stateMachineArn, input, caller }) => {
        answer({ to: stateMachineArn, payload: input, caller });
        return { executionArn: 'arn', startDate: new Date(clock.now()) };
      },
    },
    functions: {
      invoke: () => Promise.reject(new Error('never invoked synchronously')),
      invokeAsync: async ({ functionArn, payload, caller }) => answer({ to: functionArn, payload, caller }),
    },
    topics: {
      publish: async ({ topicArn, message, caller }) => {
        answer({ to: topicArn, payload: message, caller });
        return { messageId: 'm' };
      },
    },
    queues: {
      send: async ({ queueArn, body, attributes, caller }) => {
        calls.push({
          at: clock.now() - START,
          to: queueArn,
          payload: body,
          caller,
          ...(attributes === undefined ? {} : { attributes }),
        });
      },
    },
  });
});

const run = (ms: number) => clock.runUntil(clock.now() + ms);
const letters = () => calls.filter((call) => call.to === DEAD_LETTERS);

describe('EventBus', () => {
  it('delivers a matching event whole, with what EventBridge adds, as the role of the target', async () => {
    bus.putRule(ON_ALARM);
    bus.emit(ALARM);
    bus.emit({ ...ALARM, source: 'other' });
    await run(5_000);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ to: MACHINE, caller: { principal: ROLE, session: 'on-alarm' } });
    expect(JSON.parse(calls[0]?.payload ?? '')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '111122223333',
      time: '2026-01-05T09:00:00Z',
      region: 'us-east-1',
      resources: ['arn:alarm'],
      detail: { alarmName: 'a' },
    });
  });

  it('takes about 150 ms at the median and 400 ms in all but one of a hundred', async () => {
    bus.putRule(ON_ALARM);
    for (let count = 0; count < 1000; count++) bus.emit(ALARM);
    await run(5_000);
    const latencies = calls.map((call) => call.at).sort((a, b) => a - b);
    expect(latencies[500]).toBeGreaterThan(130);
    expect(latencies[500]).toBeLessThan(170);
    expect(latencies[980]).toBeLessThanOrEqual(405);
    expect(latencies[0]).toBeGreaterThanOrEqual(75);
  });

  it('sends nothing for a rule that is disabled or removed', async () => {
    bus.putRule({ ...ON_ALARM, enabled: false });
    bus.emit(ALARM);
    bus.putRule(ON_ALARM);
    bus.removeRule('on-alarm');
    bus.emit(ALARM);
    await run(5_000);
    expect(calls).toEqual([]);
  });

  it('tries again after a failure that may pass, later each time', async () => {
    bus.putRule(ON_ALARM);
    failures = [
      new AwsError('ThrottlingException', 'slow down', 400),
      new AwsError('InternalServerException', 'oops', 500),
      new Error('socket hang up'),
    ];
    bus.emit(ALARM);
    await run(60_000);
    expect(calls.map((call) => call.to)).toEqual([MACHINE, MACHINE, MACHINE, MACHINE]);
    const gaps = calls.slice(1).map((call, index) => call.at - (calls[index]?.at ?? 0));
    expect(gaps.map((gap, index) => gap >= 500 * 2 ** index && gap <= 1000 * 2 ** index)).toEqual([true, true, true]);
  });

  it.each([
    [new AwsError('AccessDeniedException', 'no', 403), 'NO_PERMISSIONS'],
    [new AwsError('StateMachineDoesNotExist', 'gone', 400), 'NO_RESOURCE'],
    [new AwsError('ResourceNotFoundException', 'gone', 404), 'NO_RESOURCE'],
    [new AwsError('InvalidExecutionInput', 'not JSON', 400), 'INVALID_JSON'],
    [new AwsError('ValidationException', 'what', 400), 'SDK_CLIENT_ERROR'],
  ])('sends %s straight to the dead-letter queue, as %s', async (failure, code) => {
    bus.putRule(ON_ALARM);
    failures = [failure];
    bus.emit(ALARM);
    await run(86_400_000);
    expect(calls.map((call) => call.to)).toEqual([MACHINE, DEAD_LETTERS]);
    expect(calls[1]?.attributes).toEqual({
      RULE_ARN,
      TARGET_ARN: MACHINE,
      ERROR_CODE: code,
      ERROR_MESSAGE: failure.message,
    });
    expect(calls[1]?.caller).toEqual({ principal: 'events.amazonaws.com', sourceArn: RULE_ARN });
    expect(JSON.parse(calls[1]?.payload ?? '')).toMatchObject({ source: 'aws.cloudwatch', detail: { alarmName: 'a' } });
  });

  it('gives up after the retries of the target, and says so in the dead letter', async () => {
    bus.putRule({ ...ON_ALARM, targets: [{ ...TO_MACHINE, RetryPolicy: { MaximumRetryAttempts: 2 } }] });
    failures = Array.from({ length: 10 }, () => new AwsError('ThrottlingException', 'slow down', 429));
    bus.emit(ALARM);
    await run(3_600_000);
    expect(calls.filter((call) => call.to === MACHINE)).toHaveLength(3);
    expect(letters()[0]?.attributes).toMatchObject({
      ERROR_CODE: 'THROTTLING',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  it('gives up once the event is too old', async () => {
    bus.putRule({ ...ON_ALARM, targets: [{ ...TO_MACHINE, RetryPolicy: { MaximumEventAgeInSeconds: 60 } }] });
    failures = Array.from({ length: 100 }, () => new AwsError('ThrottlingException', 'slow down', 429));
    bus.emit(ALARM);
    await run(3_600_000);
    expect(letters()).toHaveLength(1);
    expect(letters()[0]?.at).toBeLessThanOrEqual(60_000);
    expect(letters()[0]?.attributes).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
  });

  it('keeps trying for a day by default', async () => {
    bus.putRule(ON_ALARM);
    failures = Array.from({ length: 1000 }, () => new AwsError('ThrottlingException', 'slow down', 429));
    bus.emit(ALARM);
    await run(90_000_000);
    const attempts = calls.filter((call) => call.to === MACHINE);
    expect(attempts.length).toBeLessThanOrEqual(186);
    expect(attempts.at(-1)?.at).toBeGreaterThan(12 * 3_600_000);
    expect(letters()).toHaveLength(1);
  });

  it('logs what it drops for want of a dead-letter queue', async () => {
    const { DeadLetterConfig: _none, ...target } = TO_MACHINE;
    bus.putRule({ ...ON_ALARM, targets: [target] });
    failures = [new AwsError('AccessDeniedException', 'no', 403)];
    bus.emit(ALARM);
    await run(5_000);
    expect(log).toEqual([expect.stringMatching(/^dropped event .* to arn:aws:states:.*: NO_PERMISSIONS no$/)]);
  });

  it('publishes to a topic as itself, without the keys that a condition of its policy could ask for', async () => {
    const topic = 'arn:aws:sns:us-east-1:111122223333:news';
    bus.putRule({
      ...ON_ALARM,
      targets: [
        {
          Id: '1',
          Arn: topic,
          InputTransformer: { InputTemplate: '"<who> is on"', InputPathsMap: { who: '$.source' } },
        },
      ],
    });
    bus.emit(ALARM);
    await run(5_000);
    expect(calls).toEqual([
      expect.objectContaining({
        to: topic,
        payload: '"aws.cloudwatch is on"',
        caller: { principal: 'events.amazonaws.com' },
      }),
    ]);
  });

  it('does not call a function with an input that is not JSON', async () => {
    const InputTransformer = { InputTemplate: '{"a":"<a>"}', InputPathsMap: { a: '$.detail.a' } };
    bus.putRule({
      ...ON_ALARM,
      targets: [{ Id: '1', Arn: FUNCTION, InputTransformer, DeadLetterConfig: { Arn: DEAD_LETTERS } }],
    });
    bus.emit({ ...ALARM, detail: { a: 'a "quote"' } });
    await run(5_000);
    expect(calls.map((call) => [call.to, call.attributes?.ERROR_CODE])).toEqual([[DEAD_LETTERS, 'INVALID_JSON']]);
  });

  it.each([
    ['deliver', 1],
    ['drop', 0],
    ['double', 2],
  ] as const)('lets a test %s an event', async (fate, times) => {
    bus.putRule(ON_ALARM);
    bus.intercept = (event) => (event.source === 'aws.cloudwatch' ? fate : 'deliver');
    bus.emit(ALARM);
    await run(5_000);
    expect(calls).toHaveLength(times);
  });

  it('lets a test delay an event', async () => {
    bus.putRule(ON_ALARM);
    bus.intercept = () => ({ delayMs: 60_000 });
    bus.emit(ALARM);
    await run(60_000);
    expect(calls).toEqual([]);
    await run(2_000);
    expect(calls).toHaveLength(1);
  });

  it('fires a schedule each period from its creation on, at its own targets only', async () => {
    bus.putRule({ ...ON_ALARM, name: 'all', pattern: { source: [{ prefix: '' }] } });
    bus.putRule({
      name: 'each-minute',
      scheduleExpression: 'rate(1 minute)',
      enabled: true,
      targets: [{ Id: '1', Arn: FUNCTION }],
    });
    await run(3 * 60_000 + 5_000);
    expect(calls.map((call) => call.to)).toEqual([FUNCTION, FUNCTION, FUNCTION]);
    expect(calls[0]?.caller).toEqual({
      principal: 'events.amazonaws.com',
      sourceArn: 'arn:aws:events:us-east-1:111122223333:rule/each-minute',
    });
    expect(calls.map((call) => JSON.parse(call.payload).time)).toEqual([
      '2026-01-05T09:01:00Z',
      '2026-01-05T09:02:00Z',
      '2026-01-05T09:03:00Z',
    ]);
    expect(JSON.parse(calls[0]?.payload ?? '')).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [expect.stringContaining('rule/each-minute')],
      detail: {},
    });
  });

  it.each([
    ['cron(0 * * * ? *)', /cron expressions are not supported/],
    ['rate(1 minutes)', /such as rate/],
    ['rate(5 minute)', /such as rate/],
    ['rate(0 minutes)', /such as rate/],
    ['rate(5 seconds)', /such as rate/],
  ])('rejects the schedule %s', (scheduleExpression, message) => {
    expect(() => bus.putRule({ name: 'r', scheduleExpression, enabled: true, targets: [] })).toThrow(message);
  });

  it('rejects a rule without pattern and schedule, a bad pattern, and targets it cannot reach', () => {
    const rule = (change: Partial<RuleConfig>) => () => bus.putRule({ ...ON_ALARM, ...change });
    expect(() => bus.putRule({ name: 'r', enabled: true, targets: [] })).toThrow(
      /EventPattern or a ScheduleExpression/,
    );
    expect(rule({ pattern: { source: [{ like: 'a' }] } })).toThrow(/unknown operator like/);
    expect(rule({ targets: [{ Id: '1', Arn: MACHINE }] })).toThrow(/needs a RoleArn/);
    expect(rule({ targets: [{ Id: '1', Arn: 'arn:aws:kinesis:us-east-1:1:stream/s' }] })).toThrow(/not supported/);
    expect(bus.listRules()).toEqual([]);
  });
});

function call(name: string, input: Record<string, unknown>) {
  return callTo(eventsService(bus), name, input);
}

describe('operations', () => {
  it('PutEvents takes each entry for itself', async () => {
    bus.putRule({ ...ON_ALARM, pattern: { source: ['shop'] } });
    const entry = { Source: 'shop', DetailType: 'Sold', Detail: '{"n":1}' };
    const answer = await call('PutEvents', {
      Entries: [entry, { ...entry, Source: 'aws.states' }, { ...entry, Detail: '[1]' }, { Source: 'shop' }],
    });
    expect(answer).toEqual({
      FailedEntryCount: 3,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: expect.any(String) },
        { ErrorCode: 'MalformedDetail', ErrorMessage: expect.any(String) },
        { ErrorCode: 'InvalidArgument', ErrorMessage: expect.any(String) },
      ],
    });
    await run(5_000);
    expect(calls).toHaveLength(1);
  });

  it('ListRules and ListTargetsByRule show what there is', async () => {
    bus.putRule(ON_ALARM);
    expect(await call('ListRules', {})).toEqual({
      Rules: [
        {
          Name: 'on-alarm',
          Arn: RULE_ARN,
          EventBusName: 'default',
          State: 'ENABLED',
          EventPattern: '{"source":["aws.cloudwatch"]}',
        },
      ],
    });
    expect(await call('ListRules', { NamePrefix: 'x' })).toEqual({ Rules: [] });
    expect(await call('ListTargetsByRule', { Rule: 'on-alarm' })).toEqual({ Targets: [TO_MACHINE] });
    await expect(call('ListTargetsByRule', { Rule: 'nope' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});
