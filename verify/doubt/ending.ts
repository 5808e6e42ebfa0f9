/** How a release ended that was tried under some doubts. */
export interface Ending {
  readonly outcome: 'promoted' | 'held, then rolled back' | 'rolled back' | 'refused';
  /** Why, in the words of the execution; empty for what was promoted. */
  readonly cause: string;
  /** What must not be: an invariant, a bad version in production, a good one ended by words that name no doubt. */
  readonly unsafe: readonly string[];
  /** From the wish for a rollback to the canary's last weight, in simulated seconds. */
  readonly secondsToSafety: number | undefined;
  /** Everything that happened, for people. */
  readonly report: () => string;
}
