import * as z from 'zod';
import { compareSchema, DEFAULT_COMPARE } from './compare.ts';
import { hooksSchema } from './hooks.ts';
import { PAUSE_SECONDS, pauseEndsSchema, tooFewRequestsSchema } from './pauses.ts';
import { smokeSchema } from './smoke.ts';
import { SHORTEST_SETTLE_SECONDS } from './writer.ts';

/**
 * Lowest weight that a plan may end at. Below 100 something stays beside the canary to the end of its last bake, so
 * that it is compared with what happens at the same time; with less than this too few users have met it by then.
 */
export const LOWEST_LAST_WEIGHT = 90;

const minRequests = z.int().min(0).max(1_000_000);

export const stepSchema = z.strictObject({
  /** The canary's absolute percentage of requests. */
  weight: z.int().min(1).max(100),
  /** How long alarms watch at this weight, in seconds, once the weight has settled. */
  bakeSeconds: z
    .int()
    .min(60)
    .max(7 * 24 * 3600),
  /** Fewest requests the canary must have served at this weight. @default - the plan's */
  minRequests: z.exactOptional(minRequests),
  /** Whether it waits there, once it has baked, until somebody says "go on". @default - it goes on by itself */
  approve: z.exactOptional(z.boolean()),
});
export type Step = z.infer<typeof stepSchema>;

/** How many promoted versions are kept to go back to unless the plan says so. */
export const KEEP_PROMOTED = 3;

