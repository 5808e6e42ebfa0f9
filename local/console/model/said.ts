/** What a person wants to know first. */
export interface Sentence {
  /** The situation in a few words. */
  readonly tag: string;
  /** Who is on what since when, in one sentence. */
  readonly text: string;
  /** What comes next, and when; what it waits for where nobody can say when. '' where nothing is known. */
  readonly next: string;
  /** Why; '' where there is nothing to explain. */
  readonly because: string;
  readonly tone: 'calm' | 'busy' | 'wait' | 'good' | 'bad';
}
