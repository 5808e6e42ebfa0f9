import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, missingFields } from '../../src/events/pattern.ts';
import { compileWildcard } from '../../src/events/wildcard.ts';

type Case = [pattern: object, matching: object[], others: object[]];

/** Values at `x`, for patterns of one field. */
const x = (...values: unknown[]) => values.map((value) => ({ x: value }));

// "Comparison operators for use in event patterns" of the EventBridge user guide.
const OPERATORS: Record<string, Case> = {
  'exact, one of several': [{ x: ['a', 1, true] }, x('a', 1, true), x('b', '1', 2, false, null, {})],
  'exact, case matters': [{ x: ['Running'] }, x('Running'), x('running', 'Running ')],
  null: [{ x: [null] }, x(null), [...x('null', '', 0, undefined), {}]],
  empty: [{ x: [''] }, x(''), [...x(null, ' '), {}]],
  prefix: [{ x: [{ prefix: 'us-' }] }, x('us-', 'us-east-1'), [...x('eu-west-1', 'aus-', 1, null), {}]],
  'prefix, ignoring case': [
    { x: [{ prefix: { 'equals-ignore-case': 'EventB' } }] },
    x('EVENTBridge', 'eventb'),
    x('event'),
  ],
  suffix: [{ x: [{ suffix: '.png' }] }, x('a.png', '.png'), x('a.PNG', 'png', null)],
  'suffix, ignoring case': [{ x: [{ suffix: { 'equals-ignore-case': 'tbridge' } }] }, x('EvenTBRIDGE'), x('bridge')],
  'equals-ignore-case': [{ x: [{ 'equals-ignore-case': 'alice' }] }, x('Alice', 'ALICE'), x('alic', 1)],
  'anything-but a string': [
    { x: [{ 'anything-but': 'initializing' }] },
    x('running', '', 5, null),
    [...x('initializing'), {}],
  ],
  'anything-but a number': [{ x: [{ 'anything-but': 123 }] }, x(124, '123'), [...x(123), {}]],
  'anything-but a list': [
    { x: [{ 'anything-but': ['stopped', 'overloaded'] }] },
    x('running'),
    [...x('stopped', 'overloaded'), {}],
  ],
  'anything-but a prefix': [
    { x: [{ 'anything-but': { prefix: 'init' } }] },
    x('running'),
    [...x('init', 'initializing'), {}],
  ],
  'anything-but prefixes': [{ x: [{ 'anything-but': { prefix: ['a', 'b'] } }] }, x('c'), x('a1', 'b1')],
  'anything-but a suffix': [{ x: [{ 'anything-but': { suffix: '.png' } }] }, x('a.jpg'), x('a.png')],
  'anything-but a wildcard': [{ x: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, x('/usr/bin/x'), x('/usr/lib/x')],
  'anything-but, ignoring case': [
    { x: [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }] },
    x('running'),
    x('INITIALIZING', 'Stopped'),
  ],
  wildcard: [
    { x: [{ wildcard: 'dir/*.png' }] },
    x('dir/.png', 'dir/a/b.png'),
    x('dir/a.pngs', 'other/dir/a.png', 'dir/png'),
  ],
  'wildcard, several': [{ x: [{ wildcard: '*a*b*' }] }, x('ab', 'xaxbx'), x('ba', 'a')],
  'wildcard, overlapping ends': [{ x: [{ wildcard: 'aba*aba' }] }, x('abaaba', 'abaXaba'), x('aba', 'ababa')],
  'wildcard, escaped': [{ x: [{ wildcard: String.raw`a\*b\\*` }] }, x(String.raw`a*b\c`), x(String.raw`aXb\c`)],
  'wildcard without a star': [{ x: [{ wildcard: 'abc' }] }, x('abc'), x('abcd')],
  'numeric, range': [{ x: [{ numeric: ['>', 0, '<=', 5] }] }, x(0.1, 5), [...x(0, 5.1, '3', null), {}]],
  'numeric, bound': [{ x: [{ numeric: ['<', 10] }] }, x(9, -1), x(10)],
  'numeric, equal': [{ x: [{ numeric: ['=', 3.018e2] }] }, x(301.8), x(301)],
  'exists: true': [{ x: [{ exists: true }] }, x('', null, 0, ['a']), [{}, ...x({ y: 1 }, [])]],
  'exists: false': [{ x: [{ exists: false }] }, [{}, ...x({ c1: 100 }, [])], x('', null, 0)],
  'absent or a value': [{ x: [{ exists: false }, 'a'] }, [{}, { x: 'a' }], x('b')],
  'cidr, IPv4': [{ x: [{ cidr: '10.0.0.0/24' }] }, x('10.0.0.0', '10.0.0.255'), x('10.0.1.0', 'ten', null)],
  'cidr, IPv6': [{ x: [{ cidr: '2001:db8::/32' }] }, x('2001:db8::1'), x('2001:db9::1', '10.0.0.1')],
  'all fields': [{ x: ['a'], y: ['b'] }, [{ x: 'a', y: 'b', z: 'c' }], [{ x: 'a' }, { x: 'a', y: 'a' }]],
  nesting: [{ a: { b: { c: [1] } } }, [{ a: { b: { c: 1, d: 2 } } }], [{ a: { b: 1 } }, { a: 1 }, {}]],
  'nesting, absent': [{ a: { b: [{ exists: false }] } }, [{ a: {} }, { a: 1 }, {}], [{ a: { b: 1 } }]],
  'arrays in the event': [{ x: ['b'] }, x(['a', 'b'], [['a'], [['b']]]), x(['a'], [])],
  'numbers by their value': [{ x: [300] }, x(300, 3e2), x('300', 300.5)],
  'numeric, only up to 5e9': [{ x: [{ numeric: ['>', 0] }] }, x(5e9), x(5e9 + 1)],
  'prefix, in an array': [{ x: [{ prefix: 'a' }] }, x(['b', 'ab'], ['a']), x(['b', null], [])],
  'absent from every element of an array': [
    { l: { a: [{ exists: false }] } },
    [{ l: [{ b: 1 }, {}] }, { l: [] }],
    [{ l: [{ a: 1 }, { b: 1 }] }],
  ],
  'absent from the element that matches the rest': [
    { l: { a: [1], b: [{ exists: false }] } },
    [{ l: [{ b: 2 }, { a: 1 }] }],
    [{ l: [{ a: 1, b: 2 }] }],
  ],
  'exists, not for objects': [{ d: [{ exists: true }] }, [{ d: 0 }], [{ d: { e: 1 } }, { d: [{ e: 1 }] }]],
  'keys with dots': [{ a: { b: [1] } }, [{ 'a.b': 1 }, { a: { b: 1 } }], [{ a: 1, b: 1 }]],
  'anything-but in an array, one element is enough': [{ x: [{ 'anything-but': 'a' }] }, x(['a', 'b']), x(['a'])],
  'objects in an array, one must match wholly': [
    { l: { a: [1], b: [2] } },
    [{ l: [{ a: 1, b: 2 }, {}] }],
    [{ l: [{ a: 1 }, { b: 2 }] }],
  ],
  $or: [
    { s: ['x'], $or: [{ a: [1] }, { b: { c: [2] } }] },
    [
      { s: 'x', a: 1 },
      { s: 'x', b: { c: 2 } },
    ],
    [{ a: 1 }, { s: 'x' }, { s: 'x', a: 2, b: { c: 1 } }],
  ],
  'objects in arrays of arrays': [
    { l: { a: [1], b: [2] } },
    [{ l: [[{ a: 1, b: 3 }], [{ a: 1, b: 2 }]] }],
    [{ l: [[{ a: 1 }, { b: 2 }]] }, { l: [[{ a: 1 }], [{ b: 2 }]] }],
  ],
  'two arrays, each for itself': [
    { l: { a: [1] }, m: { b: [2] } },
    [{ l: [{}, { a: 1 }], m: [{ b: 2 }, {}] }],
    [{ l: [{ a: 2 }], m: [{ b: 2 }] }],
  ],
  '$or over an array, with the field beside it': [
    { l: { b: [2] }, $or: [{ l: { a: [1] } }, { s: ['x'] }] },
    [{ l: [{ a: 1, b: 2 }] }, { l: [{ b: 2 }], s: 'x' }],
    [{ l: [{ a: 1 }, { b: 2 }] }],
  ],
  '$or, two in parallel': [
    { $or: [{ a: [1] }, { b: [1] }], d: { $or: [{ e: [1] }, { f: [1] }] } },
    [
      { a: 1, d: { f: 1 } },
      { b: 1, d: { e: 1 } },
    ],
    [{ a: 1 }, { d: { e: 1 } }],
  ],
  '$or, nested': [
    { d: { $or: [{ a: [1] }, { $or: [{ b: [1] }, { c: [1] }] }] } },
    [{ d: { a: 1 } }, { d: { c: 1 } }],
    [{ d: {} }],
  ],
};

