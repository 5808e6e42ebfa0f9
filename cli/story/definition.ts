import { StateName } from '../../statemachine/contract/names.ts';

/** As much of a machine's definition as is needed to know its weights, how long it waits and which alarms watch. */
export interface Definition {
  readonly States?: Readonly<Record<string, DefinedState | undefined>>;
}

export interface DefinedState {
  readonly Type?: unknown;
  readonly Seconds?: unknown;
  readonly Arguments?: { readonly Payload?: { readonly bakeSeconds?: unknown; readonly alarms?: unknown } };
}

/** Weights at which a release stops over, rising. */
export function weightsOf({ States = {} }: { readonly States?: Readonly<Record<string, unknown>> }): readonly number[] {
  return Object.keys(States)
    .flatMap((state) => /^Shift to (\d+)%$/.exec(state)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Whether a state of that name writes weights and says which. */
export function writesWeights(state: string): boolean {
  return /^Shift to \d+%$/.test(state) || state === StateName.returnTraffic;
}

/** Names of all alarms that any check looks at, the canary's first. */
export function alarmsOf({ States = {} }: Definition): string[] {
  const named = Object.values(States).flatMap((state): unknown[] => {
    const alarms = state?.Arguments?.Payload?.alarms;
    return Array.isArray(alarms) ? alarms : [];
  });
  return [...new Set(named.filter((name) => typeof name === 'string'))];
}
