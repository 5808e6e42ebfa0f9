import { describe, expect, test } from 'vitest';
import { done, failure, fails, outline, run, START, TASK, types, world } from './support.ts';

describe('StopExecution', () => {
  const stop = {
    executionArn: 'arn:aws:states:eu-central-1:111122223333:execution:m:e',
    error: 'Operator',
    cause: 'looks wrong',
  };

  test('ends a wait at once', async () => {
    const w = world();
    w.create({ Rest: { Type: 'Wait', Seconds: 100, End: true } });
    const execution = await w.start();
    await w.clock.runUntil(START + 40_000);
    expect(await w.call('StopExecution', stop)).toEqual({ stopDate: new Date(START + 40_000) });
    await w.clock.runUntil(START + 200_000);
    expect(failure(execution)).toEqual({ status: 'ABORTED', error: 'Operator', cause: 'looks wrong' });
    expect(outline(execution.history.events)).toEqual([
      '1 ExecutionStarted <0',
      '2 WaitStateEntered <0',
      '3 ExecutionAborted <0',
    ]);
    expect(execution.history.events[2]).toMatchObject({
      executionAbortedEventDetails: { error: 'Operator', cause: 'looks wrong' },
    });
  });

  test('ends a task without a Catch or a Retry, and what the task answers later is not heard', async () => {
    let answer: ((value: unknown) => void) | undefined;
    let aborted = false;
    const w = world((_args, _call, { signal }) => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise((resolve) => (answer = resolve));
    });
    w.create({
      Work: {
        ...TASK,
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
        Next: 'End',
      },
      End: done,
    });
    const execution = await w.start();
    await w.clock.runUntil(START + 1000);
    await w.call('StopExecution', stop);
    expect(aborted).toBe(true);
    answer?.('too late');
    await w.clock.runUntil(START + 60_000);
    expect(types(execution)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'ExecutionAborted',
    ]);
    expect(w.calls).toHaveLength(1);
  });

  test('ends the pause before a retry', async () => {
    const w = world(fails('Busy'));
    w.create({ Work: { ...TASK, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 60 }], End: true } });
    const execution = await w.start();
    await w.clock.runUntil(START + 1000);
    await w.call('StopExecution', stop);
    await w.clock.runUntil(START + 600_000);
    expect(w.calls).toHaveLength(1);
    expect(types(execution).at(-1)).toBe('ExecutionAborted');
  });

  test('ends one in the same moment in which it was started', async () => {
    const w = world(() => null);
    w.create({ A: { Type: 'Pass', Output: '{% 1 %}', Next: 'B' }, B: { ...TASK, End: true } });
    const execution = await w.start();
    await w.call('StopExecution', stop);
    await w.clock.runUntil(START + 1000);
    expect(w.calls).toEqual([]);
    expect(types(execution)).toEqual(['ExecutionStarted', 'PassStateEntered', 'ExecutionAborted']);
  });

  test('of one that has ended changes nothing', async () => {
    const { execution, call } = await run({ Only: done });
    expect(await call('StopExecution', stop)).toEqual({ stopDate: new Date(START) });
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.history.events).toHaveLength(4);
  });

  test('rejects an error or a cause that is too long, and an execution that does not exist', async () => {
    const w = world();
    await expect(w.call('StopExecution', { ...stop, error: 'e'.repeat(257) })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(w.call('StopExecution', { ...stop, cause: 'c'.repeat(32_769) })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(w.call('StopExecution', stop)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
  });
});
