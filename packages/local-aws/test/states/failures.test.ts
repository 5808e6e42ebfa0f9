import { describe, expect, test } from 'vitest';
import { done, fails, outline, run, TASK, types } from './support.ts';

const caught = (errorEquals: string[], answer: () => unknown, work: object = {}) =>
  run(
    {
      Work: { ...TASK, ...work, Catch: [{ ErrorEquals: errorEquals, Output: 'caught', Next: 'End' }], Next: 'End' },
      End: done,
    },
    {},
    answer,
  );

describe('Retry', () => {
  test('tries again after 2, 4 and 5 seconds, then catches', async () => {
    const { calls, execution, output, seconds } = await run(
      {
        Work: {
          ...TASK,
          Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2, MaxDelaySeconds: 5 }],
          Catch: [
            { ErrorEquals: ['Other'], Next: 'Wrong' },
            { ErrorEquals: ['States.ALL'], Next: 'Right' },
          ],
          Next: 'Wrong',
        },
        Wrong: done,
        Right: { ...done, Output: '{% $states.input.Error %}' },
      },
      {},
      fails('Busy'),
    );
    expect(calls.map(({ at }) => at)).toEqual([0, 2, 6, 11]);
    expect(seconds()).toBe(11);
    expect(output).toBe('Busy');
    expect(execution.position.state).toBe('Right');
    expect(outline(execution.history.events).slice(1)).toEqual([
      '2 TaskStateEntered <0',
      '3 TaskScheduled <2',
      '4 TaskStarted <3',
      '5 TaskFailed <4',
      '6 TaskScheduled <5',
      '7 TaskStarted <6',
      '8 TaskFailed <7',
      '9 TaskScheduled <8',
      '10 TaskStarted <9',
      '11 TaskFailed <10',
      '12 TaskScheduled <11',
      '13 TaskStarted <12',
      '14 TaskFailed <13',
      '15 TaskStateExited <14',
      '16 SucceedStateEntered <15',
      '17 SucceedStateExited <16',
      '18 ExecutionSucceeded <17',
    ]);
  });

  test('counts for each retrier alone, as the specification has it: ErrorA, ErrorB, ErrorC, ErrorB', async () => {
    const errors = ['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'];
    const { calls, execution, output } = await run(
      {
        X: {
          ...TASK,
          Retry: [
            { ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
            { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
          ],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }],
          Next: 'Y',
        },
        Y: done,
        Z: { ...done, Output: '{% $states.input.Error %}' },
      },
      {},
      (_, call) => fails(errors[call - 1] ?? 'too many')(),
    );
    expect(calls.map(({ at }) => at)).toEqual([0, 1, 3, 8]);
    expect(execution.position.state).toBe('Z');
    expect(output).toBe('ErrorB');
  });

  test('counts anew each time the state is entered', async () => {
    const { calls } = await run(
      {
        Work: {
          ...TASK,
          Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ['Busy'], Next: 'Again' }],
          Next: 'End',
        },
        Again: { Type: 'Choice', Choices: [{ Condition: '{% $exists($once) %}', Next: 'End' }], Default: 'Note' },
        Note: { Type: 'Pass', Assign: { once: true }, Next: 'Work' },
        End: done,
      },
      {},
      fails('Busy'),
    );
    expect(calls.map(({ at }) => at)).toEqual([0, 1, 1, 2]);
  });

  test('retries expressions of its task that fail, with the retry count that they see', async () => {
    const { calls, output } = await run({
      Work: {
        ...TASK,
        Arguments: "{% $states.context.State.RetryCount < 2 ? $error('not yet') : 'now' %}",
        Retry: [{ ErrorEquals: ['States.QueryEvaluationError'] }],
        Output: '{% $states.context.State.RetryCount %}',
        End: true,
      },
    });
    expect(calls).toEqual([{ args: 'now', at: 3 }]);
    expect(output).toBe(2);
  });

  test('goes on normally when a later try succeeds', async () => {
    const { output, seconds } = await run(
      { Work: { ...TASK, Retry: [{ ErrorEquals: ['States.TaskFailed'] }], End: true } },
      {},
      (_, call) => (call === 3 ? 'third' : fails('Busy')()),
    );
    expect(output).toBe('third');
    expect(seconds()).toBe(1 + 2);
  });

  test('without jitter by default, with it by the seed', async () => {
    const states = {
      Work: {
        ...TASK,
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, MaxAttempts: 1, JitterStrategy: 'FULL' }],
        End: true,
      },
    };
    const [one, two] = [await run(states, {}, fails('Busy')), await run(states, {}, fails('Busy'))];
    expect(one.seconds()).toBeLessThan(100);
    expect(one.seconds()).toBe(two.seconds());
  });

  test('does not retry what no retrier names', async () => {
    const { calls } = await run(
      { Work: { ...TASK, Retry: [{ ErrorEquals: ['Busy'] }], End: true } },
      {},
      fails('Broken'),
    );
    expect(calls).toHaveLength(1);
  });
});

