import { EXPECTED_FAILURES } from '../../statemachine/contract/errors.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/writer.ts';
import { isLocal, perform, type Tables } from './calls.ts';
import { erasedResult } from './erase.ts';
import type { RunNode } from './handler-runs.ts';
import { throughWith } from './invariants.ts';
import { idOf, type Place } from './machine.ts';
import { type Fault, MOST_RUNS, SNS, TASK, WATCHDOG_OWNER, type Process, type State } from './state.ts';
import { lifetimeOf, STARTED_AT } from './time.ts';
import { nameOf } from './words.ts';

/** A state that something led to, and what to say of it beyond what led there. */
export interface Outcome {
  readonly state: State;
  readonly text: string;
}

export const without = (state: State, index: number): Process[] =>
  state.processes.filter((_, other) => other !== index);

/** A new execution, of the next name: A, B, … for releases, R1, R2, … for those that are started to roll back. */
export function start(tables: Tables, state: State, input: object): Outcome[] {
  if (state.runs.length >= MOST_RUNS) throw new Error(`more than ${MOST_RUNS} executions`);
  const names = state.runs.map(({ place }) => nameOf(idOf(tables.machine.place(place))));
  const rescuers = names.filter((name) => name.startsWith('R')).length;
  const name =
    'rollback' in input ? `R${rescuers + 1}` : String.fromCharCode('A'.charCodeAt(0) + names.length - rescuers);
  const place = tables.machine.start({
    id: `arn:aws:states:eu-west-1:111111111111:execution:rollout:${name}`,
    input,
    startedAt: STARTED_AT,
    redrives: 0,
  });
  const runs = [...state.runs, { place, status: 'RUNNING' as const }];
  return arrive(tables, { ...state, runs }, runs.length - 1, place);
}

/** The execution comes to a place: a task begins, a wait begins, or it ends. */
export function arrive(tables: Tables, state: State, index: number, placeId: number): Outcome[] {
  const place = tables.machine.place(placeId);
  const runs = state.runs.with(index, { place: placeId, status: 'RUNNING' });
  switch (place.at) {
    case 'task':
      return [
        ...beginTask(tables, { ...state, runs }, index, place),
        ...starved(tables, { ...state, runs }, index, placeId),
      ].map((outcome) => said(`${nameOf(place.context.id)} enters "${place.state}"`, outcome));
    case 'call':
      return [{ state: { ...state, runs }, text: `${nameOf(place.context.id)} enters "${place.state}"` }];
    case 'wait': {
      const parts = place.state === StateName.settleRollback ? Math.floor(place.seconds / WRITER_LIFETIME_SECONDS) : 1;
      return [
        {
          state: wait(tables, { ...state, runs }, index, parts, place.seconds / parts),
          text: `${nameOf(place.context.id)} enters "${place.state}"`,
        },
      ];
    }
    case 'end': {
      const over = runs.with(index, { place: placeId, status: place.status });
      const expected: readonly string[] = EXPECTED_FAILURES;
      const told = place.status === 'FAILED' && !expected.includes(place.error);
      const notices = told
        ? [...state.notices, tables.values.notices.idOf({ kind: 'ended', id: place.id, status: 'FAILED' })].sort(
            (a, b) => a - b,
          )
        : state.notices;
      return [
        {
          state: withEnds(tables, { ...state, runs: over, notices }),
          text: `${nameOf(place.id)} ends in "${place.state}"${place.error === '' ? '' : ` as ${place.error}`}`,
        },
      ];
    }
  }
}

/**
 * A wait, or what is left of it: so many parts of so many seconds, one after the other. At the end of each, whoever
 * lived at its beginning has ended, if it lives no longer than that. Only the rollback's own wait has more parts than
 * one: its length is that of two generations on purpose.
 */
export function wait(tables: Tables, state: State, index: number, parts: number, seconds: number): State {
  const run = state.runs[index];
  if (!run) throw new Error(`there is no execution ${index}`);
  const outlived = (process: Process) => lifetimeOf(tables.runs.node(process.node).handler) <= seconds;
  const processes = state.processes.map((process) =>
    outlived(process) ? { ...process, marks: process.marks | (1 << index) } : process,
  );
  const { more: _, ...rest } = run;
  return { ...state, runs: state.runs.with(index, parts > 1 ? { ...rest, more: parts - 1 } : rest), processes };
}

function beginTask(tables: Tables, state: State, index: number, place: Extract<Place, { at: 'task' }>): Outcome[] {
  return goOn(tables, state, {
    node: tables.runs.root(place.handler, fewAnswers(place.args)),
    owner: index,
    mode: TASK,
    fresh: 0,
    marks: 0,
  });
}

/** Lambda refuses to run the task's function for as long as the machine tries. */
function starved(tables: Tables, state: State, index: number, placeId: number): Outcome[] {
  if ((tables.values.budgets.value(state.budget).starved ?? 0) === 0) return [];
  const next = tables.machine.failed(placeId, 'Lambda.TooManyRequestsException');
  return arrive(tables, spend(tables, state, 'starved'), index, next).map((outcome) =>
    said('Lambda refuses to run it', outcome),
  );
}

/** The state that has paid for a fault. */
export function spend({ values }: Tables, state: State, fault: Fault): State {
  const { [fault]: left = 0, ...rest } = values.budgets.value(state.budget);
  return { ...state, budget: values.budgets.idOf(left > 1 ? { ...rest, [fault]: left - 1 } : rest) };
}

/** One answer of an alias says as much as ten here, where a version is visible as soon as the alias is moved. */
function fewAnswers(args: unknown): unknown {
  return typeof args === 'object' && args !== null && 'answers' in args ? { ...args, answers: 1 } : args;
}

