import { WATCHDOG } from '../../rollout/rollback/watchdog.ts';
import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/writer.ts';
import { perform, type Effect, type Tables } from './calls.ts';
import { faultsFrom } from './faults.ts';
import type { Call } from './handler-runs.ts';
import { actorOf, changed, judgeWorldOf, moveOf, tidied, type Move } from './move.ts';
import { deliver } from './notices.ts';
import { ownCall } from './own-calls.ts';
import { arrive, changesAtOnce, goOn, settled, wait, without } from './progress.ts';
import { IN_FLIGHT, LOOKED, ROUND, unread, VERSIONED, WATCHDOG_OWNER, type Process, type State } from './state.ts';
import { lifetimeOf } from './time.ts';
import { describeCall, nameOf } from './words.ts';

/** Everything that can happen next: what goes on by itself, and every fault that is left in the budget. */
export function movesFrom(tables: Tables, state: State): Move[] {
  const moves: Move[] = [];
  for (let i = 0; i < state.processes.length; i++) moves.push(...callOf(tables, state, i));
  for (let i = 0; i < state.runs.length; i++) moves.push(...wake(tables, state, i), ...ownCall(tables, state, i));
  for (const notice of new Set(state.notices)) moves.push(...deliver(tables, state, notice));
  moves.push(...quiet(tables, state));
  moves.push(...faultsFrom(tables, state));
  return moves;
}

/** Nothing goes on by itself any more. */
export const isQuiet = (state: State): boolean =>
  state.processes.length === 0 && state.notices.length === 0 && state.runs.every(({ status }) => status !== 'RUNNING');

/** The process's next call takes effect and is answered. */
export function callOf(tables: Tables, state: State, index: number): Move[] {
  const process = state.processes[index];
  if (!process) return [];
  const { next } = tables.runs.node(process.node);
  if (!('call' in next)) throw new Error('a process that has ended is still in the state');
  const { call } = next;
  const effect =
    call.name === 'clock.now' ? watchdogClock(tables, state, process) : perform(tables, state, process, call);
  const { read } = effect;
  const called: Process = { ...process, fresh: read === undefined ? process.fresh : process.fresh | VERSIONED[read] };
  const others = without(state, index);
  const touched = call.name === 'clock.now' ? looked(tables, others, called) : affected(others, called, call, effect);
  const world = effect.change ? tables.values.changed(state, effect.change) : state.world;
  const told = effect.moved === 'record' ? unread(state) : state;
  const after: State = { ...told, world, processes: touched.others };
  const text = () => `${actorOf(tables, state, process)}: ${describeCall(call, effect, process.mode)}`;
  const violations = effect.change ? [...(effect.violations ?? []), ...judgeWorldOf(tables, after)] : [];
  if (process.mode === IN_FLIGHT) return [moveOf(tables, { state: after, text: '' }, text, violations)];
  const answered: Process = {
    ...touched.self,
    node: tables.runs.answered(process.node, effect.key, effect.answer, effect.revision),
  };
  if (call.name === 'records.read' && changesAtOnce(tables, answered.node)) {
    const both = { ...after, processes: [...after.processes, answered] };
    return callOf(tables, both, both.processes.length - 1);
  }
  return goOn(tables, after, answered).map((outcome) => moveOf(tables, outcome, text, violations));
}

interface Touched {
  readonly others: Process[];
  readonly self: Process;
}

/**
 * Whoever has read what was written now holds an old revision; and a watchdog that took the record has noted when it
 * had looked at its clock.
 */
function affected(others: Process[], self: Process, call: Call, { moved }: Effect): Touched {
  if (moved === undefined) return { others, self };
  const bit = VERSIONED[moved];
  const takes =
    call.name === 'records.compareAndSet' && self.owner === WATCHDOG_OWNER && call.next.rollout !== undefined;
  const marks = (process: Process) =>
    takes ? (process.marks & ~ROUND) | ((process.marks & LOOKED) === 0 ? 0 : ROUND) : process.marks;
  const touch = (process: Process): Process => ({ ...process, fresh: process.fresh & ~bit, marks: marks(process) });
  return { others: others.map(touch), self: touch(self) };
}

/** While somebody lives who lived when the watchdog took the record, it cannot be late enough to close it. */
function watchdogClock(tables: Tables, state: State, process: Process): Effect {
  const world = tables.values.world(state);
  const { rollout } = tables.values.records.value(world.record);
  if (
    rollout?.rescuer === WATCHDOG &&
    rollout.rescuerSeenAt !== undefined &&
    state.processes.some(({ marks }) => (marks & ROUND) !== 0)
  ) {
    const soon = new Date(Date.parse(rollout.rescuerSeenAt) + 1000);
    return { answer: soon, key: soon.getTime() };
  }
  return perform(tables, state, process, { name: 'clock.now' });
}

/** With two rounds at once, who lives at the earlier look counts: that is fewer, and so leaves more to happen. */
function looked(tables: Tables, others: Process[], self: Process): Touched {
  if (others.some(({ owner }) => owner === WATCHDOG_OWNER)) return { others, self };
  const mark = (process: Process): Process =>
    lifetimeOf(tables.runs.node(process.node).handler) <= WRITER_LIFETIME_SECONDS
      ? { ...process, marks: process.marks | LOOKED }
      : process;
  return { others: others.map(mark), self: mark(self) };
}

/** A wait ends once nobody lives any more who cannot outlive it. */
function wake(tables: Tables, state: State, index: number): Move[] {
  const run = state.runs[index];
  const place = run && tables.machine.place(run.place);
  if (
    run?.status !== 'RUNNING' ||
    place?.at !== 'wait' ||
    state.processes.some(({ marks }) => (marks & (1 << index)) !== 0)
  )
    return [];
  if (run.more !== undefined) {
    const to = tidied(tables, wait(tables, state, index, run.more, WRITER_LIFETIME_SECONDS));
    return [
      { to, violations: [], text: () => `${nameOf(place.context.id)}: in "${place.state}" a writer's lifetime passes` },
    ];
  }
  const text = () => `${nameOf(place.context.id)}: "${place.state}" is over`;
  return arrive(tables, settled(tables, state, place), index, tables.machine.waited(run.place)).map((outcome) =>
    moveOf(tables, outcome, text),
  );
}

/** An alarm goes off some time after the canary has lost its weight, which the claim of the next release waits for. */
function quiet(tables: Tables, state: State): Move[] {
  const world = tables.values.world(state);
  if (world.canaryAlarm === 0 || world.canaryWeight > 0) return [];
  const waiting =
    state.processes.some(({ node }) => tables.runs.node(node).handler === 'claim') ||
    (tables.values.budgets.value(state.budget).start ?? 0) > 0;
  return waiting ? [changed(tables, state, { canaryAlarm: 0 }, () => 'the canary alarm goes off')] : [];
}
