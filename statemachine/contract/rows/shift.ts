import * as z from 'zod';
import { answers, type TaskRow, WITH_EXISTING } from '../function-row.ts';
import { executionSchema, version, weight } from '../shapes.ts';
import { WRITER_TIMEOUT_SECONDS } from '../writer.ts';

export const shiftArgs = z.object({
  execution: executionSchema,
  version,
  /** The canary's new weight; 0 gives everything to production, after a promotion. */
  weight,
});
export type ShiftArgs = z.infer<typeof shiftArgs>;
export interface ShiftResult {
  readonly weight: number;
  /** When the weights were confirmed in the record. */
  readonly shiftedAt: string;
  readonly message: string;
}

export const shiftRow = {
  file: 'shift',
  does: 'Writes the weights of one step',
  args: shiftArgs,
  result: answers<ShiftResult>(),
  timeoutSeconds: WRITER_TIMEOUT_SECONDS,
  ports: ['records', 'listener', 'announcer', 'meter'],
  portsIf: WITH_EXISTING,
} as const satisfies TaskRow;
