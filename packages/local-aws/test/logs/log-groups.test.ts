import { describe, expect, test } from 'vitest';
import type { Datum } from '../../src/core/types.ts';
import { filterPattern } from '../../src/logs/filter-pattern.ts';
import { LogGroups } from '../../src/logs/log-groups.ts';

const line = (fields: object) => JSON.stringify(fields);
const failed = { group: 'arn:a', status: 502 };

describe('a filter pattern', () => {
  test.each([
    ['{ $.group = "arn:*" }', { group: 'arn:a' }, true],
    ['{ $.group = "arn:*" }', { group: '-' }, false],
    ['{ $.group = "arn:*" }', { group: 5 }, false],
    ['{ $.group = "arn:*" }', {}, false],
    ['{ $.group = "a.c" }', { group: 'abc' }, false],
    ['{ $.group = "*:b:*" }', { group: 'a:b:c' }, true],
    ['{ $.status >= 500 }', { status: 500 }, true],
    ['{ $.status >= 500 }', { status: 499 }, false],
    ['{ $.status >= 500 }', { status: '502' }, false],
    ['{ ($.group = "arn:*") && ($.status >= 500) }', { group: 'arn:a', status: 500 }, true],
    ['{ ($.group = "arn:*") && ($.status >= 500) }', { group: '-', status: 500 }, false],
    ['{ ($.group = "arn:*") && ($.status >= 500) }', { group: 'arn:a', status: 200 }, false],
  ])('%s of %j is %s', (pattern, fields, matches) => {
    expect(filterPattern(pattern)(fields)).toBe(matches);
  });

  test.each(['', 'ERROR', '{ $.a = b }', '{ $.a != "b" }', '{ ($.a = "b") || ($.c >= 1) }', '{ $.a.b = "c" }', '{  }'])(
    'rejects %s, for it is not understood',
    (pattern) => {
      expect(() => filterPattern(pattern)).toThrow(`filter pattern ${pattern} is not understood here; expected`);
    },
  );
});

function given() {
  const metrics: Datum[] = [];
  const groups = new LogGroups({ metrics: { record: (datum) => void metrics.push(datum) } });
  groups.create('access');
  const filter = {
    matches: filterPattern('{ $.status >= 500 }'),
    namespace: 'Shop',
    name: 'Failed',
    value: 1,
    dimensions: { Group: 'group' },
  };
  return { groups, metrics, filter };
}

describe('a filter of a log group', () => {
  test('makes a sample of each line that matches, at the time of the line, and of no other', () => {
    const { filter, groups, metrics } = given();
    groups.put('access', [{ message: line(failed), time: 1 }]);
    groups.setFilter('access', 'failed', filter);
    expect(
      groups.put('access', [
        { message: line(failed), time: 60_000 },
        { message: line({ ...failed, status: 200 }), time: 61_000 },
        { message: 'no JSON', time: 62_000 },
        { message: 'null', time: 63_000 },
      ]),
    ).toBe(true);
    expect(metrics).toEqual([
      { namespace: 'Shop', name: 'Failed', dimensions: { Group: 'arn:a' }, value: 1, time: 60_000 },
    ]);
    groups.removeFilter('access', 'failed');
    groups.put('access', [{ message: line(failed), time: 70_000 }]);
    expect(metrics).toHaveLength(1);
  });

  test('makes none of a line without the field of a dimension', () => {
    const { filter, groups, metrics } = given();
    groups.setFilter('access', 'failed', filter);
    groups.put('access', [{ message: line({ status: 500 }), time: 1 }]);
    expect(metrics).toEqual([]);
  });

  test('fails for a group that is not there, which takes no lines either', () => {
    const { filter, groups } = given();
    groups.remove('access');
    expect(() => groups.setFilter('access', 'failed', filter)).toThrow('there is no log group access');
    expect(groups.put('access', [{ message: '', time: 1 }])).toBe(false);
  });
});

test('a log group keeps its latest lines, and creating it again keeps them too', () => {
  const { groups } = given();
  for (let i = 0; i < 3; i++)
    groups.put(
      'access',
      Array.from({ length: 500 }, (_, n) => ({ message: `${i * 500 + n}`, time: 0 })),
    );
  groups.create('access');
  const lines = groups.linesOf('access');
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([1000, '500', '1499']);
});
