/**
 * How a release is told, on AWS, on a laptop and on the page. A reader turns the history of an execution into
 * happenings; weights and alarms add theirs. A telling knows what all of them together say, a storyteller makes lines.
 */

interface Moment {
  /** Milliseconds since the epoch, by the clock of the cloud that is watched. */
  readonly at: number;
}

interface InExecution extends Moment {
  readonly execution: string;
  /** False for executions that a rule started, to roll back. */
  readonly own: boolean;
}

/** What a watcher of a release gets to know, as it happens. */
export type Happening =
  /** The page can be opened; before anything is deployed. */
  | (Moment & { readonly kind: 'console'; readonly url: string })
  | (Moment & {
      readonly kind: 'deployed';
      readonly release: string;
      readonly version: string;
      readonly first: boolean;
    })
  | (InExecution & { readonly kind: 'started'; readonly input: unknown })
  | (InExecution & { readonly kind: 'state'; readonly state: string })
  /** A task answered; `message` is the sentence its handler wrote, `cause` its long form where there is one. */
  | (InExecution & {
      readonly kind: 'answered';
      readonly state: string;
      readonly message: string;
      readonly cause?: string;
    })
  /** A try failed. `failed`: its state was left with that. `retrying`: another try followed, `at` is of the first. */
  | (InExecution & {
      readonly kind: 'failed' | 'retrying';
      readonly state: string;
      readonly error: string;
      readonly cause: string;
    })
  | (InExecution & {
      readonly kind: 'ended';
      readonly status: string;
      readonly state: string;
      readonly error?: string;
      readonly cause?: string;
    })
  | (Moment & { readonly kind: 'weights'; readonly production: number; readonly canary: number })
  | (Moment & {
      readonly kind: 'alarm';
      readonly name: string;
      readonly state: string;
      readonly before: string;
      readonly reason: string;
    })
  /** Somebody did something. */
  | (Moment & { readonly kind: 'asked'; readonly text: string });
