import { isWrite, perform, type Tables } from './calls.ts';
import { HAND_MADE_VERSION } from './invariants.ts';
import { idOf } from './machine.ts';
import { actorOf, changed, moveOf, tidied, type Move } from './move.ts';
import { deliver, describeNotice } from './notices.ts';
import { arrive, beginRound, changesAtOnce, failed, spend, start, withEnds, without } from './progress.ts';
import { IN_FLIGHT, ORPHAN, TASK, VERSIONED, type Fault, type Mode, type Process, type State } from './state.ts';
import { nameOf } from './words.ts';

/** How a function ends that was killed, as its caller is told. */
const KILLED = 'Sandbox.Timedout';

/** Every way in which one of the faults that are left can happen now. */
export function faultsFrom(tables: Tables, state: State): Move[] {
  const budget = tables.values.budgets.value(state.budget);
  return (Object.keys(budget) as Fault[]).flatMap((fault) => FAULT_MOVES[fault](tables, spend(tables, state, fault)));
}

/** The moves of each fault; the state given has paid for it. */
const FAULT_MOVES: Readonly<Record<Fault, (tables: Tables, state: State) => Move[]>> = {
  abort: (tables, state) => abort(tables, state, true),
  'abort unheard': (tables, state) => abort(tables, state, false),
  alarm: (tables, state) => alarm(tables, state, ['alarm event', 'alarm message']),
  'alarm event': (tables, state) => alarm(tables, state, ['alarm event']),
  'alarm message': (tables, state) => alarm(tables, state, ['alarm message']),
  'production alarm': (tables, state) => {
    const { stamps, productionAlarm } = tables.values.world(state);
    return productionAlarm > 0
      ? []
      : [
          changed(
            tables,
            state,
            { stamps: stamps + 1, productionAlarm: stamps + 1 },
            () => 'the production alarm comes on',
          ),
        ];
  },
  message: (tables, state) => {
    const at = tables.values.world(state).stamps + 1;
    const notices = [...state.notices, tables.values.notices.idOf({ kind: 'message', at })].sort((a, b) => a - b);
    return [
      changed(
        tables,
        { ...state, notices },
        { stamps: at },
        () => 'somebody publishes a message on the rollback topic',
      ),
    ];
  },
  start: (tables, state) => {
    const version = String(
      state.runs.filter(({ place }) => !nameOf(idOf(tables.machine.place(place))).startsWith('R')).length + 2,
    );
    return start(tables, state, { version }).map((outcome) =>
      moveOf(tables, outcome, () => `somebody starts a release of version ${version}`),
    );
  },
  redrive: (tables, state) =>
    state.runs.flatMap((run, index) => {
      if (run.status !== 'ABORTED' || tables.machine.place(run.place).at === 'end') return [];
      const text = () => `somebody redrives ${nameOf(idOf(tables.machine.place(run.place)))}`;
      return arrive(
        tables,
        { ...state, runs: state.runs.with(index, { ...run, status: 'RUNNING' }) },
        index,
        tables.machine.redriven(run.place),
      ).map((outcome) => moveOf(tables, outcome, text));
    }),
  round: (tables, state) =>
    beginRound(tables, state).map((outcome) => moveOf(tables, outcome, () => 'a round of the watchdog begins')),
  lost: (tables, state) =>
    [...new Set(state.notices)].map((notice) => {
      const at = state.notices.indexOf(notice);
      return {
        to: { ...state, notices: state.notices.filter((_, index) => index !== at) },
        violations: [],
        text: () => `${describeNotice(tables, notice)} gets lost`,
      };
    }),
  doubled: (tables, state) => [...new Set(state.notices)].flatMap((notice) => deliver(tables, state, notice, true)),
  crash: (tables, state) =>
    state.processes.flatMap((process, index) =>
      process.mode === IN_FLIGHT
        ? []
        : death(
            tables,
            { ...state, processes: without(state, index) },
            process,
            () => `${actorOf(tables, state, process)} is killed`,
          ),
    ),
  'late call': (tables, state) =>
    state.processes.flatMap((process, index) => {
      const dying = process.mode === IN_FLIGHT ? undefined : atItsWrite(tables, state, process);
      if (dying === undefined) return [];
      const { next } = tables.runs.node(dying.node);
      if (!('call' in next)) return [];
      const processes = [...without(state, index), { ...dying, mode: IN_FLIGHT as Mode }];
      return death(
        tables,
        { ...state, processes },
        process,
        () => `${actorOf(tables, state, process)} is killed with ${next.call.name} under way`,
      );
    }),
  /** It happens as a task begins: `progress.ts`. */
  starved: () => [],
  'weights by hand': (tables, state) => [
    changed(tables, state, { canaryWeight: 50, weightsByHand: true }, () => 'a person writes weights 50/50'),
  ],
  'alias by hand': (tables, state) => {
    const { memory } = tables.values.world(state);
    const { good, ...rest } = tables.values.memories.value(memory);
    const allowed = tables.values.memories.idOf({ ...rest, good: [...new Set([...good, HAND_MADE_VERSION])].sort() });
    return (['production', 'canary'] as const).map((alias) => {
      const processes = state.processes.map((process) => ({ ...process, fresh: process.fresh & ~VERSIONED[alias] }));
      const change =
        alias === 'production'
          ? { production: HAND_MADE_VERSION, productionByHand: true, memory: allowed }
          : { canary: HAND_MADE_VERSION };
      return changed(
        tables,
        { ...state, processes },
        change,
        () => `a person points ${alias} at version ${HAND_MADE_VERSION}`,
      );
    });
  },
};

/** What runs goes on; whether a rule hears of it or not. */
function abort(tables: Tables, state: State, heard: boolean): Move[] {
  return state.runs.flatMap((run, index) => {
    if (run.status !== 'RUNNING') return [];
    const place = tables.machine.place(run.place);
    const { more: _, fresh: _fresh, ...rest } = run;
    const runs = state.runs.with(index, { ...rest, status: 'ABORTED' });
    const processes = state.processes.map((process): Process =>
      process.owner === index && process.mode === TASK ? { ...process, mode: ORPHAN } : process,
    );
    const told = heard ? [tables.values.notices.idOf({ kind: 'ended', id: idOf(place), status: 'ABORTED' })] : [];
    const to = withEnds(tables, {
      ...state,
      runs,
      processes,
      notices: [...state.notices, ...told].sort((a, b) => a - b),
    });
    return [
      {
        to: tidied(tables, to),
        violations: [],
        text: () =>
          `a person aborts ${nameOf(idOf(place))} in "${place.state}"${heard ? '' : ', which nobody hears of'}`,
      },
    ];
  });
}

/** It comes on, and these tell of it. */
function alarm(tables: Tables, state: State, tell: readonly ('alarm event' | 'alarm message')[]): Move[] {
  const world = tables.values.world(state);
  if (world.canaryAlarm > 0) return [];
  const at = world.stamps + 1;
  const notices = [...state.notices, ...tell.map((kind) => tables.values.notices.idOf({ kind, at }))].sort(
    (a, b) => a - b,
  );
  return [changed(tables, { ...state, notices }, { stamps: at, canaryAlarm: at }, () => 'the canary alarm comes on')];
}

/**
 * The process as it makes its next call, if that writes; a read of the record and the write that follows are one move
 * otherwise.
 */
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
