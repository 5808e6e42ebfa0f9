import { expect, test } from 'vitest';
import { compilePattern } from '../../src/events/pattern.ts';
import { complexityOf } from '../../src/events/wildcard-complexity.ts';

/** Numbers and texts are those of Event Ruler's own tests of its MachineComplexityEvaluator. */
test.each([
  [2, 'ab', ['*ab']],
  [3, 'aa', ['*aa']],
  [4, 'aba', ['*ab*ad']],
  [5, 'abbb', ['a*b*bb']],
  [7, 'aaa', ['*a*a*a*']],
  [7, 'abbbab', ['*ab*b*b*']],
  [4, 'abc', ['*abc', '*abcde']],
  [7, 'aaaa', ['a*aaa', 'aa*aa']],
  [6, 'ab', ['ab*cd', 'ab*wx', 'ab*yz']],
])('a text is %i beginnings at once: %s of %j', (complexity, _text, wildcards) => {
  expect(complexityOf(wildcards.map((each) => [each]))).toBe(complexity);
});

test('patterns of one anything-but share what they begin with', () => {
  expect(complexityOf([['*x'], ['*y']])).toBe(4);
  expect(complexityOf([['*x', '*y']])).toBe(2);
});

test('takes eight folders that an anything-but names, of which one text may have all', () => {
  const folders = ['modules', 'build', 'coverage', 'vendor', 'packages', 'downloads', 'history', 'kitchen'];
  expect(complexityOf([folders.map((folder, i) => `*${i}${folder}*`)])).toBe(10);
}, 5_000);

// The first is a recording on AWS by LocalStack's tests; the others are a rule that a deployment was refused for, with
// four stacks, and was taken with, with three.
const stacks = (...names: string[]) => names.map((name) => ({ wildcard: `*:stack/${name}/*` }));
test.each([
  ['many wildcards', [{ wildcard: '*:*:*:*:*:event-bus/*' }]],
  ['many values', stacks('Web', 'Data', 'Shared', 'Monitoring')],
  ['repetition after a wildcard', [{ 'anything-but': { wildcard: `*${'ab'.repeat(11)}` } }]],
])('rejects a pattern that is too complex for EventBridge: %s', (_what, values) => {
  expect(() => compilePattern({ detail: { id: values } })).toThrow('detail.id: the rule is too complex');
});

test('takes as many wildcards as EventBridge took', () => {
  const matches = compilePattern({ detail: { id: stacks('Web', 'Data', 'Shared') } });
  expect(matches({ detail: { id: 'arn:aws:cloudformation:r:a:stack/Data/1' } })).toBe(true);
  expect(matches({ detail: { id: 'arn:aws:cloudformation:r:a:stack/Other/1' } })).toBe(false);
});
