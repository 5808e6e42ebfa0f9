import type { ExecutionStatus } from '../../rollout/execution.ts';
import type { RecordBody } from '../../rollout/record/changes.ts';
import type { ClosedRollout } from '../../rollout/record/record.ts';
import type { Alias } from '../../statemachine/contract/names.ts';
import { Interner } from './interner.ts';

/**
 * What all actors share, and beside it what the invariants have to remember. Small numbers stand for values of the
 * interners.
 */
export interface World {
  readonly record: number;
  readonly history: number;
  /** The canary's live weight. */
  readonly canaryWeight: number;
  /** Whether a person wrote the live weights. */
  readonly weightsByHand: boolean;
  readonly production: string;
  readonly canary: string;
  readonly previous: string;
  /** Whether a person put production where it is. */
  readonly productionByHand: boolean;
  /** Since when it is on; 0 while it is off. */
  readonly canaryAlarm: number;
  readonly productionAlarm: number;
  /** How many things with a time of their own have happened: alarms that came on and requests of people. */
  readonly stamps: number;
  /** Rounds of the watchdog so far. */
  readonly rounds: number;
  /**
   * Steps that were healthy to the end, as `execution@weight`, and those that are only settled at; versions that
   * production was moved to or may go back to; executions that claimed.
   */
  readonly memory: number;
}

export interface Memory {
  readonly healthy: readonly string[];
  readonly settled: readonly string[];
  readonly good: readonly string[];
  readonly claimed: readonly string[];
}

/** An execution. */
export interface Run {
  readonly place: number;
  readonly status: ExecutionStatus;
  /** In a wait: how many writers' lifetimes of it are still to pass after this one. */
  readonly more?: number;
  /** At a call that writes the record: what it has read is still what is stored. */
  readonly fresh?: boolean;
}

/** Who runs a process that no execution does. */
export const SNS = -1;
export const WATCHDOG_OWNER = -2;

/**
 * - `task`: its caller waits for it
 * - `orphan`: it goes on, nobody waits
 * - `in flight`: it is dead, its last call is still under way
 */
export type Mode = 0 | 1 | 2;
export const TASK = 0;
export const ORPHAN = 1;
export const IN_FLIGHT = 2;

/** One invocation of a handler. */
export interface Process {
  readonly node: number;
  /** Index of the execution; SNS or WATCHDOG_OWNER. */
  readonly owner: number;
  readonly mode: Mode;
  /** Bits of VERSIONED: what it has read last is still what is stored. */
  readonly fresh: number;
  /**
   * Bit n: it lived when execution n began to wait, or this part of the wait, which thus ends after it; ROUND and
   * LOOKED likewise for the watchdog's waiting.
   */
  readonly marks: number;
}

export const VERSIONED = { record: 1, production: 2, canary: 4, previous: 8 } as const satisfies Record<
  'record' | Alias,
  number
>;

/** It lived when the watchdog looked at its clock, and that time is in the record. */
export const ROUND = 1 << 14;
/** It lived when the watchdog looked at its clock. */
export const LOOKED = 1 << 13;
/** As many executions as there are marks for. */
export const MOST_RUNS = 13;

/** Something that is on its way. */
export type Notice =
  | { readonly kind: 'ended'; readonly id: string; readonly status: ExecutionStatus }
  | { readonly kind: 'alarm event' | 'alarm message' | 'message'; readonly at: number };

/**
 * What else may happen, and how often. An abort that is unheard is one whose event gets lost; starved is a task whose
 * function Lambda refuses to run for as long as it is tried.
 */
export const FAULTS = [
  'abort',
  'abort unheard',
  'alarm',
  'alarm event',
  'alarm message',
  'production alarm',
  'message',
  'start',
  'redrive',
  'round',
  'lost',
  'doubled',
  'crash',
  'late call',
  'weights by hand',
  'alias by hand',
  'starved',
] as const;
export type Fault = (typeof FAULTS)[number];
export type Budget = Readonly<Partial<Record<Fault, number>>>;

export interface State {
  readonly world: number;
  readonly runs: readonly Run[];
  readonly processes: readonly Process[];
  readonly notices: readonly number[];
  readonly budget: number;
}

/** The values behind the numbers in a state. */
export class Values {
  readonly worlds = new Interner<World>();
  readonly records = new Interner<RecordBody>();
  readonly histories = new Interner<Readonly<Record<string, ClosedRollout>>>();
  readonly memories = new Interner<Memory>();
  readonly notices = new Interner<Notice>();
  readonly budgets = new Interner<Budget>();
  readonly results = new Interner<unknown>();

  world(state: State): World {
    return this.worlds.value(state.world);
  }

  changed(state: State, change: Partial<World>): number {
    const world = { ...this.world(state), ...change };
    return this.worlds.idOf(world, Object.values(world).join('|'));
  }
}

const STATUSES: readonly ExecutionStatus[] = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
];

/**
 * The state as a text, different for different states. The order of processes and notices says nothing, so it is always
 * the same.
 */
export function keyOf({ world, runs, processes, notices, budget }: State): string {
  const codes = [world & 0xffff, world >>> 16, budget, runs.length, processes.length];
  for (const { place, status, more, fresh } of runs)
    codes.push(place, STATUSES.indexOf(status) | ((more ?? 0) << 4) | (fresh === true ? 1 << 12 : 0));
  for (const { node, owner, mode, fresh, marks } of processes)
    codes.push(node & 0xffff, node >>> 16, (owner + 2) | (mode << 5) | (fresh << 7), marks);
  codes.push(...notices);
  return String.fromCharCode(...codes);
}

/** Somebody has written the record: whoever is about to write it by itself has read an old one. */
export const unread = (state: State): State =>
  state.runs.some(({ fresh }) => fresh === true)
    ? { ...state, runs: state.runs.map((run) => ({ ...run, fresh: false })) }
    : state;

export const ordered = (processes: Process[]): Process[] =>
  processes.sort(
    (a, b) => a.owner - b.owner || a.mode - b.mode || a.node - b.node || a.fresh - b.fresh || a.marks - b.marks,
  );
