import * as z from 'zod';
import { answers, type Deployed, type TaskRow } from '../function-row.ts';
import { hookSchema, type HookStates, hookStatesSchema } from '../hooks.ts';
import { NO_ROOM_TO_LOOK } from '../retry-policy.ts';
import { executionSchema, isoTime, version, weight } from '../shapes.ts';

export const askHooksArgs = z.object({
  execution: executionSchema,
  version,
  previousVersion: version,
  /** The canary's weight; 0 before users. */
  weight,
  /** Which of the plan's steps it is, from 1; 0 before users. */
  step: z.int().min(0),
  hooks: z.array(hookSchema).min(1),
  /** ARNs of the function's aliases, by their names. */
  aliases: z.object({ production: z.string(), canary: z.string(), previous: z.string() }),
  /** What the turn before left, `{}` in the first. */
  states: hookStatesSchema,
  /** The rest of the plan from the beginning of this stage on, if all goes well, in seconds. */
  restSeconds: z.int().min(0),
  /** When this weight was written, and how long it then settles and bakes; absent before users. */
  bake: z.object({ shiftedAt: isoTime, settleSeconds: z.int().min(0), bakeSeconds: z.int().min(0) }).optional(),
  /** How long a hook that failed holds the rollout, where it is to hold it. */
  holdSeconds: z.int().min(0),
});
export type AskHooksArgs = z.infer<typeof askHooksArgs>;
export interface AskHooksResult {
  /** What the Choice before users compares; anything else rolls back. In a bake the check decides. */
  readonly next: 'advance' | 'keep asking' | 'roll back';
  readonly states: HookStates;
  /** Contract error name when `next` is 'roll back', otherwise ''. */
  readonly error: string;
  readonly cause: string;
  readonly message: string;
}

export const askHooksRow = {
  file: 'ask-hooks',
  does: 'Asks functions of yours before a release goes on',
  args: askHooksArgs,
  result: answers<AskHooksResult>(),
  retries: [NO_ROOM_TO_LOOK],
  /** All at once, each within its 30 s, and what is read and noted besides. */
  timeoutSeconds: 45,
  onlyIf: ({ hooks }: Deployed) => hooks !== undefined,
  /** It notes and announces that a hook holds a rollout before users. */
  ports: ['records', 'hooks', 'announcer'],
} as const satisfies TaskRow;
