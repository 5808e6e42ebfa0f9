import { WATCHDOG } from '../../handlers/domain/watchdog.ts';
import { describeCall, isWrite, nameOf, perform, type Effect, type Tables } from './calls.ts';
import type { Call } from './handler-runs.ts';
import { HAND_MADE_VERSION, judgeWorld, type Violation } from './invariants.ts';
import { idOf } from './machine.ts';
import { arrive, failed, goOn, start, wait, withEnds, without, type Outcome } from './progress.ts';
import { IN_FLIGHT, LOOKED, ordered, ORPHAN, ROUND, SNS, TASK, VERSIONED, WATCHDOG_OWNER, type Fault, type Mode, type Process, type State, type World } from './state.ts';
import { lifetimeOf, stampedAt } from './time.ts';
import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/plan.ts';

/** One thing that can happen next. */
export interface Move {
  readonly to: State;
  readonly violations: readonly Violation[];
  /** For a timeline. */
  readonly text: () => string;
}

/** How a function ends that was killed, as its caller is told. */
const KILLED = 'Sandbox.Timedout';

/** Everything that can happen next: what goes on by itself, and every fault that is left in the budget. */
export function movesFrom(tables: Tables, state: State): Move[] {
  const moves: Move[] = [];
  for (let i = 0; i < state.processes.length; i++) moves.push(...callOf(tables, state, i));
  for (let i = 0; i < state.runs.length; i++) moves.push(...wake(tables, state, i));
  for (const notice of new Set(state.notices)) moves.push(...deliver(tables, state, notice));
  moves.push(...quiet(tables, state));
  const budget = tables.values.budgets.value(state.budget);
  for (const fault of Object.keys(budget) as Fault[]) moves.push(...FAULT_MOVES[fault](tables, spend(tables, state, fault)));
  return moves;
}

/** Nothing goes on by itself any more. */
export const isQuiet = (state: State): boolean => state.processes.length === 0 && state.notices.length === 0 && state.runs.every(({ status }) => status !== 'RUNNING');

function spend({ values }: Tables, state: State, fault: Fault): State {
  const { [fault]: left = 0, ...rest } = values.budgets.value(state.budget);
  return { ...state, budget: values.budgets.idOf(left > 1 ? { ...rest, [fault]: left - 1 } : rest) };
}

const actorOf = ({ machine, runs }: Tables, state: State, { owner, node }: Process): string => {
  const { handler } = runs.node(node);
  if (owner === SNS) return 'roll-back for SNS';
  if (owner === WATCHDOG_OWNER) return 'watchdog';
  return `${handler} of ${nameOf(idOf(machine.place(state.runs[owner]?.place ?? -1)))}`;
};

/** The process's next call takes effect and is answered. */
export function callOf(tables: Tables, state: State, index: number): Move[] {
  const process = state.processes[index];
  if (!process) return [];
  const { next } = tables.runs.node(process.node);
  if (!('call' in next)) throw new Error('a process that has ended is still in the state');
  const { call } = next;
  const effect = call.name === 'clock.now' ? watchdogClock(tables, state, process) : perform(tables, state, process, call);
  const { read } = effect;
  const called: Process = { ...process, fresh: read === undefined ? process.fresh : process.fresh | VERSIONED[read] };
  const others = without(state, index);
  const touched = call.name === 'clock.now' ? looked(tables, others, called) : affected(others, called, call, effect);
  const world = effect.change ? tables.values.changed(state, effect.change) : state.world;
  const after: State = { ...state, world, processes: touched.others };
  const text = () => `${actorOf(tables, state, process)}: ${describeCall(call, effect, process.mode)}`;
  const violations = effect.change ? [...(effect.violations ?? []), ...judgeWorldOf(tables, after)] : [];
  if (process.mode === IN_FLIGHT) return [moveOf(tables, { state: after, text: '' }, text, violations)];
  const answered: Process = { ...touched.self, node: tables.runs.answered(process.node, effect.key, effect.answer, effect.revision) };
  if (call.name === 'records.read' && changesAtOnce(tables, answered.node)) {
    const both = { ...after, processes: [...after.processes, answered] };
    return callOf(tables, both, both.processes.length - 1);
  }
  return goOn(tables, after, answered).map((outcome) => moveOf(tables, outcome, text, violations));
}

/**
 * A handler that has just read the record and decides by nothing else writes it in the same move: had somebody written in between, it would read
 * and decide again, as if it had read only then. It could lose so five times in a row, which leads to another try of the task or
 * to its catch; every function that is killed does that too.
 */
