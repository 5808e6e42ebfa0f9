import { array, assert, asyncProperty, constantFrom, dictionary, letrec, oneof, tuple } from 'fast-check';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { Scope } from '../../src/states/scope.ts';
import { simpleExpression } from '../../src/states/simple.ts';

/** What it says without JSONata, over variables, `$states.input` and `$states.context`. */
const answered = (
  text: string,
  variables: Readonly<Record<string, unknown>>,
  input: unknown = {},
  context: object = {},
): unknown => simpleExpression(jsonata(text).ast())?.(new Scope(variables, { input }, () => context));

test.each([
  ['$states.input.Payload', { a: 1 }],
  ['$states.context.Execution.Id', 'arn'],
  ['$v', null],
  ["$v = 'x'", undefined],
  ["$word = 'x'", true],
  ["'y' = $word", false],
  ["$number = '1'", false],
  ['$number = 1', true],
  ['$exists($states.context.Execution.Id) ? $states.context.Execution.Id : 0', 'arn'],
  ['$exists($states.context.Execution.Gone) ? $states.context.Execution.Gone : 0', 0],
  ["$word = 'x' ? $number : $v", 1],
])('answers %s', (expression, expected) => {
  const variables = { v: null, word: 'x', number: 1 };
  expect(answered(expression, variables, { Payload: { a: 1 } }, { Execution: { Id: 'arn' } })).toEqual(expected);
});

test.each([
  '$v.items',
  '$v.items.n',
  '$v.missing',
  '$v.text.length',
  '$v.constructor',
  '$v.f',
  '$w',
  '$sum',
  '$states',
  '$exists($sum)',
  '$exists($v.items)',
  '$exists($v.constructor)',
  '$exists($w.a)',
  "$v.missing = 'x'",
  '$v = $v',
  '$v.text ? 1 : 2',
])('leaves %s to JSONata', (expression) => {
  expect(answered(expression, { v: { items: [{ n: 1 }], text: 'abc', f: () => 1 } })).toBeUndefined();
});

test('leaves $exists to JSONata where a variable has its name', () => {
  expect(answered('$exists($v.a)', { v: {}, exists: 1 })).toBeUndefined();
});

test.each([
  '$a + 1',
  '$a.b[0]',
  '$a.b[]',
  '$f()',
  '$',
  '$$',
  'a.b',
  '$a.*',
  '$a.b^(c)',
  '$a{b: c}',
  '$a.b@$c',
  '$exists($a.b, $c)',
  '$exists(b)',
  '$a != 1',
  '($a.b)',
  '$a.$b',
  '$a ? 1',
])('does not take %s for simple', (expression) => {
  expect(simpleExpression(jsonata(expression).ast())).toBeUndefined();
});

test('never differs from JSONata where it answers', async () => {
  const name = constantFrom('a', 'b', 'c');
  const { value } = letrec((tie) => ({
    value: oneof(
      { maxDepth: 3 },
      constantFrom(null, 0, 1, '', 'x', false, true),
      dictionary(name, tie('value')),
      array(tie('value'), { maxLength: 3 }),
    ),
  }));
  const path = array(name, { minLength: 1, maxLength: 4 }).map((names) => `$${names.join('.')}`);
  const { text } = letrec<{ text: string }>((tie) => ({
    text: oneof(
      { maxDepth: 2 },
      path,
      constantFrom("'x'", '0', 'true', 'null'),
      path.map((one) => `$exists(${one})`),
      tuple(tie('text'), tie('text')).map(([one, other]) => `(${one}) = ${other}`),
      tuple(path, constantFrom("'x'", '0', 'false', '$b')).map(([one, other]) => `${one} = ${other}`),
      tuple(path, path, tie('text')).map(([one, yes, no]) => `$exists(${one}) ? ${yes} : ${no}`),
      tuple(path, tie('text')).map(([one, no]) => `${one} = true ? ${one} : ${no}`),
    ),
  }));
  let answers = 0;
  await assert(
    asyncProperty(dictionary(name, value), text, async (bindings, expression) => {
      const found = answered(expression, bindings);
      if (found !== undefined) answers += 1;
      const evaluated: unknown = await jsonata(expression).evaluate(undefined, bindings);
      expect(found === undefined ? evaluated : found).toEqual(evaluated);
    }),
    { numRuns: 2000 },
  );
  expect(answers).toBeGreaterThan(300);
});
