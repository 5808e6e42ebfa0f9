import { greetings } from '../greetings.ts';
import { brokenFor, hanging } from '../misbehaving.ts';
import { service } from '../router.ts';

/** Passes the smoke test and lets users wait for 14 seconds, in which it uses up the account's concurrency. */
export const handler = service('2.1.0-hangs', brokenFor(greetings, hanging));
