import { array, assert, asyncProperty, constantFrom, dictionary, letrec, oneof } from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { simplePath } from '../../src/states/simple-path.ts';

test('walks own members', () => {
  expect(simplePath('$states.result.Payload')?.({ states: { result: { Payload: { a: 1 } } } })).toEqual({ a: 1 });
  expect(simplePath('$v')?.({ v: null })).toBeNull();
});

test.each(['$v.items', '$v.items.n', '$v.missing', '$v.text.length', '$v.constructor', '$v.f', '$w', '$sum'])(
  'leaves %s to JSONata',
  (path) => {
    expect(simplePath(path)?.({ v: { items: [{ n: 1 }], text: 'abc', f: () => 1 } })).toBeUndefined();
  },
);

test.each(['$a + 1', '$a.b[0]', '$f()', '$', '$$', 'a.b', '$a.*', '$a.`b c`', "$a.'b'", '$a.and', '$a .b', '$a.true'])(
  'does not take %s for a path',
  (expression) => {
    expect(simplePath(expression)).toBeUndefined();
  },
);

test('never differs from JSONata where it answers', async () => {
  const name = constantFrom('a', 'b', 'c');
  const { value } = letrec((tie) => ({
    value: oneof(
      { maxDepth: 3 },
      constantFrom(null, 0, '', 'x', false, true),
      dictionary(name, tie('value')),
      array(tie('value'), { maxLength: 3 }),
    ),
  }));
  await assert(
    asyncProperty(dictionary(name, value), array(name, { minLength: 1, maxLength: 4 }), async (bindings, names) => {
      const expression = `$${names.join('.')}`;
      const walked = simplePath(expression)?.(bindings);
      const evaluated: unknown = await jsonata(expression).evaluate(undefined, bindings);
      expect(walked === undefined ? evaluated : walked).toEqual(evaluated);
    }),
    { numRuns: 1000 },
  );
});
