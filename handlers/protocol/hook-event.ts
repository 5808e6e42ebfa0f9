import type { Hook, HookPlace, HookState } from '../../statemachine/contract/hooks.ts';
import type { AskHooksArgs } from '../../statemachine/contract/rows/ask-hooks.ts';
import type { Ports } from '../ports/index.ts';

/** What a hook is invoked with. An interface to others: fields are added, none is changed or taken away. */
export interface HookEvent {
  /** ARN of the execution. With `stage` and `weight` the key of who may be called twice. */
  readonly rolloutId: string;
  readonly service: string;
  readonly stage: HookPlace;
  /** The version that is released, and the one that production runs. */
  readonly version: string;
  readonly previousVersion: string;
  /** The canary's share of the requests in percent; 0 before users. */
  readonly weight: number;
  /** Which of the plan's steps, from 1; 0 before users. */
  readonly step: number;
  /** ARNs of what to invoke to reach each side. */
  readonly aliases: AskHooksArgs['aliases'];
  /** When it was asked first in this stage; the time of this call where that is now. */
  readonly askedSince: string;
  /** It must have succeeded after so many seconds. */
  readonly timeoutSeconds: number;
  /** What the rest of the plan takes from the beginning of this stage on, if all goes well. */
  readonly restSeconds: number;
  /** What it answered as `hookDetails` the time before. */
  readonly hookDetails?: Readonly<Record<string, unknown>>;
}

export function hookEvent(
  { clock, service }: Pick<Ports, 'clock' | 'service'>,
  { execution, version, previousVersion, weight, step, aliases, restSeconds }: AskHooksArgs,
  { at, timeoutSeconds }: Hook,
  { since, details }: HookState,
): HookEvent {
  return {
    rolloutId: execution.id,
    service,
    stage: at,
    version,
    previousVersion,
    weight,
    step,
    aliases,
    askedSince: since ?? clock.now().toISOString(),
    timeoutSeconds,
    restSeconds,
    ...(details && { hookDetails: details }),
  };
}
