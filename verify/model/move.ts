import { WATCHDOG } from '../../rollout/rollback/watchdog.ts';
import type { Tables } from './calls.ts';
import { judgeWorld, type Violation } from './invariants.ts';
import { idOf } from './machine.ts';
import type { Outcome } from './progress.ts';
import { LOOKED, ordered, ROUND, SNS, WATCHDOG_OWNER, type Process, type State, type World } from './state.ts';
import { nameOf } from './words.ts';

/** One thing that can happen next. */
export interface Move {
  readonly to: State;
  readonly violations: readonly Violation[];
  /** For a timeline. */
  readonly text: () => string;
}

export function moveOf(
  tables: Tables,
  { state, text: then }: Outcome,
  text: () => string,
  violations: readonly Violation[] = [],
): Move {
  return { to: tidied(tables, state), violations, text: () => (then === '' ? text() : `${text()}; ${then}`) };
}

export function changed(tables: Tables, state: State, change: Partial<World>, text: () => string): Move {
  const to = tidied(tables, { ...state, world: tables.values.changed(state, change) });
  return { to, violations: judgeWorldOf(tables, to), text };
}

export function judgeWorldOf({ values }: Tables, state: State): Violation[] {
  const world = values.world(state);
  return judgeWorld(world, values.records.value(world.record));
}

/** Marks that nobody will ask for are taken away, and everything is put in order. */
export function tidied({ values }: Tables, state: State): State {
  const watching = state.processes.some(({ owner }) => owner === WATCHDOG_OWNER);
  const rescued = values.records.value(values.world(state).record).rollout?.rescuer === WATCHDOG;
  const kept = ~((watching ? 0 : LOOKED) | (rescued ? 0 : ROUND));
  const processes = ordered(
    state.processes.map((process) =>
      (process.marks & ~kept) === 0 ? process : { ...process, marks: process.marks & kept },
    ),
  );
  return { ...state, processes };
}

export const actorOf = ({ machine, runs }: Tables, state: State, { owner, node }: Process): string => {
  const { handler } = runs.node(node);
  if (owner === SNS) return 'roll-back for SNS';
  if (owner === WATCHDOG_OWNER) return 'watchdog';
  return `${handler} of ${nameOf(idOf(machine.place(state.runs[owner]?.place ?? -1)))}`;
};
