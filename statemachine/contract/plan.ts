import * as z from 'zod';
import { comparedMetricSchema, MOST_METRICS } from './compared-metrics.ts';
import { hooksSchema } from './hooks.ts';
import { smokeSchema } from './smoke.ts';

/**
 * Longest time in seconds that a shift or promote handler can still write after its caller gave up on it:
 * its function timeout plus the SDK client's own. A rollback confirms only after this long.
 */
export const WRITER_TIMEOUT_SECONDS = 20;
export const WRITER_LIFETIME_SECONDS = WRITER_TIMEOUT_SECONDS + 10;

/**
 * Shortest settling, in seconds: the life of a writer that dies with its write under way, and of a rollback that saw
 * that write and is about to take it back. With less, such a rollback could wake up when the next rollout has begun,
 * and take its weight away.
 */
export const SHORTEST_SETTLE_SECONDS = 2 * WRITER_LIFETIME_SECONDS;

/**
 * Lowest weight that a plan may end at. Below 100 something stays beside the canary to the end of its last bake, so
 * that it is compared with what happens at the same time; with less than this too few users have met it by then.
 */
export const LOWEST_LAST_WEIGHT = 90;

const minRequests = z.int().min(0).max(1_000_000);

/** What a bake leads to that saw too few requests to the end of its extension, and nothing wrong. */
export const tooFewRequestsSchema = z.enum(['roll back', 'hold', 'advance']);

/** What a pause leads to whose time is over. */
export const pauseEndsSchema = z.enum(['roll back', 'go on']);

/** Where the answers with status 5XX of each side are counted; with `none` nobody sees one. */
export const answersFromSchema = z.enum(['target-group-metrics', 'access-logs', 'none']);
export type AnswersFrom = z.infer<typeof answersFromSchema>;

/** What every message says of a service whose answers are counted nowhere. */
export const NO_5XX_SEEN = 'answers with status 5XX are not seen';

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

/** How the canary is compared with production, at the same time and under the same load. */
const comparedBy = z.strictObject({
  /** How many times as often as production the canary may fail, beside `errorMargin`. */
  errorRatio: z.number().min(1).max(100),
  /** The share of requests that may fail on top of that; 0.001 is one in a thousand. */
  errorMargin: z.number().min(0.00001).max(0.5),
  /** How many times as long as production the canary may take. */
  slowness: z.number().min(1).max(10),
  /** The share of its requests that may take longer still, such as cold starts. */
  slowMargin: z.number().min(0.001).max(0.5),
  /**
   * The same share where production itself has few so slow, in its tail: 0.001 sees a tail that `slowMargin` bears, and
   * cold caches with it where nobody knows of production's own. @default - nobody looks at the tail
   */
  tailShare: z.exactOptional(z.number().min(0.0005).max(0.5)),
  /**
   * There the canary may take this many times as long. All answers 1.2 times as slow are a slower tail too: where
   * healthy versions differ so much, give more. @default - 1.05
   */
  tailSlowness: z.exactOptional(z.number().min(1).max(10)),
  /** Chance that a canary within these limits is rolled back by comparison, however often it is looked at. */
  alpha: z.number().min(1e-9).max(0.1),
  /** Whether a bake is over as soon as every comparison is certain that the canary is no worse. */
  endEarly: z.boolean(),
  /** Counts of your own that are compared too (docs/operations.md#compare-what-only-you-count). @default - none */
  metrics: z.exactOptional(z.array(comparedMetricSchema).max(MOST_METRICS)),
});
export const compareSchema = comparedBy.refine(
  ({ tailShare, tailSlowness }) => tailSlowness === undefined || tailShare !== undefined,
  { path: ['tailSlowness'], error: 'expected tailShare too, without which nobody looks at the tail' },
);
export type Compare = z.infer<typeof compareSchema>;

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

/** How many times as long the canary's tail may take where the plan looks there and does not say. */
export const TAIL_SLOWNESS = 1.05;

/**
 * `alpha` is half of what a release may cost by false rollbacks (1 in 1,000): alarms may be wrong as well, and have the
 * other half.
 */
export const DEFAULT_COMPARE: Compare = {
  errorRatio: 1.5,
  errorMargin: 0.001,
  slowness: 1.5,
  slowMargin: 0.05,
  alpha: 0.0005,
  endEarly: false,
};

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
  holdSeconds: 4 * 3600,
  tooFewRequests: 'advance',
  compare: DEFAULT_COMPARE,
  brokenProductionHoldSeconds: 0,
};

/** Whether the canary gets what its last weight left beside it before the promotion, which only ever follows 100. */
export const leavesSomeBeside = ({ steps }: { readonly steps: readonly Pick<Step, 'weight'>[] }): boolean =>
  (steps.at(-1)?.weight ?? 100) < 100;

/** Why a rollout is paused at a weight. What each means and says: `rollout/pause/reasons.ts`. */
export type PauseReason = 'asked' | 'approval' | 'told to pause' | 'blind' | 'hook failed' | 'too few requests';

type Pausing = Pick<Plan, 'steps' | 'tooFewRequests'>;

/** How often each reason may pause a rollout. */
const MOST_HOLDS: Readonly<Record<PauseReason, (plan: Pausing) => number>> = {
  asked: () => 1,
  approval: ({ steps }) => steps.filter(({ approve }) => approve === true).length,
  // They take the one of who asks, where that is free: time limit and history know of no other.
  'told to pause': () => 0,
  blind: () => 0,
  // Its time is part of what hooks may take.
  'hook failed': () => 0,
  'too few requests': ({ steps, tooFewRequests }) => (tooFewRequests === 'hold' ? steps.length : 0),
};

/**
 * Weights at which the plan itself may pause a rollout. Each has room for its own pause; at all others together there
 * is room for one, whoever asks for it.
 */
export function pausingWeights({ steps, tooFewRequests }: Pausing): readonly number[] {
  return steps.filter(({ approve }) => approve === true || tooFewRequests === 'hold').map(({ weight }) => weight);
}

/** Whether somebody has to let a release on, so that there is a machine for that alone. */
export const asksForApproval = ({ steps }: Pick<Plan, 'steps'>): boolean =>
  steps.some(({ approve }) => approve === true);

/** How often a rollout may be held: at each weight once at most, for whatever reason. */
export function mostHolds(plan: Pausing): number {
  const ofAllReasons = Object.values(MOST_HOLDS).reduce((sum, most) => sum + most(plan), 0);
  return Math.min(plan.steps.length, ofAllReasons);
}
