import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../src/core/aws-error.ts';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { compileDefinition } from '../../src/states/definition.ts';
import { definition, done, TASK } from './support.ts';

const LAMBDA = ['arn:aws:states:::lambda:invoke'];
const compile = (text: string) =>
  compileDefinition(text, { clock: new VirtualClock(), random: seededRandom(1) }, LAMBDA);
const compileStates = (states: Record<string, object>, top?: object) => compile(definition(states, top));

test('takes every supported field, with comments everywhere', () => {
  const compiled = compileStates(
    {
      Work: {
        ...TASK,
        Comment: 'c',
        QueryLanguage: 'JSONata',
        Arguments: {},
        TimeoutSeconds: 5,
        Assign: { naïve_1: 1 },
        Output: {},
        Retry: [
          {
            ErrorEquals: ['E'],
            IntervalSeconds: 1,
            MaxAttempts: 0,
            BackoffRate: 1.5,
            MaxDelaySeconds: 9,
            JitterStrategy: 'NONE',
            Comment: 'c',
          },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Stop', Assign: {}, Output: {}, Comment: 'c' }],
        Next: 'Rest',
      },
      Rest: { Type: 'Wait', Timestamp: '{% $t %}', Assign: {}, Output: {}, Next: 'Pick' },
      Pick: {
        Type: 'Choice',
        Choices: [{ Condition: '{% true %}', Next: 'Through', Assign: {}, Output: {}, Comment: 'c' }],
        Default: 'End',
        Assign: {},
        Output: {},
      },
      Through: { Type: 'Pass', Assign: {}, Output: {}, Next: 'End' },
      End: { ...done, Output: {} },
      Stop: { Type: 'Fail', Error: 'e', Cause: '{% $c %}' },
    },
    { Comment: 'c', TimeoutSeconds: 99, Version: '1.0' },
  );
  expect(compiled.startAt).toBe('Work');
  expect(compiled.timeoutSeconds).toBe(99);
  expect([...compiled.states.keys()]).toEqual(['Work', 'Rest', 'Pick', 'Through', 'End', 'Stop']);
});

test('fills in the defaults of Retry: 1 second, 3 times, doubling, no jitter', () => {
  const work = compileStates({ Work: { ...TASK, Retry: [{ ErrorEquals: ['E'] }], End: true } }).states.get('Work');
  expect(work).toMatchObject({ retry: [{ intervalSeconds: 1, maxAttempts: 3, backoffRate: 2, fullJitter: false }] });
});

describe('rejects as unsupported, naming state and field', () => {
  test.each([
    [
      'a field of a Retry',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['E'], Delay: 1 }], End: true } },
      "state 'A' (Task): field Retry.0.Delay is not supported",
    ],
    [
      'Map',
      { A: { Type: 'Map', End: true } },
      `state 'A': field Type: "Map" is not supported (supported: Task, Wait, Choice, Pass, Succeed, Fail)`,
    ],
    ['Parallel', { A: { Type: 'Parallel', End: true } }, `state 'A': field Type: "Parallel" is not supported`],
    ['no type', { A: { End: true } }, "state 'A': field Type: undefined is not supported"],
    [
      'another resource',
      { A: { ...TASK, Resource: 'arn:aws:states:::sns:publish', End: true } },
      "state 'A' (Task): field Resource: arn:aws:states:::sns:publish is not supported",
    ],
    [
      'a state in JSONPath',
      { A: { ...done, QueryLanguage: 'JSONPath' } },
      `state 'A' (Succeed): field QueryLanguage: "JSONPath" is not supported (supported: JSONata)`,
    ],
  ])('%s', (_, states, message) => {
    expect(() => compileStates(states)).toThrow(UnsupportedError);
    expect(() => compileStates(states)).toThrow(message);
  });

  // Every field of the specification that is not taken: those of JSONPath, of other kinds of tasks, and those that a
  // type does not have.
  const fields: Record<string, [state: object, names: string[]]> = {
    Task: [
      { ...TASK, End: true },
      [
        'InputPath',
        'Parameters',
        'ResultSelector',
        'ResultPath',
        'OutputPath',
        'TimeoutSecondsPath',
        'HeartbeatSecondsPath',
        'HeartbeatSeconds',
        'Credentials',
      ],
    ],
    Pass: [
      { Type: 'Pass', End: true },
      ['InputPath', 'Parameters', 'Result', 'ResultPath', 'OutputPath', 'Retry', 'Catch', 'Arguments'],
    ],
    Wait: [
      { Type: 'Wait', Seconds: 1, End: true },
      ['SecondsPath', 'TimestampPath', 'InputPath', 'OutputPath', 'Retry', 'Catch'],
    ],
    Choice: [
      { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }] },
      ['InputPath', 'OutputPath', 'Next', 'End', 'Retry', 'Catch'],
    ],
    Succeed: [done, ['InputPath', 'OutputPath', 'Assign', 'Next', 'End']],
    Fail: [{ Type: 'Fail' }, ['ErrorPath', 'CausePath', 'Output', 'Assign', 'Next', 'End']],
  };
  test.each(
    Object.entries(fields).flatMap(([type, [state, names]]) => names.map((name) => [name, type, state] as const)),
  )('%s of a %s state', (name, type, state) => {
    expect(() => compileStates({ A: { ...state, [name]: null } })).toThrow(
      `state 'A' (${type}): field ${name} is not supported`,
    );
  });

  test.each(['And', 'Or', 'Not', 'Variable', 'StringEquals', 'IsPresent'])('%s of a rule', (name) => {
    const rule = { Condition: true, Next: 'A', [name]: null };
    expect(() => compileStates({ A: { Type: 'Choice', Choices: [rule] } })).toThrow(
      `state 'A' (Choice): field Choices.0.${name} is not supported`,
    );
  });

  test.each(['ResultPath', 'Retry'])('%s of a Catch', (name) => {
    const work = { ...TASK, Catch: [{ ErrorEquals: ['E'], Next: 'B', [name]: null }], End: true };
    expect(() => compileStates({ A: work, B: done })).toThrow(
      `state 'A' (Task): field Catch.0.${name} is not supported`,
    );
  });

  test('a machine in JSONPath, which is the default', () => {
    expect(() => compile(JSON.stringify({ StartAt: 'A', States: { A: done } }))).toThrow(
      `state 'A' (Succeed): field QueryLanguage: "JSONPath" is not supported`,
    );
  });

  test('a field of the machine', () => {
    expect(() => compileStates({ A: done }, { ProcessorConfig: {} })).toThrow(
      'state machine: field ProcessorConfig is not supported',
    );
  });
});

