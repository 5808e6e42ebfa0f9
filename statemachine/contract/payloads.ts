import * as z from 'zod';
import { alarmLimitSchema } from './alarm-limits.ts';
import { answersFromSchema, compareSchema, pauseEndsSchema, tooFewRequestsSchema } from './plan.ts';
import { hookStatesSchema } from './hooks.ts';
import { smokeSchema } from './smoke.ts';

/**
 * The shapes that cross between the machine and the handlers: one schema for a task's argument, one type for
 * its result. Unknown fields of an argument are ignored, so that a handler also accepts what a newer or older
 * machine sends.
 */

export const version = z.string().regex(/^[1-9][0-9]*$/, 'a published version number such as "7"');
export const weight = z.int().min(0).max(100);
const alarms = z.array(z.string().min(1)).min(1);
export const isoTime = z.iso.datetime();

/** The execution that calls: from the machine's context object. */
export const executionSchema = z.object({
  /** ARN of the execution; it is also the rollout's id. */
  id: z.string().min(1),
  /** How often this execution was redriven; anything above 0 may not move traffic to a canary. */
  redrives: z.int().min(0),
  /** When it was started. Without it a request to roll back is taken to be as new as the rollout it finds. */
  startedAt: isoTime.optional(),
});
export type Execution = z.infer<typeof executionSchema>;

/**
 * What starts a release: `{}`, `{"version":"7"}`, either with `"holdAt":30`, or `{"onDeploy":true}` for the newest
 * version unless it was tried before; with `"after"` only while the rollout that it names is the last that was closed.
 */
export const releaseInputSchema = z
  .strictObject({
    version: version.optional(),
    holdAt: z.int().optional(),
    onDeploy: z.literal(true).optional(),
    after: z.string().min(1).optional(),
  })
  .refine(({ after, onDeploy }) => after === undefined || onDeploy !== undefined, {
    path: ['after'],
    message: 'expected onDeploy beside it',
  })
  .refine(({ version, onDeploy }) => version === undefined || onDeploy === undefined, {
    path: ['version'],
    message: 'expected no version beside onDeploy, which releases the newest',
  });

/** Puts production back: on the version that the alias previous keeps, or on one that was promoted once. */
export const revertInputSchema = z.strictObject({
  revert: z.union([z.literal(true), z.strictObject({ to: version })]),
});

export const claimArgs = z.object({
  execution: executionSchema,
  /** The execution's input as it came; judged by the handler, so that a bad one is refused by name. */
  input: z.unknown(),
  /** The stack's newest published version: what `{}` releases. */
  newestVersion: version,
  /** The plan's weights: where a rollout may hold. A machine from before there were holds sends none. */
  weights: z.array(weight).optional(),
  canaryAlarms: alarms,
  productionAlarms: alarms,
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

export const smokeTestArgs = z.object({
  execution: executionSchema,
  alias: z.enum(['canary', 'production', 'previous']),
  /** The version that must answer. */
  version,
  /** Path of the request, as VPC Lattice would send it. */
  path: z.string().startsWith('/'),
  /** How many answers in a row must come from the version. */
  answers: z.int().min(1).max(50),
  /** True when it only counts which version answers, not how well. Every answer is judged unless told. */
  anyAnswer: z.boolean().optional(),
  /** What else is asked of it beside the version that production runs; absent where a plan has no `smoke`. */
  smoke: z.object({ ...smokeSchema.shape, production: version }).optional(),
});
export type SmokeTestArgs = z.infer<typeof smokeTestArgs>;
export interface SmokeTestResult {
  readonly message: string;
}

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
  alarms,
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

export const promoteArgs = z.object({ execution: executionSchema, version, previousVersion: version });
export type PromoteArgs = z.infer<typeof promoteArgs>;
export interface PromoteResult {
  readonly promotedAt: string;
  readonly message: string;
}

export const revertArgs = z.object({ execution: executionSchema, version, previousVersion: version });
export type RevertArgs = z.infer<typeof revertArgs>;
export interface RevertResult {
  readonly revertedAt: string;
  readonly message: string;
}

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

export const closeArgs = z.object({
  execution: executionSchema,
  /** The rollout to close: the execution's own after a promotion, the rolled-back one otherwise. */
  rollout: z.string().min(1),
  outcome: z.enum(['promoted', 'rolled back']),
  /** A sentence that belongs to the announcement: what was seen last. */
  note: z.string().optional(),
});
export type CloseArgs = z.infer<typeof closeArgs>;
export interface CloseResult {
  readonly outcome: 'closed' | 'already closed';
  readonly message: string;
}

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
    .object({ holdSeconds: z.int().min(1), canaryAlarms: alarms, productionAlarms: alarms })
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

/** Input of an execution that asks for a rollback: by a rule with the whole event, or by a person. */
export const rollbackInputSchema = z.object({
  rollback: z.union([z.object({ event: z.record(z.string(), z.unknown()) }), z.object({ reason: z.string().min(1) })]),
});

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

export const confirmArgs = z.object({ execution: executionSchema, rollout: z.string().min(1) });
export type ConfirmArgs = z.infer<typeof confirmArgs>;
export interface ConfirmResult {
  /** `again`: a late write was found, roll back once more; `superseded`: the record is no longer this rollout's. */
  readonly next: 'done' | 'again' | 'superseded';
  readonly message: string;
}