describe('Catch', () => {
  test('hands on Error and Cause where it has no Output', async () => {
    const { output } = await run(
      { Work: { ...TASK, Catch: [{ ErrorEquals: ['E'], Next: 'End' }], Next: 'End' }, End: done },
      {},
      fails('E', 'c'),
    );
    expect(output).toEqual({ Error: 'E', Cause: 'c' });
  });

  test('catches failed expressions in Arguments and Output of its task', async () => {
    expect((await caught(['States.QueryEvaluationError'], () => null, { Arguments: '{% $nothing %}' })).output).toBe(
      'caught',
    );
    const { output, execution } = await caught(['States.ALL'], () => null, { Output: '{% $nothing %}' });
    expect(output).toBe('caught');
    expect(types(execution).slice(3, 7)).toEqual([
      'TaskStarted',
      'TaskSucceeded',
      'EvaluationFailed',
      'TaskStateExited',
    ]);
  });

  test('of States.ALL does not catch States.Runtime, and neither does its name', async () => {
    expect((await caught(['States.ALL'], fails('States.Runtime'))).execution.status).toBe('FAILED');
    expect((await caught(['States.Runtime'], fails('States.Runtime'))).execution.status).toBe('FAILED');
  });

  test.each([
    ['States.TaskFailed', 'Broken', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'Lambda.Unknown', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['broken', 'Broken', false],
  ])('of %s and a task that fails with %s: %s', async (name, error, expected) => {
    expect((await caught([name], fails(error))).execution.status).toBe(expected ? 'SUCCEEDED' : 'FAILED');
  });

  test('takes the first that matches, not the best', async () => {
    const { output } = await run(
      {
        Work: {
          ...TASK,
          Catch: [
            { ErrorEquals: ['Other', 'States.TaskFailed'], Output: 'first', Next: 'End' },
            { ErrorEquals: ['E'], Output: 'second', Next: 'End' },
          ],
          Next: 'End',
        },
        End: done,
      },
      {},
      fails('E'),
    );
    expect(output).toBe('first');
  });

  test('sees the input of its task and the variables of before, and assigns for the next state', async () => {
    const { output } = await run(
      {
        First: { Type: 'Pass', Assign: { v: 1 }, Next: 'Work' },
        Work: {
          ...TASK,
          Assign: { v: 'never' },
          Catch: [
            {
              ErrorEquals: ['E'],
              Assign: { v: '{% $v + 1 %}' },
              Output: ['{% $states.input.n %}', '{% $v %}'],
              Next: 'End',
            },
          ],
          Next: 'End',
        },
        End: { ...done, Output: ['{% $states.input %}', '{% $v %}'] },
      },
      { n: 7 },
      fails('E'),
    );
    expect(output).toEqual([[7, 1], 2]);
  });

  test('that fails itself fails the execution', async () => {
    const { execution } = await run(
      {
        Work: { ...TASK, Catch: [{ ErrorEquals: ['E'], Output: '{% $states.result %}', Next: 'End' }], Next: 'End' },
        End: done,
      },
      {},
      fails('E'),
    );
    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toContain("specified for the field 'Catch[0]/Output' returned nothing");
  });
});
