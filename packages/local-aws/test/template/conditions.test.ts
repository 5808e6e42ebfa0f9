import { expect, test } from 'vitest';
import { conditionEvaluator } from '../../src/template/conditions.ts';

const equals = (a: unknown, b: unknown) => ({ 'Fn::Equals': [a, b] });
const TRUE = equals(1, 1);
const FALSE = equals(1, 2);

function evaluate(conditions: Record<string, unknown>, name: string): boolean {
  return conditionEvaluator(conditions, (condition) => ({
    ref: (ref) => (ref === 'Stage' ? 'prod' : undefined),
    attribute: () => undefined,
    condition,
    mapping: () => undefined,
    exported: () => undefined,
    outputOf: () => undefined,
  }))(name);
}

test.each<[string, unknown, boolean]>([
  ['Fn::Equals of equal values', equals({ Ref: 'Stage' }, 'prod'), true],
  ['Fn::Equals of other values', equals({ Ref: 'Stage' }, 'test'), false],
  ['Fn::And, all true', { 'Fn::And': [TRUE, TRUE] }, true],
  ['Fn::And, one false', { 'Fn::And': [TRUE, FALSE] }, false],
  ['Fn::Or, one true', { 'Fn::Or': [FALSE, TRUE] }, true],
  ['Fn::Or, none true', { 'Fn::Or': [FALSE, FALSE] }, false],
  ['Fn::Not', { 'Fn::Not': [FALSE] }, true],
  ['another condition', { Condition: 'Other' }, true],
])('evaluates %s', (_, condition, expected) => {
  expect(evaluate({ Tested: condition, Other: TRUE }, 'Tested')).toBe(expected);
});

test.each<[string, Record<string, unknown>, string]>([
  ['a name that is not there', {}, 'Conditions.Tested: is not in the template'],
  [
    'a circle',
    { Tested: { Condition: 'Other' }, Other: { 'Fn::Not': [{ Condition: 'Tested' }] } },
    'Conditions.Tested: depends on itself',
  ],
  [
    'what is no condition function',
    { Tested: { 'Fn::Contains': [['a'], 'a'] } },
    'Fn::Contains is not a condition function',
  ],
  ['a plain value', { Tested: true }, 'expected one condition function, got true'],
])('rejects %s', (_, conditions, message) => {
  expect(() => evaluate(conditions, 'Tested')).toThrow(message);
});
