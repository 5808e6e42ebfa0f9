import * as z from 'zod';
import { answers, type TaskRow, WITH_CONCURRENCY } from '../function-row.ts';
import { executionSchema } from '../shapes.ts';

export const closeArgs = z.object({
  execution: executionSchema,
  /** The rollout to close: the execution's own after a promotion, the rolled-back one otherwise. */
  rollout: z.string().min(1),
  outcome: z.enum(['promoted', 'rolled back']),
  /** A sentence that belongs to the announcement: what was seen last. */
  note: z.string().optional(),
});
export type CloseArgs = z.infer<typeof closeArgs>;
export interface CloseResult {
  readonly outcome: 'closed' | 'already closed';
  readonly message: string;
}

export const closeRow = {
  file: 'close',
  does: 'Ends a rollout and announces how',
  args: closeArgs,
  result: answers<CloseResult>(),
  timeoutSeconds: 20,
  ports: ['records', 'announcer'],
  portsIf: WITH_CONCURRENCY,
} as const satisfies TaskRow;