function execution(status: string, error?: string) {
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: {
      stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:canary',
      status,
      ...(error === undefined ? {} : { error }),
    },
  };
}

describe('compilePattern', () => {
  it.each(Object.entries(OPERATORS))('%s', (_name, [pattern, matching, others]) => {
    const matches = compilePattern(pattern);
    for (const event of matching) expect([event, matches(event)]).toEqual([event, true]);
    for (const event of others) expect([event, matches(event)]).toEqual([event, false]);
  });

  it('matches an execution that ended badly for a reason that is not expected', () => {
    const matches = compilePattern({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: ['arn:aws:states:us-east-1:111122223333:stateMachine:canary'],
        $or: [
          { status: ['ABORTED', 'TIMED_OUT'] },
          { status: ['FAILED'], error: [{ 'anything-but': ['CanaryRolledBack', 'RolloutInProgress'] }] },
        ],
      },
    });
    expect(matches(execution('ABORTED'))).toBe(true);
    expect(matches(execution('FAILED', 'States.Runtime'))).toBe(true);
    expect(matches(execution('FAILED', 'CanaryRolledBack'))).toBe(false);
    expect(matches(execution('FAILED'))).toBe(false);
    expect(matches(execution('SUCCEEDED'))).toBe(false);
  });

  it.each<[string, unknown, RegExp]>([
    ['no object', [], /must be an object/],
    ['an empty pattern', {}, /empty object/],
    ['an empty object', { detail: {} }, /detail: an empty object/],
    ['a bare value', { source: 'aws.states' }, /source must be an object or a list/],
    ['an empty list', { source: [] }, /source: an empty list/],
    ['an unknown operator', { x: [{ startsWith: 'a' }] }, /x: unknown operator startsWith/],
    ['two operators at once', { x: [{ prefix: 'a', suffix: 'b' }] }, /exactly one operator/],
    ['a list within a list', { x: [['a']] }, /exactly one operator/],
    ['exists with a text', { x: [{ exists: 'yes' }] }, /x.exists must be true or false/],
    ['a numeric prefix', { x: [{ prefix: 1 }] }, /a string is expected/],
    ['a numeric comparison with an unknown operator', { x: [{ numeric: ['~', 1] }] }, /x.numeric/],
    ['an empty numeric range', { x: [{ numeric: ['>', 5, '<', 5] }] }, /lower bound must be below/],
    ['a number beyond 5e9', { x: [{ numeric: ['>', 5e9 + 1] }] }, /from -5.0e9 to 5.0e9/],
    ['a numeric bound without a number', { x: [{ numeric: ['>'] }] }, /an operator and a number/],
    ['a number compared as a text', { x: [{ numeric: ['>', '1'] }] }, /an operator and a number/],
    ['equal beside a bound', { x: [{ numeric: ['=', 1, '<', 5] }] }, /an operator and a number/],
    ['anything-but true', { x: [{ 'anything-but': true }] }, /a string or number/],
    ['anything-but nothing', { x: [{ 'anything-but': [] }] }, /a string or number/],
    ['anything-but of two kinds', { x: [{ 'anything-but': { prefix: 'a', suffix: 'b' } }] }, /got prefix, suffix/],
    ['equals-ignore-case with a number', { x: [{ 'equals-ignore-case': 1 }] }, /a string is expected/],
    ['$or that is an object', { $or: { a: [1] } }, /two or more/],
    ['$or with an empty branch', { $or: [{ a: [1] }, {}] }, /empty object/],
    ['an unknown operator within $or', { $or: [{ a: [1] }, { b: [{ like: 'x' }] }] }, /b: unknown operator like/],
    ['two upper bounds', { x: [{ numeric: ['<', 5, '<', 6] }] }, /a lower and an upper bound/],
    ['anything-but of mixed types', { x: [{ 'anything-but': ['a', 1] }] }, /only strings or only numbers/],
    ['anything-but null', { x: [{ 'anything-but': [null] }] }, /only strings or only numbers/],
    ['anything-but of an unknown kind', { x: [{ 'anything-but': { numeric: ['>', 1] } }] }, /got numeric/],
    ...['prefix', 'suffix'].flatMap((affix): [string, object, RegExp][] => [
      [`anything-but an empty ${affix}`, { x: [{ 'anything-but': { [affix]: '' } }] }, /an empty string/],
      [
        `anything-but an empty ${affix} of a list`,
        { x: [{ 'anything-but': { [affix]: ['a', ''] } }] },
        /an empty string/,
      ],
      [
        `anything-but a ${affix}, ignoring case`,
        { x: [{ 'anything-but': { [affix]: { 'equals-ignore-case': 'a' } } }] },
        /a string is expected/,
      ],
    ]),
    ['consecutive wildcards', { x: [{ wildcard: 'a**b' }] }, /consecutive wildcards/],
    ['an escape of another character', { x: [{ wildcard: String.raw`a\b` }] }, /only \* and/],
    ['$or with one branch', { $or: [{ x: [1] }] }, /two or more/],
    ['a bad network', { x: [{ cidr: '10.0.0/24' }] }, /prefix length/],
  ])('rejects %s', (_name, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });

  it('agrees with the definition of a wildcard, for any text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(letters, parts, (text, pieces) => {
        const matches = compileWildcard(pieces.join('*'), 'x');
        expect(matches(text)).toBe(new RegExp(`^${pieces.join('.*')}$`).test(text));
      }),
    );
  });

  it('anything-but is the opposite of the same list, wherever the field is there', () => {
    const value = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(value, fc.array(value, { minLength: 1 }), (text, list) => {
        expect(compilePattern({ x: [{ 'anything-but': list }] })({ x: text })).toBe(
          !compilePattern({ x: list })({ x: text }),
        );
      }),
    );
  });
});

