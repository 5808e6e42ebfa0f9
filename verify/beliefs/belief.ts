/**
 * How sure a belief is:
 * - `recorded`: somebody wrote down what AWS answered
 * - `documented`: AWS says so, and leaves nothing open
 * - `likely`: said of something similar, or by others
 * - `guessed`: nobody says, and it was taken to be so
 */
export type Sure = 'recorded' | 'documented' | 'likely' | 'guessed';

/** Something about AWS that a release rests on. */
export interface Belief {
  /** A sentence. */
  readonly belief: string;
  /** Where it is from: a page by its title, or what was seen. */
  readonly source: string;
  /** When it was last looked up: year and month. */
  readonly date: `${number}-${number}`;
  readonly sure: Sure;
  /** Doubts that switch it off in the simulation (`npm run doubt`), by their ids. */
  readonly doubts?: readonly string[];
  /** Classes of faults that do so (`npm run simulate`), by their ids. */
  readonly faults?: readonly string[];
  /** Doubts of the local cloud that do so, over HTTP. */
  readonly local?: readonly string[];
  /** Why the local cloud has no switch for what the simulation switches off; needed where it has none. */
  readonly notLocal?: string;
  /** The test that holds the code to it, or that plays it switched off. */
  readonly test: string;
}

/** The beliefs about one service. */
export interface Beliefs {
  readonly service: string;
  readonly beliefs: readonly Belief[];
}
