import * as z from 'zod';
import { answers, type TaskRow, WITH_EXISTING } from '../function-row.ts';
import { executionSchema } from '../shapes.ts';

export const confirmArgs = z.object({ execution: executionSchema, rollout: z.string().min(1) });
export type ConfirmArgs = z.infer<typeof confirmArgs>;
export interface ConfirmResult {
  /** `again`: a late write was found, roll back once more; `superseded`: the record is no longer this rollout's. */
  readonly next: 'done' | 'again' | 'superseded';
  readonly message: string;
}

export const confirmRow = {
  file: 'confirm',
  does: 'Looks whether a rollback holds',
  args: confirmArgs,
  result: answers<ConfirmResult>(),
  timeoutSeconds: 20,
  ports: ['records', 'listenerRead', 'versionsRead'],
  portsIf: WITH_EXISTING,
} as const satisfies TaskRow;
