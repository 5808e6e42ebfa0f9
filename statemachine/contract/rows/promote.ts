import * as z from 'zod';
import { answers, type TaskRow } from '../function-row.ts';
import { executionSchema, version } from '../shapes.ts';
import { WRITER_TIMEOUT_SECONDS } from '../writer.ts';

export const promoteArgs = z.object({ execution: executionSchema, version, previousVersion: version });
export type PromoteArgs = z.infer<typeof promoteArgs>;
export interface PromoteResult {
  readonly promotedAt: string;
  readonly message: string;
}

export const promoteRow = {
  file: 'promote',
  does: "Points the production alias at the canary's version",
  args: promoteArgs,
  result: answers<PromoteResult>(),
  timeoutSeconds: WRITER_TIMEOUT_SECONDS,
  /** It takes its own move back when a rollback overtook it, and must then see whether the version before exists. */
  ports: ['records', 'versions'],
} as const satisfies TaskRow;
