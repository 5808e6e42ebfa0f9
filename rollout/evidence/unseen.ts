/**
 * Something that a verdict rests on and that may not have been counted. It is a doubt: it calls nobody healthy, and
 * nobody bad.
 */
export interface Unseen {
  /** `Lambda counts 800 requests of the canary, VPC Lattice no answer: ...` */
  readonly words: string;
  /**
   * True where a source counts nothing at all, so that a person has to look at it and waiting harms no more than baking
   * does; false where a part is missing, and users may be getting the errors that nobody counts.
   */
  readonly silent: boolean;
  /** What it is called; `BlindToAnswers` unless given. */
  readonly error?: 'SplitUnlikeWeight';
  /** True where it is no doubt but about a canary that looks worse. */
  readonly onlyOfWorse?: boolean;
}
