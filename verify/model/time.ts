import { timeoutSecondsOf, type EntryName } from '../handlers.ts';
import { WRITER_LIFETIME_SECONDS, WRITER_TIMEOUT_SECONDS } from '../../statemachine/contract/writer.ts';

/**
 * Time, as far as anything goes by it. Three orders matter, and nothing else does:
 *
 * 1. *Was the alarm, or the request, before the claim?* The clock stands still but for these: each moves it by two days
 *   and is stamped with the
 *    odd day in between. So everything read before is earlier than the stamp, everything after it later, and equal
 *    times never meet.
 * 2. *Can a writer still be alive?* A wait of s seconds ends only when every function has ended that was running when
 *   it began and lives
 *    no longer than s. How long it takes otherwise is left open. The watchdog's clock is looked at in the same manner.
 * 3. *Is the bake over?* Of each bake only the last check is gone through: its clock is half a day late. An earlier
 *   check reads only, and either
 *    changes nothing or rolls back, which the last one may do as well.
 */
const DAY = 24 * 3600 * 1000;
const START = Date.parse('2026-01-05T00:00:00.000Z');

/** What a handler reads on its clock after so many stamped events, and in so manieth a round of the watchdog. */
export function clockOf(handler: EntryName, stamps: number, rounds: number): Date {
  const late = handler === 'check' ? DAY / 2 : handler === 'watchdog' ? rounds * 60_000 : 0;
  return new Date(START + 2 * stamps * DAY + late);
}

/** When the n-th stamped event happened, from 1. */
export const stampedAt = (stamp: number): Date => new Date(START + (2 * stamp - 1) * DAY);

/** When every execution starts that no person's request is told by. */
export const STARTED_AT = new Date(START).toISOString();

/**
 * Seconds for which a function can still do something once it was called: its timeout, and what its caller's client
 * needs.
 */
export const lifetimeOf = (handler: EntryName): number =>
  timeoutSecondsOf(handler) + WRITER_LIFETIME_SECONDS - WRITER_TIMEOUT_SECONDS;
