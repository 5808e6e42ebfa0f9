/** A mutant that no test can notice, because what it does is no fault. */
export interface NoFault {
  readonly file: string;
  /** The code that is replaced, on one line. */
  readonly code: string;
  readonly replacement: string;
  readonly why: string;
}

export const NO_FAULT: readonly NoFault[] = [];
