import * as z from 'zod';

/** What a bake leads to that saw too few requests to the end of its extension, and nothing wrong. */
export const tooFewRequestsSchema = z.enum(['roll back', 'hold', 'advance']);

/** What a pause leads to whose time is over. */
export const pauseEndsSchema = z.enum(['roll back', 'go on']);

/** How long a pause waits unless the plan says, in seconds. */
export const PAUSE_SECONDS = 4 * 3600;

/** Why a rollout is paused at a weight. What each means and says: `rollout/pause/reasons.ts`. */
export type PauseReason = 'asked' | 'approval' | 'told to pause' | 'blind' | 'hook failed' | 'too few requests';

/** What of a plan decides where it pauses. */
interface Pausing {
  readonly steps: readonly { readonly weight: number; readonly approve?: boolean | undefined }[];
  readonly tooFewRequests: z.infer<typeof tooFewRequestsSchema>;
}

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
export const asksForApproval = ({ steps }: Pick<Pausing, 'steps'>): boolean =>
  steps.some(({ approve }) => approve === true);

/** How often a rollout may be held: at each weight once at most, for whatever reason. */
export function mostHolds(plan: Pausing): number {
  const ofAllReasons = Object.values(MOST_HOLDS).reduce((sum, most) => sum + most(plan), 0);
  return Math.min(plan.steps.length, ofAllReasons);
}
