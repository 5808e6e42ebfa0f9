import { expect, test } from 'vitest';
import { outcomeOf } from '../../../cli/watch/outcome.ts';
import type { ExecutionStatus } from '../../../rollout/execution.ts';
import { REFUSALS } from '../../../statemachine/contract/errors.ts';
import { promoted, rolledBack } from '../support/fake-cloud.ts';

const ended = (status: ExecutionStatus, error?: string, cause = 'because') => ({
  status,
  ...(error === undefined ? {} : { error, cause }),
});

test.each<[string, ReturnType<typeof outcomeOf>['status'], ReturnType<typeof outcomeOf>]>([
  ['promoted', 0, outcomeOf(ended('SUCCEEDED'), 'Promoted', promoted)],
  [
    'promoted, though its execution was aborted behind the close',
    0,
    outcomeOf(ended('ABORTED'), 'Close the rollout', promoted),
  ],
  ['reverted', 0, outcomeOf(ended('SUCCEEDED'), 'Reverted', { ...promoted, kind: 'revert' })],
  ['nothing to release', 0, outcomeOf(ended('SUCCEEDED'), 'Nothing to release', undefined)],
  ['rolled back', 1, outcomeOf(ended('FAILED', 'CanaryRolledBack'), 'Rolled back', rolledBack)],
  ['aborted and rolled back by another execution', 1, outcomeOf(ended('ABORTED'), 'Bake at 10%', rolledBack)],
  ['aborted before it had claimed', 1, outcomeOf(ended('ABORTED'), 'Claim the rollout', undefined)],
  ['timed out', 1, outcomeOf(ended('TIMED_OUT'), 'Bake at 10%', undefined)],
  ['broken, its rollback not finished', 4, outcomeOf(ended('FAILED', 'RollbackFailed'), 'Rollback failed', undefined)],
  [
    'asked for a rollback that could not be done',
    4,
    outcomeOf(ended('FAILED', 'RollbackNotDone'), 'Rollback failed', undefined),
  ],
  [
    'rolled back, with production not restored',
    4,
    outcomeOf(ended('FAILED', 'CannotRestoreProduction'), 'Rolled back', { ...rolledBack, notRestored: true }),
  ],
])('%s is status %i', (_what, status, outcome) => {
  expect(outcome.status).toBe(status);
});

test.each(REFUSALS)('refused as %s is status 2, and says why', (error) => {
  expect(
    outcomeOf(
      ended('FAILED', error, JSON.stringify({ errorType: error, errorMessage: 'no such thing' })),
      'Refused',
      undefined,
    ),
  ).toEqual({ status: 2, word: 'refused', text: `refused: ${error}: no such thing` });
});

test('a failed rollback names its entry in the runbook', () => {
  expect(outcomeOf(ended('FAILED', 'RollbackFailed'), '', undefined).text).toBe(
    'RollbackFailed: because; RUNBOOK.md#rollbackfailed',
  );
});
