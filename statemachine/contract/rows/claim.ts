import * as z from 'zod';
import { alarmLimitSchema } from '../alarm-limits.ts';
import { answersFromSchema } from '../answer-metrics.ts';
import { answers, type TaskRow, WITH_EXISTING, WITH_PREVIEW } from '../function-row.ts';
import { CANARY_ALARM_ACTIVE, CANARY_NOT_QUIET } from '../retry-policy.ts';
import { alarmNames, executionSchema, version, weight } from '../shapes.ts';

export const claimArgs = z.object({
  execution: executionSchema,
  /** The execution's input as it came; judged by the handler, so that a bad one is refused by name. */
  input: z.unknown(),
  /** The stack's newest published version: what `{}` releases. */
  newestVersion: version,
  /** The plan's weights: where a rollout may hold. A machine from before there were holds sends none. */
  weights: z.array(weight).optional(),
  canaryAlarms: alarmNames,
  productionAlarms: alarmNames,
  /**
   * How far back the canary's own alarms look, in seconds: what the release before did wrong leaves them first. A
   * machine from before this sends none, and does not wait.
   */
  alarmWindowSeconds: z.int().min(60).optional(),
  /**
   * When the canary's own alarms on errors go on, so that production can be measured by them. A machine from before
   * this sends none, and nobody looks.
   */
  alarmLimits: z.array(alarmLimitSchema).optional(),
  /** Only where they come late, which alarms about the release before then do as well. */
  answersFrom: answersFromSchema.optional(),
  /**
   * How long the weights of a promoted release have been back when it is closed, in seconds. Absent where all of VPC
   * Lattice follows by then, and from a machine from before this: then nobody waits for it.
   */
  weightsBackSeconds: z.int().min(0).optional(),
});
export type ClaimArgs = z.infer<typeof claimArgs>;
export interface ClaimResult {
  readonly outcome: 'claimed' | 'nothing new';
  readonly version: string;
  readonly previousVersion: string;
  readonly message: string;
}

export const claimRow = {
  file: 'claim',
  does: 'Claims the service for a rollout',
  args: claimArgs,
  result: answers<ClaimResult>(),
  retries: [CANARY_ALARM_ACTIVE, CANARY_NOT_QUIET],
  /** It reads every alarm and, after a release, what the canary did; and moves the canary alias. */
  timeoutSeconds: 30,
  ports: ['records', 'history', 'versions', 'listenerRead', 'alarms', 'minutes', 'announcer'],
  portsIf: { ...WITH_PREVIEW, ...WITH_EXISTING },
} as const satisfies TaskRow;
