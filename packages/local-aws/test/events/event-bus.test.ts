import { beforeEach, describe, expect, it } from 'vitest';
import type { RuleConfig } from '../../src/events/rule.ts';
import { eventsService } from '../../src/events/service.ts';
import { callTo } from '../services.ts';
import { ALARM, FUNCTION, MACHINE, ON_ALARM, ROLE, RULE_ARN, TO_MACHINE, type World, world } from './world.ts';

let bus: World['bus'];
let calls: World['calls'];
let run: World['run'];

beforeEach(() => {
  ({ bus, calls, run } = world());
});

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
