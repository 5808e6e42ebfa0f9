import { greetings } from '../greetings.ts';
import { service } from '../router.ts';

/** Greets in several languages. */
export const handler = service('2.0.0', greetings);
