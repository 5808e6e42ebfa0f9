import type { DoubtId } from 'local-aws';

/** What can happen to a release, as data: what is released, what is done meanwhile, how it must end. */
export interface Scenario {
  readonly name: string;
  /** One sentence for people: what is wrong with the candidate, or what is done to it, and what should happen. */
  readonly story: string;
  /** Release that is published and put to the test. */
  readonly candidate: string;
  /** What AWS does otherwise than is believed. */
  readonly doubts?: readonly DoubtId[];
  readonly act?: Act;
  /** How many functions may run at once in the account; any number unless told. */
  readonly concurrency?: number;
  readonly expect: Expectation;
}

/** Something that somebody does when the rollout enters a state, or when a check says something. */
export type Act = StopExecution | PublishToRollbackTopic;

export interface StopExecution {
  readonly kind: 'stop the execution';
  readonly onEntering: string;
}

export interface PublishToRollbackTopic {
  readonly kind: 'publish to the rollback topic';
  /** A state, or `{ hearing }`: what a task answers, as a sentence that matches. */
  readonly onEntering: string | { readonly hearing: RegExp };
  readonly reason: string;
}

export interface Expectation {
  readonly ending: 'promoted' | 'rolled back';
  /** How the execution that released ends. */
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** The error's name, where it ends FAILED. */
  readonly error?: string;
  /** Whether any user may, and must, have been answered by the candidate. */
  readonly candidateMeetsUsers: boolean;
  /** A healthy candidate may not fail a single request. */
  readonly candidateHealthy: boolean;
  /** How soon production must have every request again, in simulated seconds. */
  readonly backWithin?: {
    readonly seconds: number;
    readonly of: 'the first bad answer' | 'being asked' | "the canary's first alarm";
  };
  /** Set where Lambda has no room for users either: those requests fail whichever version they are for. */
  readonly lambdaRefuses?: true;
}
