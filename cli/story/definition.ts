import { parseStateName, weightsAmong } from '../../statemachine/contract/state-name.ts';

/** As much of a machine's definition as is needed to know its plan and which alarms watch. */
export interface Definition {
  readonly States?: Readonly<Record<string, DefinedState | undefined>>;
}

export interface DefinedState {
  readonly Type?: unknown;
  readonly Seconds?: unknown;
  readonly Arguments?: { readonly Payload?: Arguments };
}

/** What a task sends to its function. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What the task of that name sends; nothing where there is none. */
export function argumentsIn({ States = {} }: Definition, state: string): Arguments {
  return States[state]?.Arguments?.Payload ?? {};
}

/** How long the wait of that name takes; 0 where there is none. */
export function secondsIn({ States = {} }: Definition, state: string): number {
  const seconds = States[state]?.Seconds;
  return typeof seconds === 'number' ? seconds : 0;
}

/** Weights at which a release bakes, and may be held, rising. */
export function weightsOf({ States = {} }: { readonly States?: Readonly<Record<string, unknown>> }): readonly number[] {
  return weightsAmong(Object.keys(States));
}

/** Whether a state of that name writes weights and says which. */
export function writesWeights(state: string): boolean {
  const kind = parseStateName(state)?.kind;
  return kind === 'shift' || kind === 'returnTraffic';
}

/** Names of the alarms that the check of that name looks at. */
export function alarmsIn(definition: Definition, state: string): string[] {
  const { alarms } = argumentsIn(definition, state);
  return Array.isArray(alarms) ? alarms.filter((name) => typeof name === 'string') : [];
}

/** Names of all alarms that any check looks at, the canary's first. */
export function alarmsOf(definition: Definition): string[] {
  return [...new Set(Object.keys(definition.States ?? {}).flatMap((state) => alarmsIn(definition, state)))];
}
