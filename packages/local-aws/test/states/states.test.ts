import { describe, expect, test } from 'vitest';
import { done, failure, fails, outline, ROLE, run, START, TASK, types, world } from './support.ts';

describe('Task', () => {
  test('passes its arguments on and leaves with its result, recorded as AWS records it', async () => {
    const { execution, output, calls } = await run(
      {
        Work: {
          ...TASK,
          Arguments: { FunctionName: 'f', Payload: { n: '{% $states.input.n + 1 %}' } },
          TimeoutSeconds: 30,
          End: true,
        },
      },
      { n: 1 },
      () => ({ Payload: 'ok' }),
    );
    expect(calls).toEqual([{ args: { FunctionName: 'f', Payload: { n: 2 } }, at: 0 }]);
    expect(output).toEqual({ Payload: 'ok' });
    expect(outline(execution.history.events)).toEqual([
      '1 ExecutionStarted <0',
      '2 TaskStateEntered <0',
      '3 TaskScheduled <2',
      '4 TaskStarted <3',
      '5 TaskSucceeded <4',
      '6 TaskStateExited <5',
      '7 ExecutionSucceeded <6',
    ]);
    const truncated = { truncated: false };
    const names = { resourceType: 'lambda', resource: 'invoke' };
    expect(
      execution.history.events.map((event) => Object.entries(event).find(([key]) => key.endsWith('EventDetails'))),
    ).toEqual([
      ['executionStartedEventDetails', { input: '{"n":1}', inputDetails: truncated, roleArn: ROLE }],
      ['stateEnteredEventDetails', { name: 'Work', input: '{"n":1}', inputDetails: truncated }],
      [
        'taskScheduledEventDetails',
        {
          ...names,
          region: 'eu-central-1',
          parameters: '{"FunctionName":"f","Payload":{"n":2}}',
          timeoutInSeconds: 30,
        },
      ],
      ['taskStartedEventDetails', names],
      ['taskSucceededEventDetails', { ...names, output: '{"Payload":"ok"}', outputDetails: truncated }],
      ['stateExitedEventDetails', { name: 'Work', output: '{"Payload":"ok"}', outputDetails: truncated }],
      ['executionSucceededEventDetails', { output: '{"Payload":"ok"}', outputDetails: truncated }],
    ]);
  });

  test('fails the execution with the error and cause of the task', async () => {
    const { execution } = await run({ Work: { ...TASK, End: true } }, {}, fails('Broken', '{"errorType":"Broken"}'));
    expect(failure(execution)).toEqual({ status: 'FAILED', error: 'Broken', cause: '{"errorType":"Broken"}' });
    expect(types(execution).slice(-2)).toEqual(['TaskFailed', 'ExecutionFailed']);
  });

  test('fails with States.Runtime when the runner itself breaks', async () => {
    const { execution } = await run(
      { Work: { ...TASK, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Never' }], Next: 'Never' }, Never: done },
      {},
      () => {
        throw new TypeError('no such argument');
      },
    );
    expect(failure(execution)).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: "An error occurred while executing the state 'Work' (entered at the event id #2). no such argument",
    });
  });
});

