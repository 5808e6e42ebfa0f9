import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ScaledClock } from '../../src/core/clock.ts';
import { OPERATOR } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { lambdaWorld } from '../../src/testing/functions.ts';
import { startFunction } from './bundle.ts';

const call = (payload: unknown = {}, functionArn = 'fn') => ({
  functionArn,
  payload: JSON.stringify(payload),
  caller: OPERATOR,
});

describe('a function', () => {
  test('answers with what its handler returns, and the version that ran', async () => {
    const { functions } = await startFunction('export const handler = async (event) => ({ doubled: event.n * 2 });');
    expect(await functions.invoke(call({ n: 21 }))).toEqual({ executedVersion: '$LATEST', payload: '{"doubled":42}' });
  });

  test('answers null when the handler returns nothing', async () => {
    const { functions } = await startFunction('export const handler = () => {};');
    expect((await functions.invoke(call())).payload).toBe('null');
  });

  test('says of code that cannot be loaded what every invocation would, before anybody invokes it', async () => {
    const { functions } = await startFunction("throw new Error('no such table');");
    expect(functions.notLoaded()).toEqual([]);
    await functions.warm();
    expect(functions.notLoaded()).toEqual([
      expect.stringMatching(/^function fn, version \$LATEST, cannot load index\.handler: .*"no such table"/),
    ]);
  });

  test('keeps what it holds in memory between invocations', async () => {
    const { functions } = await startFunction('let calls = 0; export const handler = () => ++calls;');
    const answers = [await functions.invoke(call()), await functions.invoke(call()), await functions.invoke(call())];
    expect(answers.map(({ payload }) => payload)).toEqual(['1', '2', '3']);
  });

  test('sees its own environment, the way to the local cloud and nothing of this process', async () => {
    process.env['NOT_FOR_FUNCTIONS'] = 'secret';
    const { functions } = await startFunction('export const handler = () => process.env;', {
      environment: { TABLE_NAME: 'records' },
    });
    const env = JSON.parse((await functions.invoke(call())).payload) as Record<string, string>;
    expect(env).toMatchObject({
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'fn',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'KEY-fn',
      TABLE_NAME: 'records',
    });
    expect(env).not.toHaveProperty('NOT_FOR_FUNCTIONS');
    expect(env).not.toHaveProperty('HOME');
  });

  test('gets a context', async () => {
    const { functions } = await startFunction(
      'export const handler = (_, c) => [c.functionName, c.functionVersion, c.invokedFunctionArn, ' +
        'c.memoryLimitInMB, c.getRemainingTimeInMillis() > 2000, typeof c.awsRequestId];',
    );
    expect(JSON.parse((await functions.invoke(call())).payload)).toEqual([
      'fn',
      '$LATEST',
      'arn:aws:lambda:eu-west-1:123456789012:function:fn',
      '128',
      true,
      'string',
    ]);
  });

  test('prints into its own log file', async () => {
    const { functions, logFolder } = await startFunction(
      'export const handler = () => { console.log("hello from fn"); };',
    );
    await functions.invoke(call());
    expect(readFileSync(join(logFolder, 'fn.log'), 'utf8')).toBe('hello from fn\n');
  });
});

/** Every write to it fails as on a full disk. */
const FULL = '/dev/full';

describe.skipIf(!existsSync(FULL))('a log on a full disk', () => {
  test('loses what the function prints, and the function goes on answering', async () => {
    const { functions, logFolder, create } = lambdaWorld(onTestFinished);
    symlinkSync(FULL, join(logFolder, 'fn.log'));
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    await create(
      'let calls = 0;\n' +
        'export const handler = ({ fail }) => {\n' +
        "  console.log('hello'); process.stdout.write('hello');\n" +
        "  console.error('hello'); process.stderr.write('hello');\n" +
        "  if (fail) throw new Error('as asked');\n" +
        '  return ++calls;\n' +
        '};',
    );
    expect((await functions.invoke(call())).payload).toBe('1');
    expect(await functions.invoke(call({ fail: true }))).toMatchObject({
      functionError: 'Unhandled',
      payload: expect.stringContaining('as asked') as string,
    });
    // In the same process as before.
    expect((await functions.invoke(call())).payload).toBe('2');
  });
});