/**
 * Goes through the calls that concern nobody else; then the process is in the state, or has ended and its caller goes
 * on.
 */
export function goOn(tables: Tables, state: State, process: Process): Outcome[] {
  let self = process;
  for (;;) {
    const node = tables.runs.node(self.node);
    if ('end' in node.next) return ended(tables, state, self, node);
    const { call } = node.next;
    if (!isLocal(call, node.handler)) return [{ state: { ...state, processes: [...state.processes, self] }, text: '' }];
    const { key, answer } = perform(tables, state, self, call);
    self = { ...self, node: tables.runs.answered(self.node, key, answer) };
  }
}

function ended(tables: Tables, state: State, process: Process, { next, handler, args }: RunNode): Outcome[] {
  if (!('end' in next)) throw new Error('it has not ended');
  const { end } = next;
  const words = 'error' in end ? `it fails with ${end.error}` : 'it is done';
  if (process.mode !== TASK) return [{ state, text: words }];
  if ('error' in end) return failed(tables, state, process, end.error).map((outcome) => said(words, outcome));
  if (process.owner < 0) return [{ state, text: words }];
  const result = erasedResult(end.result);
  const place = tables.machine.succeeded(placeOf(state, process), result, tables.values.results.idOf(result));
  return arrive(tables, remembered(tables, state, handler, args, result), process.owner, place).map((outcome) =>
    said(words, outcome),
  );
}

/** Nobody tells the process's caller more than the error's name; tried again, or taken as it is. */
export function failed(tables: Tables, state: State, process: Process, error: string): Outcome[] {
  const { owner } = process;
  if (owner === WATCHDOG_OWNER) return [{ state, text: '' }];
  if (owner === SNS) {
    const { notice } = tables.runs.node(process.node).args as { notice: number };
    return [
      {
        state: { ...state, notices: [...state.notices, notice].sort((a, b) => a - b) },
        text: 'Lambda will call it again',
      },
      { state, text: 'Lambda calls it no more' },
    ];
  }
  const here = placeOf(state, process);
  const caught = arrive(tables, state, owner, tables.machine.failed(here, error));
  if (!tables.machine.retries(here, error)) return caught;
  const place = tables.machine.place(here);
  if (place.at !== 'task') throw new Error(`${place.state} is no task`);
  return [...beginTask(tables, state, owner, place).map((outcome) => said('it is tried again', outcome)), ...caught];
}

const said = (words: string, { state, text }: Outcome): Outcome => ({
  state,
  text: text === '' ? words : `${words}; ${text}`,
});

function placeOf(state: State, { owner }: Process): number {
  const run = state.runs[owner];
  if (!run) throw new Error(`nobody runs process of ${owner}`);
  return run.place;
}

/** What a check found is remembered for the promotion's invariant. */
function remembered(
  { values }: Tables,
  state: State,
  handler: string,
  args: unknown,
  result: Readonly<Record<string, unknown>>,
): State {
  if (handler !== 'check' || result['next'] !== 'advance' || result['verdict'] !== 'healthy') return state;
  const { execution, subject, weight } = args as { execution: { id: string }; subject: string; weight: number };
  if (subject !== 'canary') return state;
  const memory = values.memories.value(values.world(state).memory);
  const healthy = [...new Set([...memory.healthy, throughWith(execution.id, weight)])].sort();
  return { ...state, world: values.changed(state, { memory: values.memories.idOf({ ...memory, healthy }) }) };
}

/** The same of a wait that is over, at a weight where nothing else is asked for. */
export function settled({ gates, values }: Tables, state: State, { state: name, context }: WaitPlace): State {
  const weight = gates.settled.find((each) => StateName.settle(each) === name);
  if (weight === undefined) return state;
  const memory = values.memories.value(values.world(state).memory);
  const through = [...new Set([...memory.settled, throughWith(context.id, weight)])].sort();
  return { ...state, world: values.changed(state, { memory: values.memories.idOf({ ...memory, settled: through }) }) };
}

type WaitPlace = Extract<Place, { at: 'wait' }>;

/** How an execution ended matters to nobody but a redrive; so where none can come, every ended one is the same. */
export function withEnds({ machine, values }: Tables, state: State): State {
  if ((values.budgets.value(state.budget).redrive ?? 0) > 0) return state;
  const runs = state.runs.map((run) =>
    run.status === 'RUNNING'
      ? run
      : {
          status: 'FAILED' as const,
          place: machine.places.idOf({
            at: 'end',
            state: 'ended',
            id: idOf(machine.place(run.place)),
            status: 'FAILED',
            error: '',
          }),
        },
  );
  return { ...state, runs };
}

/** The watchdog's schedule calls it. */
export function beginRound(tables: Tables, state: State): Outcome[] {
  const world = tables.values.changed(state, { rounds: tables.values.world(state).rounds + 1 });
  return goOn(
    tables,
    { ...state, world },
    { node: tables.runs.root('watchdog', {}), owner: WATCHDOG_OWNER, mode: TASK, fresh: 0, marks: 0 },
  );
}

/**
 * A handler that has just read the record and decides by nothing else writes it in the same move: had somebody written
 * in between, it would read and decide again, as if it had read only then. It could lose so five times in a row, which
 * leads to another try of the task or to its catch; every function that is killed does that too.
 */
export function changesAtOnce({ runs }: Tables, id: number): boolean {
  const node = runs.node(id);
  return 'call' in node.next && node.next.call.name === 'records.compareAndSet';
}
