import type { Case } from '../case.ts';

/** Faults of one kind, each tried at every place where it can happen. */
export interface FaultClass {
  /** For the command line. */
  readonly id: string;
  readonly name: string;
  /** All of them, always in the same order. */
  cases(): Promise<readonly Case[]>;
}
