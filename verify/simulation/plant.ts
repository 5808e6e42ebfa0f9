import type { Plant } from './conduct.ts';
import type { Invariant } from './invariants.ts';

/** A rule of the protocol that is left out on purpose. */
export interface Planted {
  readonly fault: string;
  readonly plant: Plant;
  /** Classes that are gone through, in this order, until an invariant does not hold. */
  readonly searched: readonly string[];
  /** The invariant that does not hold; or which other rule covers for the missing one, so that all of them do. */
  readonly expected: { readonly finds: Invariant } | { readonly coveredBy: string };
}

/** The states of a definition, by name. */
type States = Record<string, Record<string, unknown>>;
/** Changes a definition before it is deployed. */
export const edited =
  (edit: (states: States) => void) =>
  (text: string): string => {
    const definition = JSON.parse(text) as { States: States };
    edit(definition.States);
    return JSON.stringify(definition);
  };

/** The rules of a Choice. */
export const rulesOf = (states: States, name: string) => (states[name]?.['Choices'] ?? []) as Record<string, unknown>[];
