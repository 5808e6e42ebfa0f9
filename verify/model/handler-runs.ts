import type { Ports } from '../../handlers/ports/index.ts';
import type { Log } from '../../handlers/ports/logger.ts';
import type { RecordBody } from '../../rollout/record/changes.ts';
import type { ClosedRollout } from '../../rollout/record/record.ts';
import type { Weights } from '../../rollout/weights.ts';
import type { Alias } from '../../statemachine/contract/names.ts';
import type { EntryName, FunctionEntries, FunctionEntry } from '../handlers.ts';
import { NotKnownYet } from './interner.ts';

/** A call that a handler makes of one of its ports. */
export type Call =
  | { readonly name: 'listener.read' }
  | { readonly name: 'listener.write'; readonly weights: Weights }
  | { readonly name: 'versions.readAlias'; readonly alias: Alias }
  | {
      readonly name: 'versions.pointAlias';
      readonly alias: Alias;
      readonly version: string;
      readonly revisionId: string;
    }
  | { readonly name: 'versions.exists'; readonly version: string }
  | { readonly name: 'versions.unpublished'; readonly version: string }
  | { readonly name: 'invoker.invoke'; readonly alias: Alias }
  | { readonly name: 'alarms.read'; readonly names: readonly string[] }
  | { readonly name: 'minutes.count' }
  | { readonly name: 'records.read' }
  | { readonly name: 'records.compareAndSet'; readonly expected: number; readonly next: RecordBody }
  | { readonly name: 'records.history'; readonly id: string }
  | { readonly name: 'records.past' }
  | { readonly name: 'records.archive'; readonly closed: ClosedRollout }
  | { readonly name: 'announcer.publish' }
  | { readonly name: 'meter.canaryWeight' }
  | { readonly name: 'executions.status'; readonly execution: string }
  | { readonly name: 'clock.now' };

/** How a handler ended: with what it answered, or under which name it failed. */
export type End = { readonly result: Readonly<Record<string, unknown>> } | { readonly error: string };

/** A handler that has got so far: its argument and every answer that it had determine what it does next. */
export interface RunNode {
  readonly id: number;
  readonly handler: EntryName;
  readonly args: unknown;
  /** The answers so far, oldest first. */
  readonly answers: readonly unknown[];
  readonly next: { readonly call: Call } | { readonly end: End };
  /** How many revisions of the record, and of each alias, it has seen. */
  readonly seen: Readonly<Record<Versioned, number>>;
}

/** What carries a revision. */
export type Versioned = 'record' | Alias;
const NOTHING_SEEN = { record: 0, production: 0, canary: 0, previous: 0 } as const;

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * The real handlers as a transition relation. A run is determined by the handler, its argument and the answers of its
 * calls: each run up to the next call happens once, by calling the real code again with the answers so far; from then
 * on it is looked up.
 */
export class HandlerRuns {
  readonly nodes: RunNode[] = [];
  private readonly handlers: FunctionEntries;
  private readonly roots = new Map<string, number>();
  private readonly children: Map<string | number, number>[] = [];

  constructor(handlers: FunctionEntries) {
    this.handlers = handlers;
  }

  node(id: number): RunNode {
    const node = this.nodes[id];
    if (!node) throw new Error(`no run has the number ${id}`);
    return node;
  }

  /** @throws NotKnownYet */
  root(handler: EntryName, args: unknown): number {
    const key = `${handler} ${JSON.stringify(args)}`;
    const known = this.roots.get(key);
    if (known !== undefined) return known;
    throw new NotKnownYet(async () => {
      this.roots.set(key, await this.reach(handler, args, [], NOTHING_SEEN));
    });
  }