function changesAtOnce({ runs }: Tables, id: number): boolean {
  const node = runs.node(id);
  return 'call' in node.next && node.next.call.name === 'records.compareAndSet';
}

function moveOf(tables: Tables, { state, text: then }: Outcome, text: () => string, violations: readonly Violation[] = []): Move {
  return { to: tidied(tables, state), violations, text: () => (then === '' ? text() : `${text()}; ${then}`) };
}

function judgeWorldOf({ values }: Tables, state: State): Violation[] {
  const world = values.world(state);
  return judgeWorld(world, values.records.value(world.record));
}

interface Touched {
  readonly others: Process[];
  readonly self: Process;
}

/** Whoever has read what was written now holds an old revision; and a watchdog that took the record has noted when it had looked at its clock. */
function affected(others: Process[], self: Process, call: Call, { moved }: Effect): Touched {
  if (moved === undefined) return { others, self };
  const bit = VERSIONED[moved];
  const takes = call.name === 'records.compareAndSet' && self.owner === WATCHDOG_OWNER && call.next.rollout !== undefined;
  const marks = (process: Process) => (takes ? (process.marks & ~ROUND) | ((process.marks & LOOKED) === 0 ? 0 : ROUND) : process.marks);
  const touch = (process: Process): Process => ({ ...process, fresh: process.fresh & ~bit, marks: marks(process) });
  return { others: others.map(touch), self: touch(self) };
}

/** While somebody lives who lived when the watchdog took the record, it cannot be late enough to close it. */
function watchdogClock(tables: Tables, state: State, process: Process): Effect {
  const world = tables.values.world(state);
  const { rollout } = tables.values.records.value(world.record);
  if (rollout?.rescuer === WATCHDOG && rollout.rescuerSeenAt !== undefined && state.processes.some(({ marks }) => (marks & ROUND) !== 0)) {
    const soon = new Date(Date.parse(rollout.rescuerSeenAt) + 1000);
    return { answer: soon, key: soon.getTime() };
  }
  return perform(tables, state, process, { name: 'clock.now' });
}

/** With two rounds at once, who lives at the earlier look counts: that is fewer, and so leaves more to happen. */
function looked(tables: Tables, others: Process[], self: Process): Touched {
  if (others.some(({ owner }) => owner === WATCHDOG_OWNER)) return { others, self };
  const mark = (process: Process): Process =>
    lifetimeOf(tables.runs.node(process.node).handler) <= WRITER_LIFETIME_SECONDS ? { ...process, marks: process.marks | LOOKED } : process;
  return { others: others.map(mark), self: mark(self) };
}

/** Marks that nobody will ask for are taken away, and everything is put in order. */
function tidied({ values }: Tables, state: State): State {
  const watching = state.processes.some(({ owner }) => owner === WATCHDOG_OWNER);
  const rescued = values.records.value(values.world(state).record).rollout?.rescuer === WATCHDOG;
  const kept = ~((watching ? 0 : LOOKED) | (rescued ? 0 : ROUND));
  const processes = ordered(state.processes.map((process) => ((process.marks & ~kept) === 0 ? process : { ...process, marks: process.marks & kept })));
  return { ...state, processes };
}

/** A wait ends once nobody lives any more who cannot outlive it. */
function wake(tables: Tables, state: State, index: number): Move[] {
  const run = state.runs[index];
  const place = run && tables.machine.place(run.place);
  if (run?.status !== 'RUNNING' || place?.at !== 'wait' || state.processes.some(({ marks }) => (marks & (1 << index)) !== 0)) return [];
  if (run.more !== undefined) {
    const to = tidied(tables, wait(tables, state, index, run.more, WRITER_LIFETIME_SECONDS));
    return [{ to, violations: [], text: () => `${nameOf(place.context.id)}: in "${place.state}" a writer's lifetime passes` }];
  }
  const text = () => `${nameOf(place.context.id)}: "${place.state}" is over`;
  return arrive(tables, state, index, tables.machine.waited(run.place)).map((outcome) => moveOf(tables, outcome, text));
}

/** An alarm goes off some time after the canary has lost its weight, which the claim of the next release waits for. */
function quiet(tables: Tables, state: State): Move[] {
  const world = tables.values.world(state);
  if (world.canaryAlarm === 0 || world.canaryWeight > 0) return [];
  const waiting = state.processes.some(({ node }) => tables.runs.node(node).handler === 'claim') || (tables.values.budgets.value(state.budget).start ?? 0) > 0;
  return waiting ? [changed(tables, state, { canaryAlarm: 0 }, () => 'the canary alarm goes off')] : [];
}

