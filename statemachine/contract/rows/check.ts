import * as z from 'zod';
import { answersFromSchema } from '../answer-metrics.ts';
import { answers, type TaskRow } from '../function-row.ts';
import { compareSchema } from '../compare.ts';
import { hookStatesSchema } from '../hooks.ts';
import { pauseEndsSchema, tooFewRequestsSchema } from '../pauses.ts';
import { NO_ROOM_TO_LOOK } from '../retry-policy.ts';
import { alarmNames, executionSchema, isoTime, version, weight } from '../shapes.ts';

export const checkArgs = z.object({
  execution: executionSchema,
  version,
  previousVersion: version,
  /** `canary` while the canary bakes, `production` while the promoted version is watched. */
  subject: z.enum(['canary', 'production']),
  weight,
  /** When this weight was written. */
  shiftedAt: isoTime,
  settleSeconds: z.int().min(0),
  /** How long to watch once settled. */
  bakeSeconds: z.int().min(0),
  extendSeconds: z.int().min(0),
  minRequests: z.int().min(0),
  alarms: alarmNames,
  /** How long a rollout that holds at this weight waits for somebody to say "go on". */
  holdSeconds: z.int().min(0).optional(),
  /**
   * What too little traffic leads to once the bake was extended. A machine from before there was a choice rolls back.
   */
  tooFewRequests: tooFewRequestsSchema.optional(),
  /** True where it waits for somebody's word once it has baked. */
  approve: z.boolean().optional(),
  /** What a pause leads to whose time is over; a rollback unless told. */
  pauseEnds: pauseEndsSchema.optional(),
  /** Set where the machine has a wait of its own for a pause: then a pause is answered as `paused`. */
  pausedCheckSeconds: z.int().min(1).optional(),
  /** How the canary is compared with production; absent where alarms alone judge. */
  compare: z
    .object({
      ...compareSchema.shape,
      firstShiftedAt: isoTime,
      /** True where the plan's last bake leaves something beside the canary; absent where it may be alone. */
      neverAlone: z.boolean().optional(),
    })
    .optional(),
  /**
   * Absent from machines that compare, as all did before there was a choice: the target group's metrics. Without a
   * comparison nobody asks for them unless told.
   */
  answersFrom: answersFromSchema.optional(),
  /** How the hooks of this turn stand; absent at a weight that has none. Whoever is not succeeded lets nothing on. */
  hooks: hookStatesSchema.optional(),
  /** True for the production that a revert put back: alarms are told and roll nothing back. */
  reportOnly: z.boolean().optional(),
});
export type CheckArgs = z.infer<typeof checkArgs>;
export type VerdictName = 'healthy' | 'unhealthy' | 'inconclusive';
export interface CheckResult {
  /** What the Choice compares. Anything else rolls back. */
  readonly next: 'advance' | 'keep baking' | 'paused' | 'roll back';
  readonly verdict: VerdictName;
  readonly reasons: readonly string[];
  /** Requests the subject served since the weight settled; -1 where nobody counted. */
  readonly requests: number;
  /** Contract error name when `next` is 'roll back', otherwise ''. */
  readonly error: string;
  /** True where it advances and was asked to wait for somebody's word: it knew of that. */
  readonly approved?: boolean;
  /** The message in full, with what CloudWatch said of an alarm: what a rollback is told. */
  readonly cause: string;
  readonly message: string;
}

export const checkRow = {
  file: 'check',
  does: 'Judges a weight by alarms and traffic',
  args: checkArgs,
  result: answers<CheckResult>(),
  retries: [NO_ROOM_TO_LOOK],
  /** DescribeAlarms is throttled at 9 requests a second per Region: room for the client's own retries. */
  timeoutSeconds: 30,
  /** It notes and announces that a rollout is held. */
  ports: ['records', 'listenerRead', 'aliasesRead', 'alarms', 'minutes', 'announcer'],
} as const satisfies TaskRow;
