import * as z from 'zod';
import { answers, type TaskRow } from '../function-row.ts';
import { executionSchema, weight } from '../shapes.ts';

export const goOnArgs = z.object({
  execution: executionSchema,
  /** The execution's input as it came; judged by the handler. */
  input: z.unknown(),
  /** The plan's weights. A machine from before there were pauses sends none. */
  weights: z.array(weight).optional(),
  /** Weights that have room for a pause of their own; at the others together there is room for one. */
  pausingWeights: z.array(weight).optional(),
  /** True in the machine that releases where another one is for answers: it may pause, and let nothing go on. */
  answersElsewhere: z.boolean().optional(),
});
export type GoOnArgs = z.infer<typeof goOnArgs>;
export interface GoOnResult {
  /** The rollout that was told. */
  readonly rollout: string;
  /** The canary's weight that was seen. */
  readonly weight: number;
  readonly message: string;
}

export const goOnRow = {
  file: 'go-on',
  does: 'Tells a rollout that is held to go on',
  args: goOnArgs,
  result: answers<GoOnResult>(),
  timeoutSeconds: 20,
  ports: ['records'],
} as const satisfies TaskRow;
