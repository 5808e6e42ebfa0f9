import { greetings } from '../greetings.ts';
import { answering500, brokenFor } from '../misbehaving.ts';
import { service } from '../router.ts';

/** Passes the smoke test and answers users with status 500. */
export const handler = service('2.1.0-errors', brokenFor(greetings, answering500));