describe('time inside a function', () => {
  const source =
    'export const handler = () => [Date.now(), new Date().toISOString(), new Date() instanceof Date, new ' +
    'Date(0).toISOString(), typeof Date()];';

  test('is simulated time, standing still on a clock that does', async () => {
    const clock = new VirtualClock(Date.UTC(2031, 4, 6, 7, 8, 9));
    const { functions } = await startFunction(source, {}, clock);
    const expected = [
      Date.UTC(2031, 4, 6, 7, 8, 9),
      '2031-05-06T07:08:09.000Z',
      true,
      '1970-01-01T00:00:00.000Z',
      'string',
    ];
    expect(JSON.parse((await functions.invoke(call())).payload)).toEqual(expected);
    await clock.runUntil(clock.now() + 60_000);
    expect(JSON.parse((await functions.invoke(call())).payload)).toEqual([
      Date.UTC(2031, 4, 6, 7, 9, 9),
      '2031-05-06T07:09:09.000Z',
      ...expected.slice(2),
    ]);
  });

  test('follows a scaled clock while the handler runs', async () => {
    const clock = new ScaledClock(1000, Date.UTC(2031, 0, 1));
    const { functions } = await startFunction(
      'export const handler = async () => { const from = Date.now(); await new Promise((r) => setTimeout(r, ' +
        '50)); return Date.now() - from; };',
      {},
      clock,
    );
    const before = clock.now();
    const elapsed = Number((await functions.invoke(call())).payload);
    // 50 ms of wall time are at least 49 s here (timers may fire a millisecond early), and no more than went by
    // outside.
    expect(elapsed).toBeGreaterThanOrEqual(49_000);
    expect(elapsed).toBeLessThanOrEqual(clock.now() - before);
  });
});

describe('a failing function', () => {
  test('answers with the name and message of what it threw', async () => {
    const { functions } = await startFunction(
      'class ClaimLost extends Error { name = "ClaimLost" } export const handler = async () => { throw new ' +
        'ClaimLost("revoked"); };',
    );
    const { functionError, payload } = await functions.invoke(call());
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toMatchObject({
      errorType: 'ClaimLost',
      errorMessage: 'revoked',
      trace: expect.arrayContaining(['ClaimLost: revoked']) as unknown,
    });
  });

  test('keeps Lambda busy until it has answered', async () => {
    const { functions } = await startFunction('export const handler = () => 1;');
    const running = functions.invoke(call());
    expect(functions.busy).toBe(true);
    await running;
    expect(functions.busy).toBe(false);
  });

  test('is killed when it takes longer than its timeout, in wall time', async () => {
    const { functions } = await startFunction('let n = 0; export const handler = () => { if (n++ === 0) for (;;); };', {
      timeoutSeconds: 0.2,
    });
    const { functionError, payload } = await functions.invoke(call());
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0\.20 seconds$/) as unknown,
    });
    // A new process, whose counter begins anew: it would hang again.
    expect(JSON.parse((await functions.invoke(call())).payload)).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  test('does not take others with it when it times out in a process that they share', async () => {
    const source =
      'export const handler = ({ ms }) => new Promise((resolve) => setTimeout(() => resolve("done"), ms));';
    const { functions } = await startFunction(source, { timeoutSeconds: 1 }, undefined, 1);
    await functions.invoke(call({ ms: 0 }));
    const slow = functions.invoke(call({ ms: 5000 }));
    const quick = functions.invoke(call({ ms: 500 }));
    expect(JSON.parse((await slow).payload)).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect((await quick).payload).toBe('"done"');
  });

  test('takes no answer along that was given just before it ended the process that they shared', async () => {
    const source =
      'export const handler = async (end) => { if (!end) return "kept"; for (let i = 0; i < 9; i++) await i; ' +
      'process.exit(3); };';
    const { functions } = await startFunction(source, {}, undefined, 1);
    await functions.invoke(call(false));
    const [kept, lost] = await Promise.all([functions.invoke(call(false)), functions.invoke(call(true))]);
    expect(kept.payload).toBe('"kept"');
    expect(JSON.parse(lost.payload)).toMatchObject({ errorType: 'Runtime.ExitError' });
  });

  test('answers Runtime.ExitError when its process ends', async () => {
    const { functions } = await startFunction('export const handler = () => { process.exit(3); };');
    const { payload } = await functions.invoke(call());
    expect(JSON.parse(payload)).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Runtime exited with error: exit status 3$/) as unknown,
    });
  });

  test('answers with the error of its import', async () => {
    const { functions } = await startFunction('throw new TypeError("no configuration");');
    expect(JSON.parse((await functions.invoke(call())).payload)).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no configuration',
    });
  });

  test.each([
    ['a module', 'main.handler', 'Runtime.ImportModuleError', "Error: Cannot find module 'main'"],
    ['an export', 'index.other', 'Runtime.HandlerNotFound', 'index.other is undefined or not exported'],
  ])('answers with the name of %s that is not there', async (_, handler, errorType, errorMessage) => {
    const { functions } = await startFunction('export const handler = () => 1;', { handler });
    expect(JSON.parse((await functions.invoke(call())).payload)).toMatchObject({ errorType, errorMessage });
  });

  test('fails with Function.ResponseSizeTooLarge beyond 6 MB', async () => {
    const { functions } = await startFunction('export const handler = () => "x".repeat(6 * 1024 * 1024);');
    expect(JSON.parse((await functions.invoke(call())).payload)).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
    });
  });

  test('rejects an event beyond 6 MB', async () => {
    const { functions } = await startFunction('export const handler = () => 1;');
    await expect(functions.invoke(call('x'.repeat(6 * 1024 * 1024)))).rejects.toMatchObject({
      code: 'RequestTooLargeException',
      status: 413,
    });
  });
});

