import { STATUS_CODES } from 'node:http';
import { type Answer, plain } from './answer.ts';

/** A status, or a connection that is closed without an answer. */
export type Thrown = 200 | 500 | 502 | 504 | 'closed';

/**
 * What a client gets when the function threw or timed out; with 200 the error is the body. AWS does not document the
 * status that VPC Lattice sends; only a real account can tell. 502 is taken for it: of the 500s, which alarms count.
 */
export function thrownAnswer(thrown: Thrown, error: string): Answer | 'closed' {
  if (thrown === 'closed') return 'closed';
  if (thrown === 200) return { status: 200, headers: { 'content-type': 'application/json' }, body: error };
  return plain(thrown, STATUS_CODES[thrown] ?? '');
}
