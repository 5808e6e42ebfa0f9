import { describe, expect, test } from 'vitest';
import { definition, done, EXECUTION, fails, MACHINE, ROLE, run, START, TASK, WAIT, world } from './support.ts';

const events = (page: Record<string, unknown>) => page['events'] as { id: number }[];

describe('StartExecution', () => {
  test('the same name and input, while it runs, is the same execution', async () => {
    const w = world();
    w.create(WAIT);
    const first = await w.call('StartExecution', { stateMachineArn: MACHINE, name: 'e', input: '{"a":1}' });
    await w.clock.runUntil(START + 1000);
    expect(await w.call('StartExecution', { stateMachineArn: MACHINE, name: 'e', input: '{"a":1}' })).toEqual(first);
    expect(first).toEqual({ executionArn: EXECUTION, startDate: new Date(START) });
    expect(w.machines.listExecutions(MACHINE)).toHaveLength(1);
  });

  test('rejects the same name with another input, or after the end', async () => {
    const w = world();
    w.create(WAIT);
    const execution = await w.start({ a: 1 });
    await expect(w.start({ a: 2 })).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
    await w.finish(execution);
    await expect(w.start({ a: 1 })).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  });

  test('gives a name and an empty object where there is none', async () => {
    const w = world();
    w.create({ Only: done });
    const { executionArn } = await w.call('StartExecution', { stateMachineArn: MACHINE });
    const execution = w.machines.execution(String(executionArn));
    expect(execution.name).toMatch(/^[0-9a-f-]{36}$/);
    expect(execution.input.text).toBe('{}');
  });

  test.each(['', 'x'.repeat(81), 'a b', 'a/b', 'a:b', 'a*', 'a\u0007', '\ud83d\ude00'.slice(0, 1), 'a"', 'a,b'])(
    'rejects the name %j',
    async (name) => {
      const w = world();
      w.create(WAIT);
      await expect(w.start({}, name)).rejects.toMatchObject({ code: 'InvalidName' });
    },
  );

  test.each(['e', 'x'.repeat(80), 'a.b_c-d=e+f@g(h)', 'grün'])('takes the name %j', async (name) => {
    const w = world();
    w.create(WAIT);
    expect((await w.start({}, name)).name).toBe(name);
  });

  test('rejects input that is not JSON, machines that do not exist, and unknown members', async () => {
    const w = world();
    w.create(WAIT);
    await expect(w.call('StartExecution', { stateMachineArn: MACHINE, input: '{' })).rejects.toMatchObject({
      code: 'InvalidExecutionInput',
    });
    await expect(w.call('StartExecution', { stateMachineArn: `${MACHINE}x` })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
    await expect(w.call('StartExecution', { stateMachineArn: MACHINE, Input: '{}' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('an execution', () => {
  test('keeps the definition it started with when its machine is updated', async () => {
    const w = world();
    w.create({ Rest: { Type: 'Wait', Seconds: 60, Output: 'old', End: true } });
    const [before] = [await w.start({}, 'before')];
    const text = definition({ Only: { ...done, Output: 'new' } });
    w.machines.update(MACHINE, { definition: text, roleArn: 'arn:aws:iam::111122223333:role/other' });
    const after = await w.start({}, 'after');
    await w.finish(before);
    expect([before.output, after.output]).toEqual(['"old"', '"new"']);
    expect(await w.call('DescribeStateMachineForExecution', { executionArn: before.arn })).toMatchObject({
      roleArn: ROLE,
      name: 'm',
    });
    expect(await w.call('DescribeStateMachine', { stateMachineArn: MACHINE })).toMatchObject({
      definition: text,
      roleArn: 'arn:aws:iam::111122223333:role/other',
    });
  });

  test('is described while it runs and after its end', async () => {
    const w = world();
    w.create(WAIT);
    const execution = await w.start({ a: 1 });
    const common = {
      executionArn: EXECUTION,
      stateMachineArn: MACHINE,
      name: 'e',
      startDate: new Date(START),
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
    };
    const input = { input: '{"a":1}', inputDetails: { included: true } };
    expect(await w.call('DescribeExecution', { executionArn: EXECUTION })).toEqual({
      ...common,
      ...input,
      status: 'RUNNING',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    await w.finish(execution);
    const ended = {
      status: 'SUCCEEDED',
      stopDate: new Date(START + 60_000),
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    };
    expect(await w.call('DescribeExecution', { executionArn: EXECUTION })).toEqual({
      ...common,
      ...input,
      ...ended,
      output: '{"a":1}',
      outputDetails: { included: true },
    });
    expect(await w.call('DescribeExecution', { executionArn: EXECUTION, includedData: 'METADATA_ONLY' })).toEqual({
      ...common,
      ...ended,
    });
  });

  test('is forgotten with its name when more have ended since than are kept', async () => {
    const w = world(undefined, { keepEnded: 2 });
    w.create({ Only: done });
    for (const name of ['a', 'b', 'c']) await w.finish(await w.start({}, name));
    expect(w.machines.listExecutions(MACHINE).map(({ name }) => name)).toEqual(['c', 'b']);
    expect((await w.start({}, 'a')).status).toBe('RUNNING');
  });
});

describe('ListExecutions', () => {
  test('lists the newest first, filtered, in pages', async () => {
    const w = world();
    w.create({
      Pick: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.wait %}', Next: 'Rest' }], Default: 'Stop' },
      ...WAIT,
      Stop: { Type: 'Fail' },
    });
    for (const [index, wait] of [true, false, true, false].entries()) await w.start({ wait }, `e${index}`);
    await w.clock.runUntil(START + 1000);
    const list = async (more: object) => {
      const { executions, nextToken } = await w.call('ListExecutions', { stateMachineArn: MACHINE, ...more });
      return { names: (executions as { name: string }[]).map(({ name }) => name), nextToken };
    };
    expect(await list({})).toEqual({ names: ['e3', 'e2', 'e1', 'e0'], nextToken: undefined });
    expect((await list({ statusFilter: 'RUNNING' })).names).toEqual(['e2', 'e0']);
    expect((await list({ statusFilter: 'FAILED' })).names).toEqual(['e3', 'e1']);
    const first = await list({ maxResults: 3 });
    expect(first.names).toEqual(['e3', 'e2', 'e1']);
    await w.start({ wait: true }, 'newer');
    expect(await list({ maxResults: 3, nextToken: first.nextToken })).toEqual({ names: ['e0'], nextToken: undefined });
    await expect(list({ nextToken: 'made-up' })).rejects.toMatchObject({ code: 'InvalidToken' });
    await expect(list({ maxResults: 1001 })).rejects.toMatchObject({ code: 'ValidationException' });
  });
});

describe('GetExecutionHistory', () => {
  test('gives pages in both directions', async () => {
    const { call } = await run({ Only: done });
    const first = await call('GetExecutionHistory', { executionArn: EXECUTION, maxResults: 3 });
    expect(events(first).map(({ id }) => id)).toEqual([1, 2, 3]);
    const second = await call('GetExecutionHistory', {
      executionArn: EXECUTION,
      maxResults: 3,
      nextToken: first['nextToken'],
    });
    expect(events(second).map(({ id }) => id)).toEqual([4]);
    expect(second['nextToken']).toBeUndefined();
    const reversed = await call('GetExecutionHistory', { executionArn: EXECUTION, maxResults: 2, reverseOrder: true });
    expect(events(reversed).map(({ id }) => id)).toEqual([4, 3]);
  });

  test('leaves the data out on request, but not errors', async () => {
    const { call } = await run(
      { Work: { ...TASK, Catch: [{ ErrorEquals: ['E'], Next: 'End' }], Next: 'End' }, End: done },
      { secret: 1 },
      fails('E', 'c'),
    );
    const page = await call('GetExecutionHistory', { executionArn: EXECUTION, includeExecutionData: false });
    expect(events(page)[1]).toMatchObject({ type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'Work' } });
    expect(events(page)[4]).toMatchObject({ taskFailedEventDetails: { error: 'E', cause: 'c' } });
    expect(JSON.stringify(page)).not.toContain('secret');
  });
});

describe('machines', () => {
  test('are described and listed', async () => {
    const w = world();
    const { revision } = w.create(WAIT);
    const listed = { stateMachineArn: MACHINE, name: 'm', type: 'STANDARD', creationDate: new Date(START) };
    expect(await w.call('DescribeStateMachine', { stateMachineArn: MACHINE })).toEqual({
      ...listed,
      status: 'ACTIVE',
      definition: revision.text,
      roleArn: ROLE,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    expect(await w.call('ListStateMachines', {})).toEqual({ stateMachines: [listed] });
    expect(() => w.create(WAIT)).toThrow(expect.objectContaining({ code: 'StateMachineAlreadyExists' }));
    w.machines.remove(MACHINE);
    await expect(w.call('DescribeStateMachine', { stateMachineArn: MACHINE })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
  });
});