test('many invocations at once are all answered, by at most as many processes as the pool has', async () => {
  const { functions } = await startFunction(
    'export const handler = async (n) => { await new Promise((r) => setTimeout(r, 5)); return [n, process.pid]; };',
    {},
    undefined,
    2,
  );
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => functions.invoke(call(n))));
  const results = answers.map(({ payload }) => JSON.parse(payload) as [number, number]);
  expect(results.map(([n]) => n)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  expect(new Set(results.map(([, pid]) => pid)).size).toBeLessThanOrEqual(2);
});

test('a function that was cooled starts anew, but what runs is left alone', async () => {
  const { functions } = await startFunction(
    'export const handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return process.pid; };',
    {},
    undefined,
    1,
  );
  const { payload: first } = await functions.invoke(call(0));
  const running = functions.invoke(call(50));
  await functions.cool();
  expect((await running).payload).toBe(first);
  await functions.cool();
  expect((await functions.invoke(call(0))).payload).not.toBe(first);
});

test('counts invocations, errors and durations under the function and under the qualifier', async () => {
  const { functions, metrics } = await startFunction(
    'export const handler = (bad) => { if (bad) throw new Error("bad"); };',
  );
  functions.registry.publish('fn');
  functions.registry.createAlias('fn', 'canary', '1', '');
  await functions.invoke(call(false, 'fn:canary'));
  await functions.invoke(call(true, 'fn:canary'));
  const canary = metrics.filter(
    ({ dimensions }) => dimensions['Resource'] === 'fn:canary' && dimensions['FunctionName'] === 'fn',
  );
  expect(canary.filter(({ name }) => name === 'Invocations').map(({ value }) => value)).toEqual([1, 1]);
  expect(canary.filter(({ name }) => name === 'Errors').map(({ value }) => value)).toEqual([0, 1]);
  expect(
    canary.filter(({ name }) => name === 'Duration').every(({ value, unit }) => value >= 0 && unit === 'Milliseconds'),
  ).toBe(true);
  expect(
    metrics.filter(({ dimensions, name }) => name === 'Invocations' && Object.keys(dimensions).length === 1),
  ).toHaveLength(2);
});
