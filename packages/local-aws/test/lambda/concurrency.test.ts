import { describe, expect, onTestFinished, test } from 'vitest';
import { AsyncInvocations } from '../../src/lambda/async-invocations.ts';
import { AwsError } from '../../src/core/aws-error.ts';
import { OPERATOR } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { Concurrency } from '../../src/lambda/concurrency.ts';
import { lambdaWorld } from '../../src/testing/functions.ts';
import { startFunction } from './bundle.ts';

const refusal = (reason: string) =>
  expect.objectContaining({ code: 'TooManyRequestsException', status: 429, members: { Reason: reason, Type: 'User' } });
const ACCOUNT = refusal('ConcurrentInvocationLimitExceeded');
const RESERVED = refusal('ReservedFunctionConcurrentInvocationLimitExceeded');

const refused = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe("an account's concurrency", () => {
  test('is for all functions together, and free again when one is over', () => {
    const concurrency = new Concurrency(2);
    const leave = concurrency.enter('a');
    concurrency.enter('b');
    expect(refused(() => concurrency.enter('c'))).toEqual(ACCOUNT);
    leave();
    expect(refused(() => concurrency.enter('c'))).toBeTypeOf('function');
    expect(refused(() => concurrency.enter('a'))).toEqual(ACCOUNT);
  });

  test('refuses nobody where there is no limit', () => {
    const concurrency = new Concurrency();
    for (let i = 0; i < 5_000; i++) concurrency.enter('a');
    expect(refused(() => concurrency.enter('a'))).toBeTypeOf('function');
  });

  test('is kept for a function that has some reserved, which gets no more than that', () => {
    const concurrency = new Concurrency(102);
    concurrency.reserve('rollback', 2);
    expect([concurrency.reservedFor('rollback'), concurrency.reservedFor('hungry')]).toEqual([2, undefined]);
    for (let i = 0; i < 100; i++) concurrency.enter('hungry');
    expect(refused(() => concurrency.enter('hungry'))).toEqual(ACCOUNT);
    concurrency.enter('rollback');
    concurrency.enter('rollback');
    expect(refused(() => concurrency.enter('rollback'))).toEqual(RESERVED);
  });

  test('tells its limit, and what is left of it for functions that have none reserved', () => {
    const concurrency = new Concurrency(110);
    concurrency.reserve('rollback', 4);
    expect(concurrency.limits()).toEqual({ ConcurrentExecutions: 110, UnreservedConcurrentExecutions: 106 });
    expect(new Concurrency().limits()).toMatchObject({ ConcurrentExecutions: 1_000 });
  });

  test('takes no reservation that leaves less than 100 for all others, and gives one back', () => {
    const concurrency = new Concurrency(110);
    concurrency.reserve('a', 6);
    expect(refused(() => concurrency.reserve('b', 5))).toMatchObject({ code: 'InvalidParameterValueException' });
    concurrency.reserve('a', 5);
    concurrency.reserve('b', 5);
    concurrency.reserve('a', undefined);
    concurrency.reserve('b', 10);
  });

  test('stops a function altogether that has 0 reserved, also where the account has no limit', () => {
    const concurrency = new Concurrency();
    concurrency.reserve('a', 0);
    expect(refused(() => concurrency.enter('a'))).toEqual(RESERVED);
    concurrency.enter('b');
  });
});

describe('an invocation without room', () => {
  const call = { functionArn: 'fn', payload: '{}', caller: OPERATOR };

  test('is refused, counts as throttled and neither as an invocation nor as an error', async () => {
    const { functions, metrics, create } = lambdaWorld(onTestFinished, { concurrency: 1 });
    await create('export const handler = () => new Promise((done) => setTimeout(done, 300));');
    const first = functions.invoke(call);
    await expect(functions.invoke(call)).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    expect(metrics).toEqual([expect.objectContaining({ name: 'Throttles', value: 1 })]);
    await first;
    await expect(functions.invoke(call)).resolves.toMatchObject({ executedVersion: '$LATEST' });
  });

  test('that nobody waits for goes back to the queue, each time for longer, and is no retry', async () => {
    const clock = new VirtualClock();
    const { functions, sent } = await startFunction('', {}, clock);
    const target = functions.registry.target({ name: 'fn' });
    const start = clock.now();
    const tries: number[] = [];
    const invocations = new AsyncInvocations({
      clock,
      queues: { send: async (request) => void sent.push(request) },
      log: () => undefined,
      target: () => target,
      run: async () => {
        tries.push((clock.now() - start) / 1000);
        if (tries.length < 12) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
        return { executedVersion: '$LATEST', payload: 'null' };
      },
    });
    invocations.take(call, 'request-1');
    await clock.runUntil(start + 3 * 3600 * 1000);
    expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111]);
    expect(sent).toEqual([]);
  });
});