/** The plan of a rollout. Every duration is in seconds. */
export const planSchema = z
  .strictObject({
    /**
     * Weights rise strictly; the last is 90 to 100. Below 100 something stays beside the canary until its last bake is
     * over (docs/operations.md#a-yardstick-to-the-end); then the rollout shifts to 100 and settles before it promotes.
     */
    steps: z.array(stepSchema).min(1).max(20),
    /** Time between two checks of a bake. */
    checkSeconds: z.int().min(10).max(3600),
    /** Time the data plane gets to follow a new weight (VPC Lattice publishes no figure; ECS waits about 90 s). */
    settleSeconds: z.int().min(SHORTEST_SETTLE_SECONDS).max(3600),
    /** How long production's alarms are watched after the promotion. */
    watchSeconds: z
      .int()
      .min(60)
      .max(24 * 3600),
    /**
     * Fewest requests the canary must have served at a weight before it can be judged healthy; 19 show one of which
     * every fifth answer fails.
     */
    minRequests,
    /** How long an inconclusive bake goes on beyond its time; then it is rolled back, or what `tooFewRequests` says. */
    extendSeconds: z
      .int()
      .min(0)
      .max(24 * 3600),
    /**
     * How long a rollout that holds at a weight, asked to or for want of requests, waits for somebody to say "go on"
     * before it is rolled back.
     */
    holdSeconds: z
      .int()
      .min(60)
      .max(7 * 24 * 3600),
    /**
     * What a pause leads to that nobody has ended when its time is over: a rollback, or what its bake has come to by
     * then. Nothing goes on that is not healthy. @default - `roll back`
     */
    pauseEnds: z.exactOptional(pauseEndsSchema),
    /** Time between two checks of a rollout that is paused. @default - as in any bake */
    pausedCheckSeconds: z.exactOptional(z.int().min(10).max(3600)),
    /**
     * What an extended bake leads to that saw fewer requests than `minRequests`, and nothing wrong: `hold` waits at
     * that weight for somebody to say "go on" (docs/operations.md#too-few-requests); `advance` says so in the check's
     * message, and needs some requests.
     */
    tooFewRequests: tooFewRequestsSchema,
    /** How the canary is compared with production; false compares nothing: alarms alone judge. */
    compare: z.union([compareSchema, z.literal(false)]),
    /**
     * How long the weights are held instead of rolled back when nobody asked for the rollback (a task failed, the
     * execution timed out) and production's alarms are on while the canary's are not
     * (docs/operations.md#a-production-that-is-itself-broken). 0 rolls back at once.
     */
    brokenProductionHoldSeconds: z
      .int()
      .min(0)
      .max(24 * 3600),
    /**
     * GETs with which the smoke test asks the canary beside production, and warms it
     * (docs/operations.md#ask-the-canary-beside-production). @default - one GET of the canary, by the machine's path
     */
    smoke: z.exactOptional(smokeSchema),
    /**
     * How many promoted versions, besides the one in production, `prune` keeps to go back to
     * (docs/operations.md#go-back). No part of the machine: prune reads it from the stack's output. @default - 3
     */
    keepPromoted: z.exactOptional(z.int().min(0).max(1000)),
    /** Functions of yours that are asked before the release goes on (docs/hooks.md). @default - none */
    hooks: z.exactOptional(hooksSchema),
    /**
     * How many environments Lambda keeps ready of the canary's version before its first user, and of what is promoted;
     * 0 takes away what releases gave before (docs/provisioned-concurrency.md). @default - no release gives any
     */
    provisionedConcurrency: z.exactOptional(z.int().min(0).max(100_000)),
  })
  .superRefine((plan, ctx) => {
    const weights = plan.steps.map((step) => step.weight);
    weights.forEach((weight, i) => {
      const before = weights[i - 1];
      if (before !== undefined && weight <= before) {
        ctx.addIssue({
          code: 'custom',
          path: ['steps', i, 'weight'],
          input: weight,
          message: `weights must rise, got ${weight} after ${before}`,
        });
      }
    });
    const last = weights.at(-1);
    if (last !== undefined && last < LOWEST_LAST_WEIGHT) {
      ctx.addIssue({
        code: 'custom',
        path: ['steps', weights.length - 1, 'weight'],
        input: last,
        message: `the last weight must be ${LOWEST_LAST_WEIGHT} to 100, got ${last}`,
      });
    }
    const { checkSeconds, holdSeconds, pausedCheckSeconds } = plan;
    if (pausedCheckSeconds !== undefined && (pausedCheckSeconds < checkSeconds || pausedCheckSeconds > holdSeconds)) {
      ctx.addIssue({
        code: 'custom',
        path: ['pausedCheckSeconds'],
        input: pausedCheckSeconds,
        message:
          `checks of a pause come as often as those of a bake or less often, and at least once in it: expected ` +
          `${checkSeconds} to ${holdSeconds} s, got ${pausedCheckSeconds} s`,
      });
    }
    plan.steps.forEach((step, i) => {
      if (step.bakeSeconds < plan.checkSeconds) {
        ctx.addIssue({
          code: 'custom',
          path: ['steps', i, 'bakeSeconds'],
          input: step.bakeSeconds,
          message: `a bake must last at least one check interval (${plan.checkSeconds} s), got ${step.bakeSeconds} s`,
        });
      }
    });
    plan.hooks?.forEach(({ steps = [] }, i) => {
      const unknown = steps.filter((weight) => !weights.includes(weight));
      if (unknown.length > 0) {
        ctx.addIssue({
          code: 'custom',
          path: ['hooks', i, 'steps'],
          input: steps,
          message: `expected weights of the plan (${weights.join(', ')}), got ${unknown.join(', ')}`,
        });
      }
    });
  });
export type Plan = z.infer<typeof planSchema>;

/**
 * 10, 30, 50, 100 with 5 minutes each; about 33 minutes from claim to close. A hold lasts at most 4 hours. 19 requests
 * are those with which the comparison sees a canary that fails one time in five (`requestsToDetect`).
 */
export const DEFAULT_PLAN: Plan = {
  steps: [10, 30, 50, 100].map((weight) => ({ weight, bakeSeconds: 300 })),
  checkSeconds: 60,
  settleSeconds: 90,
  watchSeconds: 300,
  minRequests: 19,
  extendSeconds: 600,
  holdSeconds: PAUSE_SECONDS,
  tooFewRequests: 'advance',
  compare: DEFAULT_COMPARE,
  brokenProductionHoldSeconds: 0,
};

/** Whether the canary gets what its last weight left beside it before the promotion, which only ever follows 100. */
export const leavesSomeBeside = ({ steps }: { readonly steps: readonly Pick<Step, 'weight'>[] }): boolean =>
  (steps.at(-1)?.weight ?? 100) < 100;
