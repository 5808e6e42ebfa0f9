import { describe, expect, test } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { Invocation, InvocationResult } from '../../src/core/types.ts';
import { LAMBDA_INVOKE, lambdaTask } from '../../src/states/lambda-task.ts';
import { done, failure, MACHINE, TASK, world } from './support.ts';

const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:f';
const context = {
  executionArn: 'arn:aws:states:eu-central-1:111122223333:execution:m:e',
  roleArn: 'role',
  signal: new AbortController().signal,
};

function task(answer: () => InvocationResult) {
  const invocations: Invocation[] = [];
  const invoker = {
    async invoke(invocation: Invocation) {
      invocations.push(invocation);
      return answer();
    },
    invokeAsync: () => Promise.reject(new Error('a task waits for its function')),
  };
  return { runner: lambdaTask(invoker, seededRandom(1)), invocations };
}

const ok = (payload: string) => task(() => ({ executedVersion: '3', payload }));

describe('lambda:invoke', () => {
  test("invokes the function with the payload, as the machine's role, and gives the whole answer", async () => {
    const { runner, invocations } = ok('{"fine":true}');
    const result = await runner.run(LAMBDA_INVOKE, { FunctionName: FUNCTION, Payload: { a: 1 } }, context);
    expect(invocations).toEqual([
      { functionArn: FUNCTION, payload: '{"a":1}', caller: { principal: 'role', session: 'e' } },
    ]);
    expect(result).toMatchObject({
      ExecutedVersion: '3',
      Payload: { fine: true },
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  test('adds a qualifier, and sends an empty object where there is no payload', async () => {
    const { runner, invocations } = ok('null');
    expect(await runner.run(LAMBDA_INVOKE, { FunctionName: FUNCTION, Qualifier: 'canary' }, context)).toMatchObject({
      Payload: null,
    });
    expect(invocations[0]).toMatchObject({ functionArn: `${FUNCTION}:canary`, payload: '{}' });
  });

  test('fails with the errorType of the function and its whole error as the cause', async () => {
    const payload = '{"errorType":"VersionDrifted","errorMessage":"it moved","trace":["a"]}';
    const { runner } = task(() => ({ executedVersion: '3', payload, functionError: 'Unhandled' }));
    await expect(runner.run(LAMBDA_INVOKE, { FunctionName: FUNCTION }, context)).rejects.toMatchObject({
      error: 'VersionDrifted',
      cause: payload,
    });
  });

  test('fails with Lambda.Unknown when the function left no errorType', async () => {
    const payload = '{"errorMessage":"RequestId: 1 Process exited before completing request"}';
    const { runner } = task(() => ({ executedVersion: '3', payload, functionError: 'Unhandled' }));
    await expect(runner.run(LAMBDA_INVOKE, { FunctionName: FUNCTION }, context)).rejects.toMatchObject({
      error: 'Lambda.Unknown',
      cause: payload,
    });
  });

  test.each([
    ['TooManyRequestsException', 429],
    ['ServiceException', 500],
    ['ResourceNotFoundException', 404],
  ])('fails with Lambda.%s when Lambda itself says so', async (code, status) => {
    const { runner } = task(() => {
      throw new AwsError(code, 'Rate Exceeded.', status);
    });
    await expect(runner.run(LAMBDA_INVOKE, { FunctionName: FUNCTION }, context)).rejects.toMatchObject({
      error: `Lambda.${code}`,
      cause: `Rate Exceeded. (Service: Lambda, Status Code: ${status})`,
    });
  });

  test(
    'fails with Lambda.AWSLambdaException, and the denial in the cause, when the machine may not invoke the ' +
      'function',
    async () => {
      const { runner } = task(() => {
        throw new AwsError('AccessDeniedException', 'User: u is not authorized', 403);
      });
      await expect(runner.run(LAMBDA_INVOKE, { FunctionName: FUNCTION }, context)).rejects.toMatchObject({
        error: 'Lambda.AWSLambdaException',
        cause: 'User: u is not authorized (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException)',
      });
    },
  );

  test('rejects arguments it does not know', async () => {
    const { runner } = ok('null');
    await expect(
      runner.run(LAMBDA_INVOKE, { FunctionName: FUNCTION, InvocationType: 'Event' }, context),
    ).rejects.toThrow('InvocationType');
  });

  test('runs in a machine: the error of a function reaches Catch with its message inside the Cause', async () => {
    const { runner } = task(() => ({
      executedVersion: '3',
      payload: '{"errorType":"Refused","errorMessage":"no"}',
      functionError: 'Unhandled',
    }));
    const w = world(undefined, { tasks: runner });
    w.create({
      Work: {
        ...TASK,
        Arguments: { FunctionName: FUNCTION, Payload: {} },
        Catch: [
          { ErrorEquals: ['Refused'], Output: '{% $parse($states.errorOutput.Cause).errorMessage %}', Next: 'End' },
        ],
        Next: 'End',
      },
      End: done,
    });
    const execution = await w.finish(await w.start());
    expect(execution.output).toBe('"no"');
  });

  test('leaves a function running when the execution is stopped: its work is done, its answer not heard', async () => {
    let finish: (() => void) | undefined;
    const did: string[] = [];
    const invoker = {
      invoke: () =>
        new Promise<InvocationResult>((resolve) => {
          finish = () => {
            did.push('the work');
            resolve({ executedVersion: '3', payload: '"done"' });
          };
        }),
      invokeAsync: () => Promise.reject(new Error('a task waits for its function')),
    };
    const w = world(undefined, { tasks: lambdaTask(invoker, seededRandom(1)) });
    w.create({ Work: { ...TASK, Arguments: { FunctionName: FUNCTION }, Next: 'End' }, End: done });
    const execution = await w.start();
    await w.clock.runUntil(w.clock.now() + 1000);
    await w.call('StopExecution', { executionArn: execution.arn });
    finish?.();
    await w.clock.runUntil(w.clock.now() + 1000);
    expect(did).toEqual(['the work']);
    expect(failure(execution)).toEqual({ status: 'ABORTED', error: undefined, cause: undefined });
    expect(execution.history.events.at(-1)?.type).toBe('ExecutionAborted');
  });

  test('rejects a machine with another resource when it is created', () => {
    const w = world(undefined, { tasks: ok('null').runner });
    expect(() => w.create({ Work: { ...TASK, Resource: 'arn:aws:states:::sqs:sendMessage', End: true } })).toThrow(
      "state 'Work' (Task): field Resource: arn:aws:states:::sqs:sendMessage is not supported (supported: " +
        'arn:aws:states:::lambda:invoke)',
    );
    expect(w.machines.listMachines()).toEqual([]);
  });
});

test('an unsupported argument fails the execution loudly, past every Catch', async () => {
  const w = world(undefined, { tasks: ok('null').runner });
  w.create({
    Work: {
      ...TASK,
      Arguments: { FunctionName: FUNCTION, LogType: 'Tail' },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
      Next: 'End',
    },
    End: done,
  });
  const execution = await w.finish(await w.start());
  expect(failure(execution)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(execution.cause).toContain('LogType');
  expect(execution.machine.arn).toBe(MACHINE);
});