function changed(tables: Tables, state: State, change: Partial<World>, text: () => string): Move {
  const to = tidied(tables, { ...state, world: tables.values.changed(state, change) });
  return { to, violations: judgeWorldOf(tables, to), text };
}

/** A rule starts an execution, or a topic calls the function. */
function deliver(tables: Tables, state: State, notice: number, keep = false): Move[] {
  const { values } = tables;
  const found = values.notices.value(notice);
  const at = state.notices.indexOf(notice);
  const left: State = keep ? state : { ...state, notices: state.notices.filter((_, index) => index !== at) };
  const text = () => `${describeNotice(tables, notice)} arrives${keep ? ' (and will once more)' : ''}`;
  const outcomes =
    found.kind === 'alarm message' || found.kind === 'message'
      ? goOn(tables, left, { node: tables.runs.root('sns', snsArgs(notice, found.kind, found.at)), owner: SNS, mode: TASK, fresh: 0, marks: 0 })
      : start(tables, left, { rollback: { event: found.kind === 'ended' ? endedEvent(found.id, found.status) : alarmEvent(found.at) } });
  return outcomes.map((outcome) => moveOf(tables, outcome, text));
}

function describeNotice({ values }: Tables, notice: number): string {
  const found = values.notices.value(notice);
  return found.kind === 'ended' ? `the event that ${nameOf(found.id)} ended as ${found.status}` : `the ${found.kind}`;
}

const endedEvent = (executionArn: string, status: string) => ({ source: 'aws.states', detail: { executionArn, status } });
const alarmEvent = (at: number) => ({
  source: 'aws.cloudwatch',
  detail: { alarmName: 'canary-errors', state: { value: 'ALARM', reason: '7 errors', timestamp: stampedAt(at).toISOString() } },
});

/** The handler passes over what it does not know: `notice` is for a second delivery. */
function snsArgs(notice: number, kind: 'alarm message' | 'message', at: number) {
  const time = stampedAt(at).toISOString();
  const alarm = { AlarmName: 'canary-errors', NewStateValue: 'ALARM', NewStateReason: '7 errors', StateChangeTime: time };
  const Message = JSON.stringify(kind === 'message' ? { reason: 'prices are wrong' } : alarm);
  return { Records: [{ EventSource: 'aws:sns', Sns: { MessageId: '1', Message, Timestamp: time } }], notice };
}

