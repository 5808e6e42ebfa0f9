import { hello } from '../greetings.ts';
import { healthy, service } from '../router.ts';

/** Greets by name. */
export const handler = service('1.0.0', { '/hello': hello, '/health': healthy });
