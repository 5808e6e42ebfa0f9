/** Part of what the console's server tells the page: the way of a release, with its times. */

/** A part of a release's way: what leads to the first user, each weight, the promotion, the watch behind it. */
export interface LegView {
  readonly kind: 'begin' | 'step' | 'promotion' | 'watch';
  /** The new version's share of the users, in percent. */
  readonly weight: number;
  /** What it waits if all goes well; what functions take comes on top. */
  readonly seconds: number;
  /** The same, from its beginning to the end of the whole. */
  readonly left: number;
  /** It stops here until somebody lets it go on: the plan says so. */
  readonly approve?: true;
  readonly beganAt?: number;
}

/** What a function found that the release asked last whether it may go on. */
export interface LookView {
  readonly at: number;
  readonly of: 'check' | 'provision' | 'hooks';
  readonly message: string;
  /** Of a check. */
  readonly verdict?: string;
  readonly reasons?: readonly string[];
}

/** Where a release or revert is on its way, by the machine that it is pinned to and by what it did. */
export interface WayView {
  readonly execution: string;
  /** None of a revert. */
  readonly legs: readonly LegView[];
  /** Waiting that a healthy one still had before it at a moment. */
  readonly left?: { readonly at: number; readonly seconds: number };
  readonly look?: LookView;
  /** The latest check of the canary: what it said beside production. */
  readonly compared?: LookView;
  /** When the alias production was moved, when its own execution began to take users back, when it was closed. */
  readonly movedAt?: number;
  readonly takenBackAt?: number;
  readonly closedAt?: number;
  readonly settleSeconds: number;
  readonly holdSeconds: number;
  /** How much longer than its time a bake may take. */
  readonly extendSeconds: number;
  /** A bake may end before its time. */
  readonly endsEarly: boolean;
  /** A pause that nobody ends goes on by what its bake has come to; otherwise it is rolled back. */
  readonly pauseEnds?: 'go on';
}

export interface WaysView {
  /** Of the next release. */
  readonly next: readonly LegView[];
  /** Of what has the claim, or had it last; absent before there was any. */
  readonly now?: WayView;
}
