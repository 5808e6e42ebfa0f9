import { beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import { ALARM, DEAD_LETTERS, FUNCTION, MACHINE, ON_ALARM, RULE_ARN, TO_MACHINE, type World, world } from './world.ts';

let bus: World['bus'];
let calls: World['calls'];
let run: World['run'];
let failures: World['failures'];
let log: World['log'];

beforeEach(() => {
  ({ bus, calls, failures, log, run } = world());
});

const letters = () => calls.filter((call) => call.to === DEAD_LETTERS);

describe('EventBus', () => {
  it('tries again after a failure that may pass, later each time', async () => {
    bus.putRule(ON_ALARM);
    failures.push(
      new AwsError('ThrottlingException', 'slow down', 400),
      new AwsError('InternalServerException', 'oops', 500),
      new Error('socket hang up'),
    );
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
    failures.push(failure);
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
    failures.push(...Array.from({ length: 10 }, () => new AwsError('ThrottlingException', 'slow down', 429)));
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
    failures.push(...Array.from({ length: 100 }, () => new AwsError('ThrottlingException', 'slow down', 429)));
    bus.emit(ALARM);
    await run(3_600_000);
    expect(letters()).toHaveLength(1);
    expect(letters()[0]?.at).toBeLessThanOrEqual(60_000);
    expect(letters()[0]?.attributes).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
  });

  it('keeps trying for a day by default', async () => {
    bus.putRule(ON_ALARM);
    failures.push(...Array.from({ length: 1000 }, () => new AwsError('ThrottlingException', 'slow down', 429)));
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
    failures.push(new AwsError('AccessDeniedException', 'no', 403));
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
});
