import { describe, expect, test } from 'vitest';
import { done, failure, run, TASK, world } from './support.ts';

const pass = (output: unknown, more: object = {}) => ({ Only: { Type: 'Pass', Output: output, ...more, End: true } });

/** One state after the other, each of which assigns the input to a variable. */
const assign = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name, index) => [
      `S${index}`,
      {
        Type: 'Pass',
        Assign: { [name]: '{% $states.input %}' },
        Next: index === names.length - 1 ? 'End' : `S${index + 1}`,
      },
    ]),
  );

describe('the data limit of 256 KiB', () => {
  const big = 'x'.repeat(256 * 1024);

  test('fails an output that is over it', async () => {
    const { execution } = await run(pass('{% $join($range(1, 3, 1).$states.input) %}'), 'y'.repeat(100_000));
    expect(failure(execution)).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'Only' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  test('of a task whose result is over it is caught by States.ALL', async () => {
    const { execution, output } = await run(
      {
        Work: {
          ...TASK,
          Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'X' }],
          Next: 'X',
        },
        X: done,
      },
      {},
      () => big,
    );
    expect(execution.status).toBe('SUCCEEDED');
    expect(output).toBe('States.DataLimitExceeded');
  });

  test('fails a task whose result is over it, past Catch and Retry of States.TaskFailed', async () => {
    const { execution, calls } = await run(
      {
        Work: {
          ...TASK,
          Retry: [{ ErrorEquals: ['States.TaskFailed'] }, { ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'X' }],
          Next: 'X',
        },
        X: done,
      },
      {},
      () => big,
    );
    expect(execution.error).toBe('States.DataLimitExceeded');
    expect(calls).toHaveLength(1);
  });

  test('can be caught by its own name', async () => {
    const { output } = await run(
      {
        Work: {
          ...TASK,
          Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Output: 'caught', Next: 'X' }],
          Next: 'X',
        },
        X: done,
      },
      {},
      () => big,
    );
    expect(output).toBe('caught');
  });

  test('fails a variable that is over it', async () => {
    const { execution } = await run(
      pass(1, { Assign: { v: '{% $join($range(1, 3, 1).$states.input) %}' } }),
      'y'.repeat(100_000),
    );
    expect(execution.error).toBe('States.DataLimitExceeded');
    expect(execution.cause).toContain("the variable 'v'");
  });

  test.each([
    [
      'arguments',
      {
        Work: {
          ...TASK,
          Arguments: '{% $states.input & $states.input & $states.input %}',
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
          Next: 'End',
        },
      },
      "'Work' was given arguments",
    ],
    [
      'variables of one Assign together',
      {
        Work: {
          Type: 'Pass',
          Assign: { a: '{% $states.input & $states.input %}', b: '{% $states.input %}' },
          Next: 'End',
        },
      },
      "'Work' assigned variables together",
    ],
    [
      'the output of a rule',
      {
        Work: {
          Type: 'Choice',
          Choices: [{ Condition: true, Output: '{% [$states.input, $states.input, $states.input] %}', Next: 'End' }],
        },
      },
      "'Work' returned a result",
    ],
  ])('fails %s over it, past a Catch of States.ALL', async (_, states, cause) => {
    const { execution } = await run({ ...states, End: done }, 'y'.repeat(100_000), () => null);
    expect(execution.error).toBe('States.DataLimitExceeded');
    expect(execution.cause).toContain(cause);
  });

  test('and that of 10 MiB for all variables together: an overwritten one counts once', async () => {
    // 60 x 200,002 bytes are more than 10,485,760, 52 are not.
    const many = Array.from({ length: 60 }, (_, index) => `v${index}`);
    const { execution } = await run({ ...assign(many), End: done }, 'y'.repeat(200_000));
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      position: { state: 'S52' },
    });
    const again = await run({ ...assign(many.map((_, index) => `v${index % 52}`)), End: done }, 'y'.repeat(200_000));
    expect(again.execution.status).toBe('SUCCEEDED');
  });

  test('counts bytes, not characters', async () => {
    const w = world();
    w.create({ A: done });
    expect((await w.finish(await w.start('é'.repeat(131_071)))).status).toBe('SUCCEEDED');
    await expect(w.start('é'.repeat(131_072), 'f')).rejects.toMatchObject({ code: 'InvalidExecutionInput' });
  });
});
