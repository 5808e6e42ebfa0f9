import type { Alias } from '../../statemachine/contract/names.ts';
import type { HookPlace } from '../../statemachine/contract/hooks.ts';
import type { Behaviour } from './behaviour.ts';
import type { EntryName } from '../handlers.ts';

/** One call among all that the functions make in a story. */
export interface CallPlace {
  readonly fn: EntryName;
  /** Which invocation of it, from 1. */
  readonly nth: number;
  /** Which of its calls, from 0. */
  readonly index: number;
}

/** When something happens. */
export type Moment =
  | { readonly at: 'call'; readonly place: CallPlace; readonly moment: 'before' | 'after' }
  /** As an execution enters a state, or, when `during`, at the first call of its task. */
  | { readonly at: 'state'; readonly execution: string; readonly state: string; readonly during?: true }
  | { readonly at: 'second'; readonly second: number };

/** What happens. Executions go by their names. */
export type Act =
  | { readonly do: 'start'; readonly name: string; readonly input: unknown }
  | { readonly do: 'abort'; readonly execution: string }
  | { readonly do: 'redrive'; readonly execution: string }
  | { readonly do: 'kill'; readonly landsAfterMs?: number }
  /** The call is on its way for so long. */
  | { readonly do: 'slow'; readonly ms: number }
  | { readonly do: 'message' }
  | { readonly do: 'alarm' }
  | { readonly do: 'watchdog' }
  | { readonly do: 'deploy'; readonly plan: PlanName }
  | { readonly do: 'weights'; readonly canary: number }
  /** Another default action, in a listener of others. */
  | { readonly do: 'action' }
  | { readonly do: 'alias'; readonly alias: Alias; readonly version: string }
  | { readonly do: 'clock'; readonly seconds: number }
  | { readonly do: 'data plane'; readonly seconds: number }
  /** Calls of this name fail from now on, for so long; without a name, all of them. */
  | {
      readonly do: 'refuse';
      readonly call?: string;
      readonly error: string;
      readonly seconds: number;
      readonly effect?: true;
    }
  /** Lambda has no room for any function, for so long. */
  | { readonly do: 'starve'; readonly seconds: number }
  /** DescribeAlarms leaves this one out. */
  | { readonly do: 'leave out'; readonly alarm: string; readonly seconds: number };

export interface Disturbance {
  readonly when: Moment;
  readonly act: Act;
}

/**
 * What becomes of the n-th event or message, from 1, of all that ask for a rollback: after how many milliseconds it is
 * delivered, each time.
 */
export type Fates = Readonly<Record<number, readonly number[]>>;

export type PlanName =
  | 'short'
  | 'few requests'
  | 'gated'
  | 'last weight 95'
  | 'default'
  | 'brief holds'
  | 'answers from access logs'
  | 'hooks'
  | 'hooks that hold'
  | 'hooks that are ignored'
  | 'provisioned'
  /** The shortest plan, behind a listener of others. */
  | 'others';

/** What a hook does when it is asked. */
export type HookDoes = 'succeeds' | 'fails' | 'in progress' | 'throws' | 'is silent' | 'nonsense' | 'busy' | 'refused';

/** What the hook of each stage does, time after time; the last goes on. Each succeeds unless told. */
export type HooksDo = Readonly<Partial<Record<HookPlace, readonly HookDoes[]>>>;

/** `refused`: over a quota; `in use`: not yet, for ever. */
export type ConcurrencyDoes = 'refused' | 'in use' | 'fails' | 'is never ready' | 'is slow';

/** One thing to try: all that is chosen about it, as data, so that it can be printed, made smaller and tried again. */
export interface Case {
  readonly about: string;
  readonly plan: PlanName;
  /** By version number. */
  readonly versions: Readonly<Record<string, Behaviour>>;
  /** What the execution `release` is started with. */
  readonly input: unknown;
  readonly disturbances: readonly Disturbance[];
  readonly events?: Fates;
  readonly messages?: Fates;
  /** How long weights take until users meet them, and aliases; no time unless told. */
  readonly dataPlaneSeconds?: number;
  readonly aliasSeconds?: number;
  /** The machine's timeout in seconds. As deployed unless told. */
  readonly timeoutSeconds?: number;
  /**
   * Whether production runs a version of the rollouts' already, so that there is one to go back to; after two of them
   * there is one that `previous` does not keep.
   */
  readonly released?: true | 'twice';
  /** Whether a listener of others is adopted by then. */
  readonly adopted?: true;
  /** Whether testers have a way of their own. */
  readonly preview?: true;
  /** What Lambda does of provisioned concurrency, with a plan that has it; it is ready in time unless told. */
  readonly concurrency?: ConcurrencyDoes;
  /** Milliseconds that calls take, in turn; none unless told. */
  readonly latencies?: readonly number[];
  /** How executions must end, by name, where that is certain. */
  readonly ends?: Readonly<Record<string, 'promoted' | 'rolled back'>>;
  /**
   * How soon the canary must have no weight any more once a rollback is wanted and the last fault is over, in seconds;
   * two rounds of the watchdog unless told.
   */
  readonly safeWithinSeconds?: number;
  /** What hooks do, of a plan that has some. */
  readonly hooks?: HooksDo;
  /** Whether another release follows, which must be promoted. */
  readonly next?: true;
}

/** Executions that a story names. */
export const RELEASE = 'release';
export const NEXT = 'next';

export const aCase = (about: string, more: Partial<Case> = {}): Case => ({
  about,
  plan: 'short',
  versions: { 7: 'healthy', 8: 'healthy', 9: 'healthy' },
  input: { version: '7' },
  disturbances: [],
  ...more,
});
