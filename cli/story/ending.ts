import { ErrorName, REFUSALS } from '../../statemachine/contract/errors.ts';
import { causeText } from '../../statemachine/contract/json-text.ts';
import { headline } from './text.ts';

/** How an execution ended; every display has its own words for it. */
export type Ending =
  | 'succeeded'
  /** Before anything was touched. */
  | 'refused'
  | 'rolled back'
  /** The watchdog goes on trying, and a person should look. */
  | 'rollback failed'
  | 'aborted'
  | 'timed out'
  /** Otherwise: somebody else rolls it back. */
  | 'failed';

const REFUSED = new Set<string>(REFUSALS);
const ROLLBACK_FAILED = new Set<string>([
  ErrorName.RollbackFailed,
  ErrorName.RollbackNotDone,
  ErrorName.CannotRestoreProduction,
]);

/**
 * Only the machine's own Fail states name errors of the contract. Whoever aborts may write anything, so the status
 * comes first.
 * @returns undefined while it runs, or waits to be redriven
 */
export function endingOf({
  status,
  error = '',
}: {
  readonly status: string;
  readonly error?: string | undefined;
}): Ending | undefined {
  const byStatus = BY_STATUS[status];
  if (byStatus !== 'failed') return byStatus;
  if (error === ErrorName.CanaryRolledBack) return 'rolled back';
  if (REFUSED.has(error)) return 'refused';
  return ROLLBACK_FAILED.has(error) ? 'rollback failed' : 'failed';
}

const BY_STATUS: Readonly<Record<string, Ending>> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  ABORTED: 'aborted',
  TIMED_OUT: 'timed out',
};

/** `timed out`, of TIMED_OUT. */
export function statusText(status: string): string {
  return status.toLowerCase().replace('_', ' ');
}

/** `ClaimLost: e1 no longer holds the claim`: the error's name and the first line of its cause, where there are any. */
export function failureText(error = '', cause = ''): string {
  return [error, headline(causeText(cause))].filter(Boolean).join(': ');
}
