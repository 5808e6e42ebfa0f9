import type { TrafficReport } from '../traffic/tally.ts';

interface Moment {
  /** Simulated milliseconds since the epoch. */
  readonly at: number;
}

interface InExecution extends Moment {
  readonly execution: string;
  /** False for executions that a rule started, to roll back. */
  readonly own: boolean;
}

/** What a watcher of a scenario gets to know, as it happens. */
export type Happening =
  /** The page can be opened; before anything is deployed. */
  | (Moment & { readonly kind: 'console'; readonly url: string })
  | (Moment & { readonly kind: 'deployed'; readonly release: string; readonly version: string; readonly first: boolean })
  | (InExecution & { readonly kind: 'started'; readonly input: unknown })
  | (InExecution & { readonly kind: 'state'; readonly state: string })
  /** A task answered; `message` is the sentence its handler wrote, `cause` its long form where there is one. */
  | (InExecution & { readonly kind: 'answered'; readonly state: string; readonly message: string; readonly cause?: string })
  | (InExecution & { readonly kind: 'failed' | 'retrying'; readonly state: string; readonly error: string; readonly cause: string })
  | (InExecution & { readonly kind: 'ended'; readonly status: string; readonly state: string; readonly error?: string; readonly cause?: string })
  | (Moment & { readonly kind: 'weights'; readonly production: number; readonly canary: number })
  | (Moment & { readonly kind: 'alarm'; readonly name: string; readonly state: string; readonly before: string; readonly reason: string })
  /** Somebody in the scenario did something. */
  | (Moment & { readonly kind: 'asked'; readonly text: string });

/** Where everything stands; shown again and again, not a happening of its own. */
export interface Standing {
  readonly at: number;
  readonly startedAt: number | undefined;
  /** State of the execution that releases, or of the one that rolls back. */
  readonly state: string;
  readonly canaryWeight: number;
  /** Every alarm that watches, with its state. */
  readonly alarms: ReadonlyMap<string, string>;
  readonly traffic: TrafficReport;
  /** By version number. */
  readonly releases: ReadonlyMap<string, string>;
  /** Simulated seconds until the execution is through, if all goes well; undefined when nobody can say. */
  readonly secondsLeft: number | undefined;
  /** What share of the waiting is over, from 0 to 1, of the state where it is a wait; undefined when nobody can say. */
  readonly done: { readonly state: number | undefined; readonly rollout: number } | undefined;
}
