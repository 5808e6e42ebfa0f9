/** Mutants that no test can notice, because what they do is no fault. */
export interface NoFault {
  readonly file: string;
  /** The code that is replaced, on one line. */
  readonly code: string;
  /** Each of what it is replaced by. */
  readonly instead: readonly string[];
  readonly why: string;
}

export const NO_FAULT: readonly NoFault[] = [];
