import { expect, test } from 'vitest';
import { endingOf, failureText } from '../../../cli/story/ending.ts';
import { hasRollout, purposeOf } from '../../../cli/story/purpose.ts';
import { REFUSALS } from '../../../statemachine/contract/errors.ts';

test.each([
  ['RUNNING', undefined, undefined],
  ['PENDING_REDRIVE', undefined, undefined],
  ['SUCCEEDED', undefined, 'succeeded'],
  ['ABORTED', 'Aborted', 'aborted'],
  ['ABORTED', 'CanaryRolledBack', 'aborted'],
  ['TIMED_OUT', 'States.Timeout', 'timed out'],
  ['FAILED', 'CanaryRolledBack', 'rolled back'],
  ['FAILED', 'RollbackFailed', 'rollback failed'],
  ['FAILED', 'RollbackNotDone', 'rollback failed'],
  ['FAILED', 'CannotRestoreProduction', 'rollback failed'],
  ['FAILED', 'States.Runtime', 'failed'],
  ['FAILED', undefined, 'failed'],
])('%s with %s has %s', (status, error, ending) => {
  expect(endingOf({ status, error })).toBe(ending);
});

test.each(REFUSALS)('FAILED with %s was refused', (error) => {
  expect(endingOf({ status: 'FAILED', error })).toBe('refused');
});

test('a failure is told by its name and the first line of its cause, as far as there are any', () => {
  expect(failureText('ClaimLost', '{"errorMessage":"it is taken back\\nat check"}')).toBe(
    'ClaimLost: it is taken back',
  );
  expect([failureText('ClaimLost'), failureText(undefined, 'why'), failureText()]).toEqual(['ClaimLost', 'why', '']);
});

test.each([
  [{}, 'release', true],
  [{ version: '7' }, 'release', true],
  [undefined, 'release', true],
  ['text', 'release', true],
  [{ revert: true }, 'revert', true],
  [{ rollback: { reason: 'r' } }, 'rollback', false],
  [{ goOn: true }, 'go on', false],
])('an execution with the input %j is there for a %s; has a rollout of its own: %s', (input, purpose, own) => {
  expect(purposeOf(input)).toBe(purpose);
  expect(hasRollout(purposeOf(input))).toBe(own);
});
