import * as z from 'zod';
import { answers, type TaskRow, WITH_EXISTING, WITH_PREVIEW } from '../function-row.ts';
import { alarmNames, executionSchema } from '../shapes.ts';
import { WRITER_TIMEOUT_SECONDS } from '../writer.ts';

/**
 * From the second round of a rollback on: the rollout that the first round found. The target is resolved once;
 * when the record is no longer that rollout's, there is nothing left to do.
 */
const resolvedRollout = z.string().min(1).optional();

/** Why a rollback begins: the machine's own branch, or an event that a rule passed on whole. */
export const rollBackArgs = z.object({
  execution: executionSchema,
  /** Set where the weights are held while production itself is broken: for how long at most, and whose alarms tell. */
  brokenProduction: z
    .object({ holdSeconds: z.int().min(1), canaryAlarms: alarmNames, productionAlarms: alarmNames })
    .optional(),
  trigger: z.discriminatedUnion('kind', [
    /** The rollout itself: a failed task (`error`, `cause` from Step Functions) or an unhealthy verdict. */
    z.object({ kind: z.literal('own'), error: z.string(), cause: z.string(), rollout: resolvedRollout }),
    /** The input of an execution that asks for a rollback; judged by the handler. */
    z.object({ kind: z.literal('asked'), input: z.unknown(), rollout: resolvedRollout }),
  ]),
});
export type RollBackArgs = z.infer<typeof rollBackArgs>;
export interface RollBackResult {
  /**
   * What the Choice compares:
   * - `hold`: nobody asked for it and production is broken too; the weights stay, look again after a wait
   * - `settle`: production has the traffic, now wait and confirm
   * - `already rolled back`: somebody finished it before
   * - `already promoted`: the close went through, the release stays
   * - `already reverted`: the same of a revert
   * - `nothing`: no rollout to roll back
   */
  readonly outcome: 'hold' | 'settle' | 'already rolled back' | 'already promoted' | 'already reverted' | 'nothing';
  /** The rollout that is being rolled back; '' when there is none. Carried from here on. */
  readonly rollout: string;
  /** Error name and cause with which a rolled-back execution ends; never empty. */
  readonly error: string;
  readonly cause: string;
  readonly message: string;
}

/** How SNS invokes a function. */
export const snsEvent = z.object({
  Records: z
    .array(
      z.object({
        EventSource: z.literal('aws:sns'),
        Sns: z.object({ MessageId: z.string(), Message: z.string(), Timestamp: z.string() }),
      }),
    )
    .min(1),
});
export type SnsEvent = z.infer<typeof snsEvent>;

export const rollBackRow = {
  file: 'roll-back',
  does: 'Gives production every request',
  args: rollBackArgs,
  result: answers<RollBackResult>(),
  /** A message on the rollback topic. */
  event: snsEvent,
  keepsUndelivered: true,
  timeoutSeconds: WRITER_TIMEOUT_SECONDS,
  /** Several alarms at once, each by both ways; what comes on top waits, or goes on without a function. */
  reserves: 5,
  ports: ['records', 'listener', 'versions', 'announcer', 'meter'],
  /** It looks at alarms where the plan holds the weights while production is broken too. */
  portsIf: {
    alarms: ({ brokenProductionHoldSeconds }) => brokenProductionHoldSeconds > 0,
    ...WITH_PREVIEW,
    ...WITH_EXISTING,
  },
} as const satisfies TaskRow;
