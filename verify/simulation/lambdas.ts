import type { Clock } from 'local-aws/clock';
import type { Log } from '../../handlers/ports/logger.ts';
import type { AlarmState } from '../../rollout/alarms.ts';
import { timeoutSecondsOf, type EntryName, type FunctionEntries } from '../handlers.ts';
import { LAMBDA_REFUSES } from '../../statemachine/contract/retry-policy.ts';
import type { Ports } from '../../handlers/ports/index.ts';
import type { Perform } from '../memory/ports.ts';
import type { World } from '../memory/world.ts';
import { versionOf, type Actor, type Trace } from './trace.ts';

/** One run of a function. */
export interface Invocation {
  /** `machine`: no function at all, but the machine by itself. */
  readonly fn: EntryName | 'machine';
  readonly actor: Actor;
  /** Counts the invocations of this function, from 1. */
  readonly nth: number;
  readonly redrives: number;
}

/** A call that a function is about to make. */
export interface PortCall {
  readonly invocation: Invocation;
  /** `listener.write`, `records.compareAndSet`, … */
  readonly name: string;
  /** Counts the calls of the invocation, from 0. */
  readonly index: number;
}

/**
 * What becomes of a call. Milliseconds are simulated.
 * - `passes`: on the way there and back for so long; `landed` is told in between
 * - `fails`: refused, nothing happened
 * - `answer lost`: it happened, and yet it fails
 * - `leaves out`: the answer lacks an alarm
 * - `dies`: its function is killed `before` it happens or `after` it happened and before it answers; `landsAfterMs`: it
 *   happens all the same, so much later
 */
export type Fate =
  | { readonly kind: 'passes'; readonly thereMs?: number; readonly backMs?: number; readonly landed?: () => void }
  | { readonly kind: 'fails'; readonly error: string }
  | { readonly kind: 'answer lost'; readonly error: string }
  | { readonly kind: 'dies'; readonly when: 'before' | 'after'; readonly landsAfterMs?: number }
  /** Nothing happened, and yet it answers: as a condition that does not hold. */
  | { readonly kind: 'conflicts' }
  | { readonly kind: 'leaves out'; readonly alarm: string };

/**
 * Decides about the calls of functions, and the machine's own. Asked just before each call, so that it may also set
 * other things off.
 */
export interface Surroundings {
  /** Whether Lambda has no room to run a function now. It has unless told. */
  starved?(): boolean;
  fate(call: PortCall): Fate;
  /** Returns when it is this call's turn among all that are under way at the same time. */
  turn(call: PortCall): Promise<void> | undefined;
}

export const UNDISTURBED: Surroundings = { fate: () => ({ kind: 'passes' }), turn: () => undefined };

/** Lambda's own name for a process that died. */
export const DIED = 'Runtime.ExitError';
export const TIMED_OUT = 'Sandbox.Timedout';

/** An error as Lambda reports it: by name. */
export class FunctionFailed extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const never = <T>(): Promise<T> => new Promise<T>(() => {});

interface Running extends Invocation {
  dead: boolean;
  calls: number;
}

/** What one run of a function calls; each call is performed as told. */
export type PortsOf = (world: World, actor: Actor, perform: Perform) => Ports;

export interface LambdasOptions {
  readonly clock: Clock;
  readonly world: World;
  readonly log: Log;
  readonly functions: FunctionEntries;
  readonly trace: Trace;
  readonly surroundings: Surroundings;
  readonly ports: PortsOf;
}

/**
 * Lambda: runs functions over in-memory ports, each call of which may be late, lost, refused or the last. Nothing that
 * runs is stopped by its caller's end.
 */
export class Lambdas {
  private readonly options: LambdasOptions;
  private readonly counts = new Map<EntryName, number>();

  constructor(options: LambdasOptions) {
    this.options = options;
  }

