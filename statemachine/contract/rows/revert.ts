import * as z from 'zod';
import { answers, type TaskRow, WITH_PREVIEW } from '../function-row.ts';
import { executionSchema, version } from '../shapes.ts';
import { WRITER_TIMEOUT_SECONDS } from '../writer.ts';

export const revertArgs = z.object({ execution: executionSchema, version, previousVersion: version });
export type RevertArgs = z.infer<typeof revertArgs>;
export interface RevertResult {
  readonly revertedAt: string;
  readonly message: string;
}

export const revertRow = {
  file: 'revert',
  does: 'Points the production alias at the version before',
  args: revertArgs,
  result: answers<RevertResult>(),
  timeoutSeconds: WRITER_TIMEOUT_SECONDS,
  ports: ['records', 'versions'],
  portsIf: WITH_PREVIEW,
} as const satisfies TaskRow;
