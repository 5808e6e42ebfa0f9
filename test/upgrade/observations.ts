import type { Moment } from './moments.ts';
import type { Ending } from './points.ts';

/** What was seen of a release that was under way while the product was updated. */
export interface Observations {
  readonly ending: Ending;
  /** What production ran at first, and the version that it was to run. */
  readonly versions: { readonly first: string; readonly candidate: string };
  /** Why it did not come to its point or to its end. */
  readonly stuck: string | undefined;
  /** In order. */
  readonly moments: readonly Moment[];
  /** Types of what the update wrote or replaced, of that which rollouts own. */
  readonly written: readonly string[];
  readonly execution: string | undefined;
  /** At the end. */
  readonly weights: { readonly production: number; readonly canary: number };
  readonly aliases: { readonly production: string; readonly canary: string; readonly previous: string };
  readonly claim: string | undefined;
  readonly running: number;
  /** The history item of the rollout. */
  readonly closed: { readonly outcome: string; readonly error: string | undefined } | undefined;
  /** Errors that functions logged: `Claim: UnreadableRecord: item ...`. */
  readonly complaints: readonly string[];
  /** Messages in dead-letter queues. */
  readonly undelivered: number;
  readonly users: {
    readonly answered: number;
    readonly unanswered: number;
    readonly versions: readonly { readonly version: string; readonly failures: number }[];
  };
}
