import { describe, expect, test } from 'vitest';
import { done, failure, fails, MACHINE, ROLE, run, TASK } from './support.ts';

const pass = (output: unknown, more: object = {}) => ({ Only: { Type: 'Pass', Output: output, ...more, End: true } });

const value = async (expression: string) => (await run(pass(`{% ${expression} %}`))).output;

describe('$states', () => {
  test('holds the input, and the result of a task in its Output and Assign', async () => {
    const { output } = await run(
      {
        Work: {
          ...TASK,
          Output: { got: '{% $states.result.v %}', from: '{% $states.input.v %}' },
          Assign: { kept: '{% $states.result.v * 2 %}' },
          Next: 'Show',
        },
        Show: { Type: 'Pass', Output: ['{% $states.input %}', '{% $kept %}'], End: true },
      },
      { v: 1 },
      () => ({ v: 5 }),
    );
    expect(output).toEqual([{ got: 5, from: 1 }, 10]);
  });

  test('holds the context object', async () => {
    const { output } = await run(pass('{% $states.context %}'), { a: 1 });
    expect(output).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-central-1:111122223333:execution:m:e',
        Input: { a: 1 },
        Name: 'e',
        RoleArn: ROLE,
        StartTime: '2026-01-05T09:00:00.000Z',
        RedriveCount: 0,
      },
      State: { Name: 'Only', EnteredTime: '2026-01-05T09:00:00.000Z' },
      StateMachine: { Id: MACHINE, Name: 'm' },
    });
  });

  test('can be handed on whole, as it was', async () => {
    const { output } = await run({
      A: { Type: 'Pass', Output: '{% $states %}', Next: 'B' },
      B: { ...done, Output: '{% $states.input.context.State.Name %}' },
    });
    expect(output).toBe('A');
  });

  test('counts the retries of a task, and of nothing else', async () => {
    const { calls } = await run(
      {
        Work: {
          ...TASK,
          Arguments: '{% $states.context.State.RetryCount %}',
          Retry: [{ ErrorEquals: ['E'] }],
          End: true,
        },
      },
      {},
      (_, call) => (call < 3 ? fails('E')() : null),
    );
    expect(calls.map(({ args }) => args)).toEqual([0, 1, 2]);
    const { output } = await run(pass('{% $exists($states.context.State.RetryCount) %}'));
    expect(output).toBe(false);
  });

  test('has the error in a Catch, and only there', async () => {
    const { output } = await run(
      {
        Work: {
          ...TASK,
          Catch: [{ ErrorEquals: ['E'], Output: '{% $states.errorOutput %}', Next: 'Show' }],
          Next: 'Show',
        },
        Show: done,
      },
      {},
      fails('E', 'because'),
    );
    expect(output).toEqual({ Error: 'E', Cause: 'because' });
    expect((await run(pass('{% $exists($states.errorOutput) or $exists($states.result) %}'))).output).toBe(false);
  });
});

describe('Assign', () => {
  test('is visible from the next state on: others of the same state see the old value', async () => {
    const { output } = await run({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $x + 1 %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'C' },
      C: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}', '{% $y %}'], End: true },
    });
    expect(output).toEqual([1, 2, 1]);
  });

  test('keeps variables over states that do not touch them', async () => {
    const { output } = await run({
      A: { Type: 'Pass', Assign: { x: { deep: [1, 2] } }, Next: 'B' },
      B: { Type: 'Wait', Seconds: 1, Assign: { y: 3 }, Next: 'C' },
      C: { ...done, Output: ['{% $x.deep %}', '{% $y %}'] },
    });
    expect(output).toEqual([[1, 2], 3]);
  });

  test.each([
    [1, 'from the rule'],
    [2, 'from the default'],
  ])("of a Choice is the taken rule's alone, or the state's for the default: %i", async (n, expected) => {
    const { output } = await run(
      {
        Pick: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.n = 1 %}', Assign: { by: 'from the rule' }, Next: 'Show' }],
          Default: 'Show',
          Assign: { by: 'from the default' },
        },
        Show: { ...done, Output: '{% $by %}' },
      },
      { n },
    );
    expect(output).toBe(expected);
  });

  test('of a rule leaves the variables of the other ways out undefined', async () => {
    const { execution } = await run({
      Pick: {
        Type: 'Choice',
        Choices: [{ Condition: '{% true %}', Assign: { a: 1 }, Next: 'Show' }],
        Default: 'Show',
        Assign: { b: 2 },
      },
      Show: { ...done, Output: '{% $b %}' },
    });
    expect(execution.cause).toContain(
      "The JSONata expression '$b' specified for the field 'Output' returned nothing (undefined).",
    );
  });

  test("of a Catch replaces the state's own", async () => {
    const { output } = await run(
      {
        Work: {
          ...TASK,
          Assign: { how: 'well' },
          Catch: [{ ErrorEquals: ['States.ALL'], Assign: { how: '{% $states.errorOutput.Error %}' }, Next: 'Show' }],
          Next: 'Show',
        },
        Show: { ...done, Output: '{% $how %}' },
      },
      {},
      fails('Badly'),
    );
    expect(output).toBe('Badly');
  });

  test('is in the history as JSON texts', async () => {
    const { execution } = await run(pass('{% 1 %}', { Assign: { a: 'text', b: { c: '{% 2 %}' } } }));
    expect(execution.history.events[2]).toMatchObject({
      stateExitedEventDetails: {
        assignedVariables: { a: '"text"', b: '{"c":2}' },
        assignedVariablesDetails: { truncated: false },
      },
    });
  });
});

