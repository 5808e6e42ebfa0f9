import type { RecordBody } from '../../rollout/record/changes.ts';
import type { ClosedRollout, OpenRollout } from '../../rollout/record/record.ts';
import { WATCHDOG } from '../../rollout/rollback/watchdog.ts';
import { EXPECTED_FAILURES } from '../../statemachine/contract/errors.ts';
import { STARTED_AT } from './time.ts';

/** The cause of every error: only people read it. */
export const CAUSE = 'because';

/** An execution that ends with an expected failure asks for no rollback; beyond that an error's name is for people. */
export const erasedError = (error: string): string =>
  (EXPECTED_FAILURES as readonly string[]).includes(error) ? error : 'Unknown';

/**
 * What only people read makes states differ that behave alike: sentences, names of errors inside the record, times that
 * nobody compares. Where something is stored or handed on, it is taken away.
 */
export function erasedRecord({ rollout, last, lastPromotedClaimedAt, ...rest }: RecordBody): RecordBody {
  return {
    ...rest,
    ...(lastPromotedClaimedAt !== undefined && { lastPromotedClaimedAt: STARTED_AT }),
    ...(rollout && { rollout: erasedRollout(rollout) }),
    ...(last && { last: erasedClosed(last) }),
  };
}

/** Who let it on is told and decides nothing. */
function erasedRollout({
  confirmedAt,
  error,
  letOn: _told,
  reason,
  rescuerSeenAt,
  ...rollout
}: OpenRollout): OpenRollout {
  return {
    ...rollout,
    // Only a "go on" compares it, and nobody says that here.
    ...(confirmedAt !== undefined && { confirmedAt: STARTED_AT }),
    ...(error !== undefined && { error: 'CanaryRolledBack' }),
    ...(reason !== undefined && { reason: CAUSE }),
    // Only the watchdog compares it, and only its own.
    ...(rescuerSeenAt !== undefined && { rescuerSeenAt: rollout.rescuer === WATCHDOG ? rescuerSeenAt : STARTED_AT }),
  };
}

export function erasedClosed({ error, letOn: _told, reason, ...closed }: ClosedRollout): ClosedRollout {
  return {
    ...closed,
    claimedAt: STARTED_AT,
    closedAt: STARTED_AT,
    ...(error !== undefined && { error: 'CanaryRolledBack' }),
    ...(reason !== undefined && { reason: CAUSE }),
  };
}

const WORDS = ['message', 'cause', 'reasons', 'promotedAt'];

/** A handler's answer without its sentences. */
export function erasedResult(result: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, erased(name, value)]));
}

function erased(name: string, value: unknown): unknown {
  if (WORDS.includes(name)) return CAUSE;
  return name === 'error' && value !== '' ? erasedError(String(value)) : value;
}