  /**
   * Where the run is once its call was answered.
   * @param key equal for equal answers, and only for them
   * @param revision of what the answer is, when it carries one that this run had not seen
   * @throws NotKnownYet
   */
  answered(id: number, key: string | number, answer: unknown, revision?: Versioned): number {
    const children = this.children[id];
    const known = children?.get(key);
    if (known !== undefined) return known;
    throw new NotKnownYet(async () => {
      const { handler, args, answers, seen } = this.node(id);
      const next = revision === undefined ? seen : { ...seen, [revision]: seen[revision] + 1 };
      children?.set(key, await this.reach(handler, args, [...answers, answer], next));
    });
  }

  private async reach(
    handler: EntryName,
    args: unknown,
    answers: readonly unknown[],
    seen: RunNode['seen'],
  ): Promise<number> {
    const next = await runUntil(this.handlers[handler], args, answers);
    this.children.push(new Map());
    return this.nodes.push({ id: this.nodes.length, handler, args, answers, next, seen }) - 1;
  }
}

/**
 * Runs the handler with these answers up to the first call that none of them is for, where it stays for ever; or to its
 * end.
 */
async function runUntil(create: FunctionEntry, args: unknown, answers: readonly unknown[]): Promise<RunNode['next']> {
  return new Promise((resolve) => {
    let given = 0;
    const take = (call: Call): { readonly answer: unknown } | undefined => {
      if (given < answers.length) return { answer: answers[given++] };
      resolve({ call });
      return undefined;
    };
    // After the first call without an answer a promise stays open; what a clock says then does not matter, since
    // nothing is looked at any more.
    const ports = portsOf(
      async <T>(call: Call) => {
        const taken = take(call);
        return taken ? (taken.answer as T) : new Promise<T>(() => {});
      },
      () => (take({ name: 'clock.now' })?.answer ?? new Date(0)) as Date,
    );
    create(
      ports,
      SILENT,
    )(structuredClone(args)).then(
      (result) => resolve({ end: { result: (result ?? {}) as Record<string, unknown> } }),
      (error: unknown) => resolve({ end: { error: error instanceof Error ? error.name : 'Error' } }),
    );
  });
}

function portsOf(ask: <T>(call: Call) => Promise<T>, now: () => Date): Ports {
  return {
    service: 'orders',
    // The model lets no time pass within a handler.
    clock: { now, elapsedMs: () => 0 },
    listener: {
      read: () => ask({ name: 'listener.read' }),
      write: (weights) => ask({ name: 'listener.write', weights }),
    },
    versions: {
      readAlias: (alias) => ask({ name: 'versions.readAlias', alias }),
      pointAlias: (alias, version, revisionId) => ask({ name: 'versions.pointAlias', alias, version, revisionId }),
      exists: (version) => ask({ name: 'versions.exists', version }),
      unpublished: (version) => ask({ name: 'versions.unpublished', version }),
    },
    invoker: {
      invoke: (alias) => ask({ name: 'invoker.invoke', alias }),
      invokeVersion: () => Promise.reject(new Error("the model's plan asks no version beside another")),
    },
    hooks: { ask: () => Promise.reject(new Error("the model's plan has no hooks")) },
    alarms: { read: (names) => ask({ name: 'alarms.read', names }) },
    // The model's plan compares nothing: there, alarms alone judge.
    minutes: {
      read: () => Promise.reject(new Error('the plan of the model compares nothing')),
      sums: () => Promise.reject(new Error('the model lets no time pass in which something could be counted')),
      count: () => ask({ name: 'minutes.count' }),
    },
    records: {
      read: () => ask({ name: 'records.read' }),
      compareAndSet: (expected, next) => ask({ name: 'records.compareAndSet', expected, next: structuredClone(next) }),
      history: (id) => ask({ name: 'records.history', id }),
      past: () => ask({ name: 'records.past' }),
      archive: (closed) => ask({ name: 'records.archive', closed }),
    },
    announcer: { publish: () => ask({ name: 'announcer.publish' }) },
    meter: { canaryWeight: () => ask({ name: 'meter.canaryWeight' }) },
    executions: { status: (execution) => ask({ name: 'executions.status', execution }) },
  };
}
