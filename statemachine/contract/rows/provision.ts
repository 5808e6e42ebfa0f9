import * as z from 'zod';
import { answers, type TaskRow } from '../function-row.ts';
import { provisions } from '../provision.ts';
import { executionSchema } from '../shapes.ts';
import { WRITER_TIMEOUT_SECONDS } from '../writer.ts';

export const provisionArgs = z.object({
  execution: executionSchema,
  /** How many environments the version gets. */
  concurrency: z.int().min(1),
  /** True in a revert: it is asked for, and nobody waits until it is ready. */
  onlyAsk: z.boolean().optional(),
});
export type ProvisionArgs = z.infer<typeof provisionArgs>;
export interface ProvisionResult {
  /** What the Choice compares; anything else rolls back. */
  readonly next: 'advance' | 'keep waiting' | 'roll back';
  /** Contract error name when `next` is 'roll back', otherwise ''. */
  readonly error: string;
  readonly cause: string;
  readonly message: string;
}

export const provisionRow = {
  file: 'provision',
  does: 'Gives a version its provisioned concurrency',
  args: provisionArgs,
  result: answers<ProvisionResult>(),
  /** It writes, so that a rollback knows for how long it can be alive. */
  timeoutSeconds: WRITER_TIMEOUT_SECONDS,
  onlyIf: provisions,
  ports: ['records', 'concurrency'],
} as const satisfies TaskRow;
