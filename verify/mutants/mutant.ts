import type { Rig } from './support/rig.ts';
import type { Mutation } from './support/template.ts';

/** Where the laptop says what is wrong; `nothing` where it does not. */
export type CaughtBy = 'the deployment' | 'the execution' | 'cloud.log' | 'a dead letter' | 'nothing';

/** One mistake that somebody could make in the template. */
export interface Mutant {
  readonly name: string;
  /** What it would do in an account. */
  readonly hurts: string;
  readonly mutate: Mutation;
  readonly caughtBy: CaughtBy;
  /** Lets the watchdog run, which would repair some of these before anything is said. It is kept still unless told. */
  readonly watchdog?: true;
  /**
   * The smallest thing that brings it to light; answers with what is said then. Where the deployment is refused there
   * is nothing to do.
   */
  readonly exercise: (rig: Rig) => Promise<string>;
  /** What the message names, so that whoever reads it knows where to look. */
  readonly names: readonly string[];
  /** For what the laptop does not tell: which test of the template does. */
  readonly elsewhere?: string;
}

/** The deployment itself is refused: its message is all there is. */
export const REFUSED = async (): Promise<string> => 'it was deployed';
