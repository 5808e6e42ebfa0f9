/** Mutants that no test can notice, because what they do is no fault. */
export interface NoFault {
  readonly file: string;
  /** The code that is replaced, on one line. */
  readonly code: string;
  /** Each of what it is replaced by. */
  readonly instead: readonly string[];
  readonly why: string;
}

/** What Stryker puts into an empty list. */
export const IN_LIST = '["Stryker was here"]';
export const NO_TIME = 'no time is earlier or later than one that is not told';
export const LEFT_OUT = 'one that is undefined is taken for none';
export const SAME = 'the same value';

/** @param mutants of one file: its code, what comes instead, and why that is no fault */
export const inFile = (
  file: string,
  ...mutants: readonly (readonly [code: string, instead: string | readonly string[], why: string])[]
): readonly NoFault[] => mutants.map(([code, instead, why]) => ({ file, code, instead: [instead].flat(), why }));
