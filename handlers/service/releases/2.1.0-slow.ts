import { greetings } from '../greetings.ts';
import { brokenFor, slowing } from '../misbehaving.ts';
import { service } from '../router.ts';

/** Passes the smoke test and lets users wait for 6 seconds. */
export const handler = service('2.1.0-slow', brokenFor(greetings, slowing));
