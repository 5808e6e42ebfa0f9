import type { TrafficReport } from '../traffic/tally.ts';

/** What was found when a scenario was over, each from where a user would look. Times are simulated milliseconds. */
export interface Observations {
  /** False when the time allowed ran out first. */
  readonly ended: boolean;
  /** Version numbers of the release that was production at first, and of the candidate. */
  readonly versions: { readonly first: string; readonly candidate: string };
  /** The listener's weights at the end. */
  readonly weights: { readonly production: number; readonly canary: number };
  /** Every change of the live weights, in order. */
  readonly weightChanges: readonly { readonly at: number; readonly canary: number }[];
  readonly aliases: { readonly production: string; readonly canary: string; readonly previous: string };
  /** The rollout that still holds the claim; undefined at rest. */
  readonly claim: string | undefined;
  readonly execution: { readonly status: string; readonly error?: string; readonly cause?: string };
  /** When somebody asked for the rollback, where the scenario has somebody. */
  readonly askedAt: number | undefined;
  /** When an alarm of the canary came on for the first time; undefined when none did. */
  readonly alarmedAt: number | undefined;
  readonly traffic: TrafficReport;
}

/** One thing that should be so, and whether it is. */
export interface Finding {
  readonly ok: boolean;
  /** A sentence without a full stop: what was found, and what was expected where that differs. */
  readonly text: string;
}
