import { StateName } from './names.ts';

type Names = typeof StateName;
/** Which state it is, whatever its weight: `shift`, `promote`. */
export type StateKind = keyof Names;
/** States that each step has for itself. */
export type StepStateKind = { [K in StateKind]: Names[K] extends string ? never : K }[StateKind];
type SingleStateKind = Exclude<StateKind, StepStateKind>;

/** What the name of a state says. */
export type ParsedStateName =
  | { readonly kind: StepStateKind; readonly weight: number }
  | { readonly kind: SingleStateKind; readonly weight?: never };

const KINDS = Object.keys(StateName) as readonly StateKind[];
const isOfStep = (kind: StateKind): kind is StepStateKind => typeof StateName[kind] === 'function';
const OF_STEPS = KINDS.filter(isOfStep);
const SINGLE: ReadonlyMap<string, SingleStateKind> = new Map(
  KINDS.flatMap((kind) => (isOfStep(kind) ? [] : [[StateName[kind], kind]])),
);

/**
 * The inverse of `StateName`: `Shift to 10%` gives `{ kind: 'shift', weight: 10 }`, `Roll back` gives
 * `{ kind: 'rollBack' }`.
 * @returns undefined for a name that is none of the machine's
 */
export function parseStateName(name: string): ParsedStateName | undefined {
  const single = SINGLE.get(name);
  if (single !== undefined) return { kind: single };
  const weight = Number.parseInt(name.replace(/^\D+/, ''), 10);
  const kind = OF_STEPS.find((each) => StateName[each](weight) === name);
  return kind === undefined ? undefined : { kind, weight };
}

/** The weights at which a machine with states of these names bakes, rising: those of its plan's steps. */
export const weightsAmong = (names: Iterable<string>): readonly number[] => weightsOfKind(names, 'check');

/** The weights that it shifts to, rising: also 100, where a plan ends below and only settles there. */
export const shiftsAmong = (names: Iterable<string>): readonly number[] => weightsOfKind(names, 'shift');

function weightsOfKind(names: Iterable<string>, kind: StepStateKind): readonly number[] {
  return [...names]
    .flatMap((name) => {
      const parsed = parseStateName(name);
      return parsed?.kind === kind ? [parsed.weight] : [];
    })
    .toSorted((a, b) => a - b);
}