describe('expressions', () => {
  test.each([
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(1, 9, 9)', 1],
    ['$range(1, 9, 9)[]', [1]],
    ['[$range(1, 9, 9)]', [1]],
    ['$partition($range(1, 1, 1), 2)', [[1]]],
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ['$random(7) = $random(7) and $random(7) < 1', true],
    ['$now()', '2026-01-05T09:00:00.000Z'],
    ["$now('[Y]-[M01]')", '2026-01'],
    ['$millis()', 1_767_603_600_000],
    ['$exists($eval)', false],
  ])('has %s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  test('has $uuid from the seed', async () => {
    const uuids = [await value('$uuid()'), await value('$uuid()')];
    expect(uuids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuids[0]).toBe(uuids[1]);
  });

  test('gives lists on as JSON does: a list of one stays a list in the next state', async () => {
    const { output } = await run(
      {
        A: {
          Type: 'Pass',
          Assign: { one: '{% $states.input.items[n = 1][] %}' },
          Output: { kept: '{% $states.input.items[n = 1][] %}' },
          Next: 'B',
        },
        B: { ...done, Output: ['{% $one %}', '{% $states.input %}'] },
      },
      { items: [{ n: 1 }, { n: 2 }] },
    );
    expect(output).toEqual([[{ n: 1 }], { kept: [{ n: 1 }] }]);
  });

  // JSONata leaves out what is undefined inside objects and lists; only a whole field that is undefined fails.
  test.each([
    ['{"gone": $states.input.missing, "kept": 1}', { kept: 1 }],
    ['[$states.input.missing, 1]', [1]],
    ['[]', []],
    ['null', null],
    ['$states.input.missing ? 1 : 2', 2],
    ['$exists($states.input.missing)', false],
    ['$states.input.missing = 1', false],
    ['$states.input.missing & "text"', 'text'],
    ['$sum([]) = 0 and $count([]) = 0', true],
    ["$string({'a': [1, null]})", '{"a":[1,null]}'],
    ["$states.context.Execution.Name & '/' & $states.context.State.Name", 'e/Only'],
    ["$merge([{'a': 1}, {'a': 2, 'b': 3}])", { a: 2, b: 3 }],
    ['$map([1, 2], function($n) { $n * 2 })', [2, 4]],
    ["{'a': 1}.a ~> $string()", '1'],
    ['  1 + 1  ', 2],
  ])('give what JSONata defines: %s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  test('leaves strings without delimiters alone', async () => {
    expect((await run(pass({ a: '$states.input', b: ' {% 1 %}', c: null, d: [true] }))).output).toEqual({
      a: '$states.input',
      b: ' {% 1 %}',
      c: null,
      d: [true],
    });
  });

  test.each([
    [
      'Arguments',
      { ...TASK, Arguments: { Payload: { v: '{% $states.input.missing %}' } }, End: true },
      'Arguments/Payload/v',
      2,
    ],
    ['Output', { ...TASK, Output: ['{% $states.input.missing %}'], End: true }, 'Output[0]', 2],
    ['Assign', { Type: 'Pass', Assign: { v: '{% $states.input.missing %}' }, End: true }, 'Assign/v', 2],
    [
      'Condition',
      { Type: 'Choice', Choices: [{ Condition: '{% $states.input.missing %}', Next: 'X' }] },
      'Choices[0]/Condition',
      2,
    ],
  ])('fail with States.QueryEvaluationError when they give nothing: %s', async (_, state, field, entered) => {
    const { execution } = await run({ A: state, ...(state.Type === 'Choice' ? { X: done } : {}) });
    expect(failure(execution)).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause:
        `An error occurred while executing the state 'A' (entered at the event id #${entered}). The JSONata ` +
        `expression '$states.input.missing' specified for the field '${field}' returned nothing (undefined).`,
    });
  });

  test.each([
    ['$nonesuch()', 'T1006'],
    ["$eval('1')", 'T1006'],
    ["$hash('a', 'CRC32')", 'the algorithm must be one of'],
    ["1 + 'a'", 'T2002'],
    ["1 < 'a'", 'T2009'],
    ["-'a'", 'D1002'],
    ["$number('x')", 'D3030'],
    ['$uppercase(1)', 'T0410'],
    ['1 / 0', 'unsupported result type: Infinity'],
    ['{"a": [1 / 0]}', 'unsupported result type: Infinity'],
    ["$toMillis('soon')", 'D3110'],
    ["$error('stop here')", 'stop here'],
    ["$parse('{')", 'JSON'],
    ['$partition([1], 0)', 'the size must be a positive integer'],
    ['$range(1, 2, 0)', 'the step must not be 0'],
    ['/ab+/', 'unsupported result type: function'],
    ['[$sum]', 'unsupported result type: function'],
    ['($f := function($n) { 1 + $f($n + 1) }; $f(0))', 'D1011'],
    ['function($x) { $x }', 'unsupported result type: function'],
    ['{"f": $sum}', 'unsupported result type: function'],
  ])('fail with States.QueryEvaluationError: %s', async (expression, cause) => {
    const { execution } = await run(pass(`{% ${expression} %}`));
    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toContain(cause);
  });
});
