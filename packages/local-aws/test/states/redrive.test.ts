import { describe, expect, test } from 'vitest';
import { failure, fails, MACHINE, outline, START, TASK, types, world } from './support.ts';

const refusal = (status: string) => ({
  code: 'ExecutionNotRedrivable',
  message: expect.stringContaining(`Execution is ${status} and cannot be redriven`) as unknown,
});

describe('RedriveExecution', () => {
  const executionArn = 'arn:aws:states:eu-central-1:111122223333:execution:m:e';

  test('goes on at the failed task, with its input, the variables of then and fresh retries', async () => {
    const w = world((_, call) => (call <= 2 ? fails('Busy')() : 'done'));
    w.create({
      First: { Type: 'Pass', Assign: { v: 'kept' }, Output: { n: 1 }, Next: 'Work' },
      Work: {
        ...TASK,
        Arguments: ['{% $states.input %}', '{% $v %}', '{% $states.context.Execution.RedriveCount %}'],
        Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }],
        End: true,
      },
    });
    const execution = await w.finish(await w.start());
    expect(failure(execution)).toEqual({ status: 'FAILED', error: 'Busy', cause: 'why' });
    await w.clock.runUntil(START + 60_000);
    expect(await w.call('RedriveExecution', { executionArn })).toEqual({ redriveDate: new Date(START + 60_000) });
    expect(execution.status).toBe('RUNNING');
    await w.finish(execution);
    expect(execution.output).toBe('"done"');
    expect(w.calls.map(({ args }) => args)).toEqual([
      [{ n: 1 }, 'kept', 0],
      [{ n: 1 }, 'kept', 0],
      [{ n: 1 }, 'kept', 1],
    ]);
    expect(outline(execution.history.events).slice(-7)).toEqual([
      '11 ExecutionFailed <10',
      '12 ExecutionRedriven <11',
      '13 TaskScheduled <12',
      '14 TaskStarted <13',
      '15 TaskSucceeded <14',
      '16 TaskStateExited <15',
      '17 ExecutionSucceeded <16',
    ]);
    expect(await w.call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      redriveDate: new Date(START + 60_000),
    });
  });

  test('enters a Fail state again and fails again; its definition stays the old one', async () => {
    const w = world();
    w.create({ Stop: { Type: 'Fail', Error: 'E' } });
    const execution = await w.finish(await w.start());
    w.machines.update(MACHINE, { definition: w.machines.machine(MACHINE).revision.text.replace('"E"', '"New"') });
    await w.call('RedriveExecution', { executionArn });
    await w.finish(execution);
    expect(execution.error).toBe('E');
    expect(types(execution)).toEqual([
      'ExecutionStarted',
      'FailStateEntered',
      'ExecutionFailed',
      'ExecutionRedriven',
      'FailStateEntered',
      'ExecutionFailed',
    ]);
  });

  test('takes aborted and timed out ones, and starts the timeout of the machine anew', async () => {
    const w = world();
    w.create({ Rest: { Type: 'Wait', Seconds: 100, End: true } }, { TimeoutSeconds: 60 });
    const execution = await w.finish(await w.start());
    expect(execution.stopTime).toBe(START + 60_000);
    await w.call('RedriveExecution', { executionArn });
    await w.clock.runUntil(START + 70_000);
    await w.call('StopExecution', { executionArn });
    expect(execution.status).toBe('ABORTED');
    await w.call('RedriveExecution', { executionArn });
    await w.finish(execution);
    expect(failure(execution)).toEqual({ status: 'TIMED_OUT', error: undefined, cause: undefined });
    expect(execution.stopTime).toBe(START + 130_000);
    expect(execution.redriveCount).toBe(2);
  });

  test('rejects executions that run, succeeded, or ended more than 14 days ago', async () => {
    const w = world((_, call) => (call === 1 ? fails('E')() : null));
    w.create({ Work: { ...TASK, Next: 'Rest' }, Rest: { Type: 'Wait', Seconds: 5, End: true } });
    const failed = await w.finish(await w.start());
    const running = await w.start({}, 'f');
    await expect(w.call('RedriveExecution', { executionArn: running.arn })).rejects.toMatchObject(refusal('RUNNING'));
    await w.finish(running);
    await expect(w.call('RedriveExecution', { executionArn: running.arn })).rejects.toMatchObject(refusal('SUCCEEDED'));
    expect(await w.call('DescribeExecution', { executionArn: failed.arn })).toMatchObject({
      redriveStatus: 'REDRIVABLE',
    });
    await w.clock.runUntil(START + 14 * 24 * 3_600_000 + 1);
    await expect(w.call('RedriveExecution', { executionArn: failed.arn })).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
    });
    expect(await w.call('DescribeExecution', { executionArn: failed.arn })).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution redrivable period exceeded',
    });
  });
});