describe('rejects as InvalidDefinition', () => {
  const pass = { Type: 'Pass' };
  test.each([
    ['a start that does not exist', { A: done }, { StartAt: 'B' }, "StartAt: there is no state 'B'"],
    ['a Next that does not exist', { A: { ...pass, Next: 'B' } }, {}, "state 'A' leads to 'B', which does not exist"],
    [
      'a Catch that leads nowhere',
      { A: { ...TASK, Catch: [{ ErrorEquals: ['E'], Next: 'B' }], End: true } },
      {},
      "state 'A' leads to 'B'",
    ],
    [
      'a Default that does not exist',
      { A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'B' } },
      {},
      "state 'A' leads to 'B'",
    ],
    ['a state that cannot be reached', { A: done, B: done }, {}, "state 'B' cannot be reached"],
    ['neither Next nor End', { A: pass }, {}, "state 'A' must have exactly one of Next and End"],
    [
      'both Next and End',
      { A: { ...pass, Next: 'B', End: true }, B: done },
      {},
      "state 'A' must have exactly one of Next and End",
    ],
    [
      'a Wait without a time',
      { A: { Type: 'Wait', End: true } },
      {},
      "state 'A' must have exactly one of Seconds and Timestamp",
    ],
    [
      'States.ALL beside another name',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['E', 'States.ALL'] }], End: true } },
      {},
      "state 'A' Retry: States.ALL must stand alone and last",
    ],
    [
      'States.ALL before the last',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }], End: true } },
      {},
      'must stand alone and last',
    ],
    [
      'assigning states',
      { A: { ...pass, Assign: { states: 1 }, End: true } },
      {},
      "state 'A' assigns the reserved variable 'states'",
    ],
    ['a variable that is no name', { A: { ...pass, Assign: { 'a-b': 1 }, End: true } }, {}, "state 'A' (Pass)"],
    [
      'a BackoffRate under 1',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }], End: true } },
      {},
      'BackoffRate',
    ],
    ['a fraction of a second', { A: { Type: 'Wait', Seconds: 0.5, End: true } }, {}, 'Seconds'],
    [
      'a condition that is a text',
      { A: { Type: 'Choice', Choices: [{ Condition: 'true', Next: 'A' }] } },
      {},
      'Condition',
    ],
    ['a time that is none', { A: { Type: 'Wait', Timestamp: '2026-01-05 09:00', End: true } }, {}, 'Timestamp'],
    [
      'two times',
      { A: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-05T09:00:00Z', End: true } },
      {},
      'exactly one of Seconds and Timestamp',
    ],
    ['a wait that is too long', { A: { Type: 'Wait', Seconds: 100_000_000, End: true } }, {}, 'Seconds'],
    ['no time for a task', { A: { ...TASK, TimeoutSeconds: 0, End: true } }, {}, 'TimeoutSeconds'],
    ['no time for the machine', { A: done }, { TimeoutSeconds: 0 }, 'TimeoutSeconds'],
    ['a Retry of nothing', { A: { ...TASK, Retry: [{ ErrorEquals: [] }], End: true } }, {}, 'ErrorEquals'],
    [
      'a Retry after no time',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 0 }], End: true } },
      {},
      'IntervalSeconds',
    ],
    [
      'a negative MaxAttempts',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['E'], MaxAttempts: -1 }], End: true } },
      {},
      'MaxAttempts',
    ],
    [
      'a MaxDelaySeconds of a year',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['E'], MaxDelaySeconds: 31_622_400 }], End: true } },
      {},
      'MaxDelaySeconds',
    ],
    [
      'an unknown jitter',
      { A: { ...TASK, Retry: [{ ErrorEquals: ['E'], JitterStrategy: 'HALF' }], End: true } },
      {},
      'JitterStrategy',
    ],
    ['a Catch that leads nowhere at all', { A: { ...TASK, Catch: [{ ErrorEquals: ['E'] }], End: true } }, {}, 'Next'],
    ['a Choice without rules', { A: { Type: 'Choice', Choices: [], Default: 'A' } }, {}, 'Choices'],
    ['a name that is too long', { ['a'.repeat(81)]: done }, {}, 'States'],
    [
      'a Catch that assigns states',
      { A: { ...TASK, Catch: [{ ErrorEquals: ['E'], Next: 'A', Assign: { states: 1 } }], End: true } },
      {},
      "assigns the reserved variable 'states'",
    ],
    ['an empty expression', { A: { ...pass, Output: '{% %}', End: true } }, {}, 'is not a JSONata expression'],
    [
      'an expression that does not parse',
      { A: { ...pass, Output: { x: '{% 1 + %}' }, End: true } },
      {},
      "state 'A', field 'Output/x': '1 +' is not a JSONata expression",
    ],
    [
      'an expression without its end',
      { A: { ...pass, Output: '{% 1', End: true } },
      {},
      'it begins with {% but does not end with %}',
    ],
  ])('%s', (_, states, top, message) => {
    expect(() => compileStates(states, top)).toThrow(
      expect.objectContaining({ code: 'InvalidDefinition', message: expect.stringContaining(message) as unknown }),
    );
  });

  test('what is not JSON', () => {
    expect(() => compile('{')).toThrow(expect.objectContaining({ code: 'InvalidDefinition' }));
  });
});
