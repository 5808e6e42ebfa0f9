import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../rollout/lambda/answer-shape.ts';

const order = (more: object = {}) => ({ id: 7, customer: { name: 'Ada' }, items: [{ sku: 'a', price: 3 }], ...more });
/** So many values inside each other. */
const nested = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : { a: nested(depth - 1, inner) });
const items = (last: unknown, before: number) => [...Array.from({ length: before }, () => 1), { last }];
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
/** The places that are told so. */
const ends = (told: readonly string[], end: string) =>
  told.filter((each) => each.endsWith(` ${end}`)).map((each) => each.slice(0, -end.length));

describe('the shapes of two answers', () => {
  it.each<[name: string, production: unknown, canary: unknown, told: readonly string[]]>([
    ['are the same whatever the values are', order(), order({ id: 8, customer: { name: 'Bob' } }), []],
    ['tell a field that is gone', order(), { customer: {}, items: order().items }, ['id gone', 'customer.name gone']],
    ['tell a field that is new', order(), order({ total: 3 }), ['total new']],
    [
      'tell another type',
      order(),
      order({ items: [{ sku: 'a', price: '3' }] }),
      ['items[].price string instead of number'],
    ],
    ['tell a list in place of an object', { a: { b: 1 } }, { a: [{ b: 1 }] }, ['a list instead of object']],
    ['tell what is null now', { a: 1 }, { a: null }, ['a null instead of number']],
    ['tell of a field that is gone nothing that was in it', order(), { id: 7, items: [] }, ['customer gone']],
    ['take an empty list to be of any items', order(), order({ items: [] }), []],
    ['take lists to be alike that share a kind of item', { a: [1, null] }, { a: [1] }, []],
    ['compare what is no object', 'text', 3, ['the body number instead of string']],
    ['show a name that is no word in quotes', {}, { 'a b': 1 }, ['"a b" new']],
    ['show one in quotes that looks like an item', {}, { 'a[0]': 1, '[0]a': 1 }, ['"a[0]" new', '"[0]a" new']],
    ['cut a name of more than 40 characters', {}, { ['n'.repeat(41)]: 1 }, [`${'n'.repeat(39)}… new`]],
    ['cut no name of 40', {}, { ['n'.repeat(40)]: 1 }, [`${'n'.repeat(40)} new`]],
    [
      'tell the kinds of items in order',
      { a: [1, 'x'] },
      { a: [{}, null] },
      ['a[] null or object instead of number or string'],
    ],
  ])('%s', (_, production, canary, told) => {
    expect(differences(production, canary, false)).toEqual(told);
  });

  it('are looked at eight values deep, at the first twenty items and at five hundred fields', () => {
    expect(differences(nested(8, 1), nested(8, 'x'), false)).toEqual([`${'a.'.repeat(7)}a string instead of number`]);
    expect(differences(nested(9, 1), nested(9, 'x'), false)).toEqual([]);
    expect(differences(items(1, 19), items('x', 19), false)).toEqual(['[].last string instead of number']);
    expect(differences(items(1, 20), items('x', 20), false)).toEqual([]);
    expect(differences(many(499), many(499), false)).toEqual([]);
    const many500 = ['more than 500 fields, not compared'];
    expect(differences(many(500), many(3), false)).toEqual(many500);
    expect(differences(many(3), many(500), false)).toEqual(many500);
  });

  it('never differ from themselves, whatever the JSON, and what is new in one is gone in the other', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.json({ maxDepth: 4 }), (one, other) => {
        const [a, b] = [JSON.parse(one) as unknown, JSON.parse(other) as unknown];
        expect(differences(a, structuredClone(a), true)).toEqual([]);
        expect(ends(differences(a, b, false), 'gone')).toEqual(ends(differences(b, a, false), 'new'));
      }),
    );
  });
});

describe('values', () => {
  it('are told only where they may be, and only where the types are the same', () => {
    const canary = order({ id: 8, customer: { name: 'Bob' }, items: [{ sku: 'a', price: '3' }, { sku: 'b' }] });
    expect(differences(order(), canary, false)).toEqual(['items[].price string instead of number']);
    expect(differences(order(), canary, true)).toEqual([
      'items[].price string instead of number',
      'id 8 instead of 7',
      'customer.name "Bob" instead of "Ada"',
      'items 2 long instead of 1',
    ]);
  });

  it.each<[what: string, production: unknown, canary: unknown, told: readonly string[]]>([
    ['the whole answer', 1, 2, ['the body 2 instead of 1']],
    ['an item by its place', [1, 2], [1, 3], ['[1] 3 instead of 2']],
    ['no field that is gone a second time', { a: 1, b: 2 }, { a: 1 }, ['b gone']],
    ['no length of what is no list', { length: 1 }, { length: 2 }, ['length 2 instead of 1']],
    ['what is eight values deep', nested(8, 1), nested(8, 2), [`${'a.'.repeat(7)}a 2 instead of 1`]],
    ['nothing that is deeper', nested(9, 1), nested(9, 2), []],
    ['nothing of two that are null', { a: null }, { a: null }, []],
  ])('tell %s', (_, production, canary, told) => {
    expect(differences(production, canary, true)).toEqual(told);
  });

  it('are cut when they are longer than 40 characters', () => {
    const [whole = ''] = differences({ a: 'x'.repeat(38) }, { a: 'y'.repeat(38) }, true);
    expect(whole).toBe(`a "${'y'.repeat(38)}" instead of "${'x'.repeat(38)}"`);
    const [told = ''] = differences({ a: 'x'.repeat(100) }, { a: 'y'.repeat(100) }, true);
    expect(told).toBe(`a "${'y'.repeat(38)}… instead of "${'x'.repeat(38)}…`);
  });
});