/** The moves of each fault; the state given has paid for it. */
const FAULT_MOVES: Readonly<Record<Fault, (tables: Tables, state: State) => Move[]>> = {
  abort: (tables, state) =>
    state.runs.flatMap((run, index) => {
      if (run.status !== 'RUNNING') return [];
      const place = tables.machine.place(run.place);
      const { more: _, ...rest } = run;
      const runs = state.runs.with(index, { ...rest, status: 'ABORTED' });
      const processes = state.processes.map((process): Process => (process.owner === index && process.mode === TASK ? { ...process, mode: ORPHAN } : process));
      const notice = tables.values.notices.idOf({ kind: 'ended', id: idOf(place), status: 'ABORTED' });
      const to = withEnds(tables, { ...state, runs, processes, notices: [...state.notices, notice].sort((a, b) => a - b) });
      return [{ to: tidied(tables, to), violations: [], text: () => `a person aborts ${nameOf(idOf(place))} in "${place.state}"` }];
    }),
  alarm: (tables, state) => alarm(tables, state, ['alarm event', 'alarm message']),
  'alarm event': (tables, state) => alarm(tables, state, ['alarm event']),
  'alarm message': (tables, state) => alarm(tables, state, ['alarm message']),
  'production alarm': (tables, state) => {
    const { stamps, productionAlarm } = tables.values.world(state);
    return productionAlarm > 0 ? [] : [changed(tables, state, { stamps: stamps + 1, productionAlarm: stamps + 1 }, () => 'the production alarm comes on')];
  },
  message: (tables, state) => {
    const at = tables.values.world(state).stamps + 1;
    const notices = [...state.notices, tables.values.notices.idOf({ kind: 'message', at })].sort((a, b) => a - b);
    return [changed(tables, { ...state, notices }, { stamps: at }, () => 'somebody publishes a message on the rollback topic')];
  },
  start: (tables, state) => {
    const version = String(state.runs.filter(({ place }) => !nameOf(idOf(tables.machine.place(place))).startsWith('R')).length + 2);
    return start(tables, state, { version }).map((outcome) => moveOf(tables, outcome, () => `somebody starts a release of version ${version}`));
  },
  redrive: (tables, state) =>
    state.runs.flatMap((run, index) => {
      if (run.status !== 'ABORTED' || tables.machine.place(run.place).at === 'end') return [];
      const text = () => `somebody redrives ${nameOf(idOf(tables.machine.place(run.place)))}`;
      return arrive(tables, { ...state, runs: state.runs.with(index, { ...run, status: 'RUNNING' }) }, index, tables.machine.redriven(run.place)).map((outcome) => moveOf(tables, outcome, text));
    }),
  round: (tables, state) => beginRound(tables, state).map((outcome) => moveOf(tables, outcome, () => 'a round of the watchdog begins')),
  lost: (tables, state) =>
    [...new Set(state.notices)].map((notice) => {
      const at = state.notices.indexOf(notice);
      return { to: { ...state, notices: state.notices.filter((_, index) => index !== at) }, violations: [], text: () => `${describeNotice(tables, notice)} gets lost` };
    }),
  doubled: (tables, state) => [...new Set(state.notices)].flatMap((notice) => deliver(tables, state, notice, true)),
  crash: (tables, state) =>
    state.processes.flatMap((process, index) =>
      process.mode === IN_FLIGHT ? [] : death(tables, { ...state, processes: without(state, index) }, process, () => `${actorOf(tables, state, process)} is killed`),
    ),
  'late call': (tables, state) =>
    state.processes.flatMap((process, index) => {
      const dying = process.mode === IN_FLIGHT ? undefined : atItsWrite(tables, state, process);
      if (dying === undefined) return [];
      const { next } = tables.runs.node(dying.node);
      if (!('call' in next)) return [];
      const processes = [...without(state, index), { ...dying, mode: IN_FLIGHT as Mode }];
      return death(tables, { ...state, processes }, process, () => `${actorOf(tables, state, process)} is killed with ${next.call.name} under way`);
    }),
  'weights by hand': (tables, state) => [changed(tables, state, { canaryWeight: 50, weightsByHand: true }, () => 'a person writes weights 50/50')],
  'alias by hand': (tables, state) => {
    const { memory } = tables.values.world(state);
    const { good, ...rest } = tables.values.memories.value(memory);
    const allowed = tables.values.memories.idOf({ ...rest, good: [...new Set([...good, HAND_MADE_VERSION])].sort() });
    return (['production', 'canary'] as const).map((alias) => {
      const processes = state.processes.map((process) => ({ ...process, fresh: process.fresh & ~VERSIONED[alias] }));
      const change = alias === 'production' ? { production: HAND_MADE_VERSION, productionByHand: true, memory: allowed } : { canary: HAND_MADE_VERSION };
      return changed(tables, { ...state, processes }, change, () => `a person points ${alias} at version ${HAND_MADE_VERSION}`);
    });
  },
};

/** It comes on, and these tell of it. */
function alarm(tables: Tables, state: State, tell: readonly ('alarm event' | 'alarm message')[]): Move[] {
  const world = tables.values.world(state);
  if (world.canaryAlarm > 0) return [];
  const at = world.stamps + 1;
  const notices = [...state.notices, ...tell.map((kind) => tables.values.notices.idOf({ kind, at }))].sort((a, b) => a - b);
  return [changed(tables, { ...state, notices }, { stamps: at, canaryAlarm: at }, () => 'the canary alarm comes on')];
}

/** The watchdog's schedule calls it. */
export function beginRound(tables: Tables, state: State): Outcome[] {
  const world = tables.values.changed(state, { rounds: tables.values.world(state).rounds + 1 });
  return goOn(tables, { ...state, world }, { node: tables.runs.root('watchdog', {}), owner: WATCHDOG_OWNER, mode: TASK, fresh: 0, marks: 0 });
}

/** The process as it makes its next call, if that writes; a read of the record and the write that follows are one move otherwise. */
function atItsWrite(tables: Tables, state: State, process: Process): Process | undefined {
  const { next } = tables.runs.node(process.node);
  if (!('call' in next)) return undefined;
  if (isWrite(next.call)) return process;
  if (next.call.name !== 'records.read') return undefined;
  const { key, answer, revision } = perform(tables, state, process, next.call);
  const node = tables.runs.answered(process.node, key, answer, revision);
  return changesAtOnce(tables, node) ? { ...process, node, fresh: process.fresh | VERSIONED.record } : undefined;
}

/** Whoever waits for a killed function tries again or gives up; Lambda calls a function for SNS again, or no more. */
function death(tables: Tables, state: State, process: Process, text: () => string): Move[] {
  const outcomes = process.mode === ORPHAN ? [{ state, text: '' }] : failed(tables, state, process, KILLED);
  return outcomes.map((outcome) => moveOf(tables, outcome, text));
}
