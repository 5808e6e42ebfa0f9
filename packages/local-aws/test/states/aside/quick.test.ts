import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import { isQuick } from '../../../src/states/quick.ts';

const quick = (text: string) => isQuick(jsonata(text).ast());

test.each([
  '$states.input.order',
  "$states.result.Payload.'shipped at'",
  "$states.input.next = 'advance'",
  "$type($states.input.error) = 'string' and $states.input.error != '' ? $states.input.error : 'none'",
  "$merge([$order, {'sent': $now()}])",
  "'prefix: ' & $substringBefore($states.input, ' ')",
  "($cause := $replace($states.input, 'a', 'b'); $message := $cause; $message = '' ? 1 : -$number($message))",
  "$not($exists($states.input.rollback) or 'x' in $states.input.list)",
  "{'a': [1, 2.5, true, null, $uuid()], 'b': {'c': $sum($states.input.prices)}}",
  '$states.context.Execution.Id',
])('is evaluated at once: %s', (text) => {
  expect(quick(text)).toBe(true);
});

test.each([
  ['a regular expression', '$match($states.input, /^(a+)+$/)'],
  ['one among others', "$states.input = 'a' ? $contains($states.input, /a/) : false"],
  ['one that is named', '($r := /^(a+)+$/; $contains($states.input, $r))'],
  ['a function of its own', '($f := function($n) { $f($n + 1) }; $f(0))'],
  ['one in an argument', '$string(λ($x) { $x })'],
  ['a range', '[1..10000000]'],
  ['a range in an argument', '$sum([1..$states.input])'],
  ['a filter', "$states.input.orders[id = 'x']"],
  ['an index', '$states.input[0]'],
  ['what is done for each', '$states.input.orders.(price * 2)'],
  ['a function for each', '$states.input.orders.$string(id)'],
  ['grouping', '$states.input.orders{id: price}'],
  ['sorting', '$states.input.orders^(price)'],
  ['everything', '$states.**.id'],
  ['every member', '$states.input.*'],
  ['a name for each', '$states.input.orders@$o.id'],
  ['a place for each', '$states.input.orders#$i.id'],
  ['a chain', '$states.input ~> $string'],
  ['a change', '$states.input ~> |orders|{"a": 1}|'],
  ['a part of a function', '$substring(?, 1)'],
  ['comparing all with all', '$distinct($states.input)'],
  ['what goes through items', '$map($states.input, $string)'],
  ['what may make something large', "$pad('', 1000000000)"],
  ['what is not known', '$nonesuch(1)'],
  ['a function by another name', '($d := $distinct; $d($states.input))'],
])('may take long: %s', (_what, text) => {
  expect(quick(text)).toBe(false);
});