  /** @throws Error named as Lambda would name it */
  invoke(fn: EntryName, actor: Actor, payload: unknown): Promise<unknown> {
    const nth = (this.counts.get(fn) ?? 0) + 1;
    this.counts.set(fn, nth);
    if (this.options.surroundings.starved?.()) {
      const message = 'Rate Exceeded. (Service: Lambda, Status Code: 429)';
      this.options.trace.add(actor, { what: 'answer', fn, payload, error: LAMBDA_REFUSES, message });
      return Promise.reject(new FunctionFailed(LAMBDA_REFUSES, message));
    }
    const running: Running = { fn, actor, nth, redrives: redrivesOf(payload), dead: false, calls: 0 };
    const { clock, functions, log, trace, world } = this.options;
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        if (running.dead) return;
        running.dead = true;
        cancelTimeout();
        finish();
      };
      const fail = (error: Error) =>
        end(() => {
          trace.add(actor, { what: 'answer', fn, payload, error: error.name, message: error.message });
          reject(error);
        });
      const cancelTimeout = clock.schedule(timeoutSecondsOf(fn) * 1000, () =>
        fail(new FunctionFailed(TIMED_OUT, `Task timed out after ${timeoutSecondsOf(fn)} seconds`)),
      );
      const die = () => fail(new FunctionFailed(DIED, 'Runtime exited with error: signal: killed'));
      functions[fn](
        this.options.ports(world, actor, this.perform(running, die)),
        log,
      )(payload).then(
        (result) =>
          end(() => {
            trace.add(actor, { what: 'answer', fn, payload, result });
            resolve(result);
          }),
        (error: unknown) => fail(error as Error),
      );
    });
  }

  /** A function that is dead is heard of no more; what it sent before lands all the same. */
  private perform(running: Running, die: () => void): Perform {
    const { clock, surroundings, world } = this.options;
    return async <T>(name: string, effect: () => T): Promise<T> => {
      if (running.dead) return never();
      const call: PortCall = { invocation: running, name, index: running.calls++ };
      const fate = surroundings.fate(call);
      if (fate.kind === 'dies' && fate.when === 'before') {
        if (fate.landsAfterMs !== undefined) clock.schedule(fate.landsAfterMs, () => this.land(call, effect));
        die();
        return never();
      }
      if (fate.kind === 'fails') throw new FunctionFailed(fate.error, `${name} was refused`);
      if (fate.kind === 'conflicts') return false as T;
      if (fate.kind === 'passes' && fate.thereMs) await clock.sleep(fate.thereMs);
      await surroundings.turn(call);
      await world.hook({ actor: running.actor, name, moment: 'before' });
      const result = this.land(call, fate.kind === 'leaves out' ? () => without(effect(), fate.alarm) as T : effect);
      await world.hook({ actor: running.actor, name, moment: 'after' });
      if (fate.kind === 'passes') fate.landed?.();
      if (fate.kind === 'dies') {
        die();
        return never();
      }
      if (fate.kind === 'answer lost') throw new FunctionFailed(fate.error, `the answer of ${name} was lost`);
      if (fate.kind === 'passes' && fate.backMs) await clock.sleep(fate.backMs);
      if (running.dead) return never();
      return result;
    };
  }

  /** The effect, and what it changed. */
  private land<T>(call: PortCall, effect: () => T): T {
    const { world } = this.options;
    const { weights, record } = world;
    const aliases = movesAlias(call.name) ? new Map(world.aliases) : world.aliases;
    const announced = world.announcements.length;
    const result = effect();
    this.note(call, { weights, record, aliases, announced }, result);
    return result;
  }

  private note(
    { invocation, name }: PortCall,
    before: Pick<World, 'weights' | 'record' | 'aliases'> & { announced: number },
    result: unknown,
  ): void {
    const { trace, world } = this.options;
    const { actor, redrives } = invocation;
    if (world.weights !== before.weights)
      trace.add(actor, {
        what: 'weights',
        weights: world.weights,
        record: world.record,
        canary: versionOf(world.aliases, 'canary'),
        redrives,
      });
    if (world.record !== before.record)
      trace.add(actor, { what: 'record', before: before.record, after: world.record });
    if (movesAlias(name)) {
      for (const [alias, { version }] of world.aliases) {
        const from = versionOf(before.aliases, alias);
        if (from !== version)
          trace.add(actor, { what: 'alias', alias, from, to: version, record: world.record, redrives });
      }
    }
    if (name === 'alarms.read') trace.add(actor, { what: 'alarms', states: result as readonly AlarmState[] });
    for (const event of world.announcements.slice(before.announced)) trace.add(actor, { what: 'announced', event });
  }
}

const without = (states: unknown, alarm: string): unknown =>
  Array.isArray(states) ? (states as readonly AlarmState[]).filter(({ name }) => name !== alarm) : states;

function redrivesOf(payload: unknown): number {
  const { execution } = payload as { execution?: { redrives?: number } };
  return execution?.redrives ?? 0;
}

const movesAlias = (call: string): boolean => call.endsWith('.pointAlias');
