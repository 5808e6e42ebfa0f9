import type { Budget } from '../model/state.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import type { Invariant } from '../simulation/invariants.ts';
import type { Plant } from './plant.ts';

/** What follows from a rule that is left out: an invariant no longer holds, or another rule covers for it. */
export type Expected = { readonly finds: Invariant } | { readonly coveredBy: string };

/** How the search of every order shows it: the least that may happen beside one release, and how often. */
export interface InModel {
  readonly budget: Budget;
  readonly plan?: Plan;
  readonly expected: Expected;
  /** True where it takes so many states that it is for the long search only: `npm run simulate -- --deep`. */
  readonly deep?: true;
}

/** How the search of each place shows it: classes that are gone through, in this order, until it is found. */
export interface InSimulation {
  readonly searched: readonly string[];
  readonly expected: Expected;
}

/** A rule of the protocol that is left out on purpose; at least one of the two searches has a place for it. */
export interface PlantedFault {
  readonly fault: string;
  readonly plant: Plant;
  readonly model?: InModel;
  readonly simulation?: InSimulation;
}

export const finds = (invariant: Invariant): Expected => ({ finds: invariant });
export const coveredBy = (rule: string): Expected => ({ coveredBy: rule });
