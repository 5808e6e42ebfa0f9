import * as z from 'zod';
import { answers, type Deployed, type TaskRow } from '../function-row.ts';
import { executionSchema } from '../shapes.ts';
import { WRITER_TIMEOUT_SECONDS } from '../writer.ts';

export const listenerArgs = z.object({
  execution: executionSchema,
  /** The execution's input as it came; judged by the handler, so that a bad one is refused by name. */
  input: z.unknown(),
  /** In this order. Each may run again. */
  step: z.enum(['claim', 'write', 'close']),
});
export type ListenerArgs = z.infer<typeof listenerArgs>;

export interface ListenerResult {
  /** What the Choice behind the claim compares; anything else rolls back. */
  readonly outcome: 'adopt' | 'give back' | 'nothing to do' | 'written' | 'closed';
  /** Of the claim: what production is to serve, and what its alias ran before. */
  readonly version: string;
  readonly previousVersion: string;
  readonly message: string;
}

export const listenerRow = {
  file: 'listener',
  does: 'Adopts a listener of others, and gives it back',
  args: listenerArgs,
  result: answers<ListenerResult>(),
  /** It writes the listener, so that a rollback knows for how long it can be alive. */
  timeoutSeconds: WRITER_TIMEOUT_SECONDS,
  onlyIf: ({ listener }: Deployed) => listener !== undefined,
  ports: ['records', 'listener', 'versions', 'announcer', 'existing', 'adoption'],
} as const satisfies TaskRow;