describe('Wait', () => {
  test.each([
    ['literal seconds', { Seconds: 90 }, 90],
    ['seconds from an expression', { Seconds: '{% $states.input.s * 2 %}' }, 14],
    ['a timestamp', { Timestamp: '2026-01-05T09:01:30Z' }, 90],
    ['a timestamp from an expression, with an offset', { Timestamp: '{% $states.input.at %}' }, 60],
    ['a timestamp that has passed', { Timestamp: '2026-01-05T08:00:00.000Z' }, 0],
  ])('waits for %s', async (_, fields, seconds) => {
    const {
      execution,
      output,
      seconds: elapsed,
    } = await run({ Rest: { Type: 'Wait', ...fields, End: true } }, { s: 7, at: '2026-01-05T10:01:00+01:00' });
    expect(elapsed()).toBe(seconds);
    expect(output).toEqual({ s: 7, at: '2026-01-05T10:01:00+01:00' });
    expect(types(execution)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
  });

  test.each([
    [
      'Seconds',
      '{% -1 %}',
      "The field 'Seconds' returned an unexpected result. Expected a whole number from 0 to 99999999, but was -1.",
    ],
    [
      'Seconds',
      "{% '5' %}",
      `The field 'Seconds' returned an unexpected result. Expected a whole number from 0 to 99999999, but was "5".`,
    ],
    [
      'Timestamp',
      "{% 'soon' %}",
      'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: soon',
    ],
    [
      'Timestamp',
      '{% 5 %}',
      `The field 'Timestamp' returned an unexpected result. Expected a timestamp such as ` +
        '2026-01-05T09:00:00Z, but was 5.',
    ],
  ])('fails with a query evaluation error when %s is %s', async (field, value, cause) => {
    const { execution } = await run({ Rest: { Type: 'Wait', [field]: value, End: true } });
    const whole = `An error occurred while executing the state 'Rest' (entered at the event id #2). ${cause}`;
    expect(failure(execution)).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError', cause: whole });
    expect(execution.history.events[2]).toMatchObject({
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: {
        error: 'States.QueryEvaluationError',
        cause: whole,
        location: field,
        state: 'Rest',
      },
    });
  });
});

describe('Choice', () => {
  const choice = {
    Pick: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Big' },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Middling', Output: 'rule' },
      ],
      Default: 'Small',
      Output: 'default',
    },
    Big: done,
    Middling: done,
    Small: done,
  };

  test.each([
    [11, 'Big', { n: 11 }],
    [6, 'Middling', 'rule'],
    [1, 'Small', 'default'],
  ])('takes the first rule that holds, else the default, each with its own Output: %i', async (n, next, result) => {
    const { execution, output } = await run(choice, { n });
    expect(execution.position.state).toBe(next);
    expect(output).toEqual(result);
    expect(types(execution)).toEqual([
      'ExecutionStarted',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('fails with States.NoChoiceMatched where there is no default', async () => {
    const { execution } = await run({
      Pick: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Big' }] },
      Big: done,
    });
    expect(failure(execution)).toEqual({
      status: 'FAILED',
      error: 'States.NoChoiceMatched',
      cause:
        "An error occurred while executing the state 'Pick' (entered at the event id #2). Failed to " +
        'transition out of the state. The state does not point to a next state.',
    });
  });

  test('fails when a condition is not a boolean', async () => {
    const { execution } = await run({
      Pick: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Big' }], Default: 'Big' },
      Big: done,
    });
    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toContain(
      "The field 'Choices[0]/Condition' returned an unexpected result. Expected a boolean, but was 1.",
    );
  });
});

describe('Pass, Succeed and Fail', () => {
  test('Pass and Succeed hand their input on unless they have an Output', async () => {
    expect((await run({ A: { Type: 'Pass', Next: 'B' }, B: done }, { x: 1 })).output).toEqual({ x: 1 });
    const both = {
      A: { Type: 'Pass', Output: { y: '{% $states.input.x %}' }, Next: 'B' },
      B: { ...done, Output: ['{% $states.input.y %}', 'end'] },
    };
    const { execution, output } = await run(both, { x: 1 });
    expect(output).toEqual([1, 'end']);
    expect(types(execution).slice(1, 5)).toEqual([
      'PassStateEntered',
      'PassStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
    ]);
  });

  test('Fail ends the execution with its error and cause, literal or from expressions', async () => {
    const { execution } = await run(
      { Stop: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: 'as said' } },
      { e: 'Refused' },
    );
    expect(failure(execution)).toEqual({ status: 'FAILED', error: 'Refused', cause: 'as said' });
    expect(outline(execution.history.events)).toEqual([
      '1 ExecutionStarted <0',
      '2 FailStateEntered <0',
      '3 ExecutionFailed <2',
    ]);
    expect(execution.history.events[2]).toMatchObject({
      executionFailedEventDetails: { error: 'Refused', cause: 'as said' },
    });
  });

  test('Fail may name neither error nor cause', async () => {
    const { execution } = await run({ Stop: { Type: 'Fail' } });
    expect(failure(execution)).toEqual({ status: 'FAILED', error: undefined, cause: undefined });
  });

  test('Fail itself fails when its cause is not a text', async () => {
    const { execution } = await run({ Stop: { Type: 'Fail', Error: 'E', Cause: '{% 5 %}' } });
    expect(execution.error).toBe('States.QueryEvaluationError');
  });
});

describe('the limits of an execution', () => {
  test('ends a loop at 25,000 events with States.Runtime, the end being number 25,000', async () => {
    const { execution } = await run({
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }], Default: 'A' },
      End: done,
    });
    expect(failure(execution)).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(execution.history.events.at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });

  test('a machine that is removed ends its executions at their next transition', async () => {
    const w = world();
    w.create({ Rest: { Type: 'Wait', Seconds: 60, Next: 'After' }, After: done });
    const execution = await w.start();
    await w.clock.runUntil(START + 1000);
    w.machines.remove(execution.machine.arn);
    expect(execution.status).toBe('RUNNING');
    await w.finish(execution);
    expect(execution.status).toBe('ABORTED');
    expect(w.seconds()).toBe(60);
    expect(types(execution).slice(-2)).toEqual(['WaitStateExited', 'ExecutionAborted']);
  });
});