describe('missingFields', () => {
  const kind = { source: ['aws.states'], 'detail-type': ['Step Functions Execution Status Change'] };

  it.each<[string, object, object, string[]]>([
    ['a misspelt key', { ...kind, detail: { statu: ['FAILED'] } }, execution('FAILED'), ['detail.statu']],
    [
      'a misspelt key of one alternative',
      { ...kind, detail: { $or: [{ statu: ['FAILED'] }, { status: ['ABORTED'] }] } },
      execution('FAILED'),
      ['detail.statu'],
    ],
    ['a misspelt source', { sources: ['aws.states'] }, execution('FAILED'), ['sources']],
    ['nothing where a value differs', { ...kind, detail: { status: ['FAILED'] } }, execution('ABORTED'), []],
    ['nothing that may be absent', { ...kind, detail: { gone: [{ exists: false }, 'a'] } }, execution('ABORTED'), []],
    [
      'nothing for another source',
      { ...kind, detail: { statu: ['FAILED'] } },
      { ...execution('FAILED'), source: 'aws.cloudwatch' },
      [],
    ],
    [
      'nothing for another detail-type',
      { ...kind, detail: { statu: ['FAILED'] } },
      { ...execution('FAILED'), 'detail-type': 'Other' },
      [],
    ],
  ])('names %s', (_name, pattern, event, missing) => {
    expect(missingFields(pattern)(event)).toEqual(missing);
  });
});
