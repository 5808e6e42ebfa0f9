import { greetings } from '../greetings.ts';
import { brokenFor, throwing } from '../misbehaving.ts';
import { service } from '../router.ts';

/** Passes the smoke test and throws when users come. */
export const handler = service('2.1.0-throws', brokenFor(greetings, throwing));
