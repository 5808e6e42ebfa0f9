import { service, type Reply } from '../router.ts';

const dead = (): Reply => ({ status: 503, body: { error: 'cannot start' } });

/** Answers every path it knows with status 503, the smoke test too. */
export const handler = service('2.1.0-dead', { '/hello': dead, '/languages': dead, '/health': dead });
