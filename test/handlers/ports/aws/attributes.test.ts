import { expect, it } from 'vitest';
import { fromItem, toItem } from '../../../../handlers/ports/aws/attributes.ts';

it('keeps texts, numbers, booleans and objects of them, and reads them again', () => {
  const fields = { text: '', number: -1.5, yes: true, within: { no: false, deeper: { zero: 0 } } };
  expect(toItem({ ...fields, left: undefined })).toEqual({
    text: { S: '' },
    number: { N: '-1.5' },
    yes: { BOOL: true },
    within: { M: { no: { BOOL: false }, deeper: { M: { zero: { N: '0' } } } } },
  });
  expect(fromItem(toItem(fields))).toEqual(fields);
});

it.each([
  ['nothing', null, 'null'],
  ['a list', [{ a: 1 }], '[{"a":1}]'],
  ['what is no number', Number.NaN, 'null'],
  ['a number without end', Number.POSITIVE_INFINITY, 'null'],
  ['a function', () => 1, 'function'],
])('refuses %s, naming the field', (_what, value, got) => {
  expect(() => toItem({ outer: { field: value } })).toThrow(
    `field field of an item must be a text, a finite number, a boolean or an object of them, got ${got}`,
  );
});

it('leaves what no record holds as it is, for a schema to refuse', () => {
  expect(fromItem({ list: { L: [{ S: 'a' }] }, nothing: { NULL: true } })).toEqual({
    list: { L: [{ S: 'a' }] },
    nothing: { NULL: true },
  });
});
