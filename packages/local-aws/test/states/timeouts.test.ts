import { describe, expect, test } from 'vitest';
import { done, failure, run, START, TASK, types, world } from './support.ts';

const never = () => new Promise(() => undefined);

describe('TimeoutSeconds', () => {
  test('of a task is States.Timeout, for each try anew; the task is told by its signal', async () => {
    const signals: AbortSignal[] = [];
    const { calls, execution, output } = await run(
      {
        Work: {
          ...TASK,
          TimeoutSeconds: 10,
          Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 1 }],
          Catch: [
            { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
            { ErrorEquals: ['States.Timeout'], Next: 'Right' },
          ],
          Next: 'Wrong',
        },
        Wrong: { Type: 'Fail' },
        Right: done,
      },
      {},
      (_args, _call, { signal }) => {
        signals.push(signal);
        return never();
      },
    );
    expect(calls.map(({ at }) => at)).toEqual([0, 11]);
    expect(output).toEqual({ Error: 'States.Timeout' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(types(execution).slice(1, 9)).toEqual([
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskTimedOut',
      'TaskScheduled',
      'TaskStarted',
      'TaskTimedOut',
      'TaskStateExited',
    ]);
    expect(execution.history.events[4]).toMatchObject({
      taskTimedOutEventDetails: { error: 'States.Timeout', resourceType: 'lambda', resource: 'invoke' },
    });
  });

  test('of a task that nobody catches fails the execution without a cause', async () => {
    const { execution } = await run(
      { Work: { ...TASK, TimeoutSeconds: '{% $states.input.t %}', End: true } },
      { t: 3 },
      never,
    );
    expect(failure(execution)).toEqual({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
    expect(execution.stopTime).toBe(START + 3000);
  });

  test('of a task goes by the clock of the code', async () => {
    const w = world(never);
    const codeClock = world().clock;
    const other = world(never, { clock: w.clock, codeClock });
    other.create({ Work: { ...TASK, TimeoutSeconds: 10, End: true } });
    const execution = await other.start();
    await w.clock.runUntil(START + 3_600_000);
    expect(execution.status).toBe('RUNNING');
    await codeClock.runUntil(START + 10_000);
    expect(execution.status).toBe('FAILED');
  });

  test('of the machine ends the execution TIMED_OUT, in a wait or a task, and nothing catches it', async () => {
    const waiting = await run({ Rest: { Type: 'Wait', Seconds: 100, End: true } }, {}, undefined, {
      TimeoutSeconds: 60,
    });
    expect(failure(waiting.execution)).toEqual({ status: 'TIMED_OUT', error: undefined, cause: undefined });
    expect(waiting.seconds()).toBe(60);
    expect(types(waiting.execution)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);

    const working = await run(
      { Work: { ...TASK, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }], Next: 'End' }, End: done },
      {},
      never,
      { TimeoutSeconds: 60 },
    );
    expect(working.execution.status).toBe('TIMED_OUT');
  });

  test('of the machine leaves no trace in an execution that ended before', async () => {
    const { execution, clock } = await run({ Rest: { Type: 'Wait', Seconds: 5, End: true } }, {}, undefined, {
      TimeoutSeconds: 60,
    });
    await clock.runUntil(START + 120_000);
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.history.events).toHaveLength(4);
  });
});
