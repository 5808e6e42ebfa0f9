import type { AlarmState } from '../../rollout/alarms.ts';
import type { AliasState } from '../../rollout/lambda/aliases.ts';
import { canaryAt } from '../../rollout/weights.ts';
import type { Alias } from '../../statemachine/contract/names.ts';
import type { EntryName } from '../handlers.ts';
import { erasedClosed, erasedRecord } from './erase.ts';
import type { Call, HandlerRuns, RunNode, Versioned } from './handler-runs.ts';
import { judgeAliasMove, judgeRecordChange, judgeWeights, type Gates, type Violation } from './invariants.ts';
import { idOf, type Machine } from './machine.ts';
import { VERSIONED, type Process, type State, type Values, type World } from './state.ts';
import { clockOf, stampedAt } from './time.ts';

/** Everything that is looked up: the code that runs, and the values in the states. */
export interface Tables {
  readonly runs: HandlerRuns;
  readonly machine: Machine;
  readonly values: Values;
  readonly gates: Gates;
}

/** What a call does to the state, and what it answers. */
export interface Effect {
  readonly answer: unknown;
  /** Equal for equal answers of this call. */
  readonly key: string | number;
  /** Of what the answer carries a revision that the caller had not seen. */
  readonly revision?: Versioned;
  /** What the caller now knows the present revision of. */
  readonly read?: Versioned;
  /** What has a new revision. */
  readonly moved?: Versioned;
  readonly change?: Partial<World>;
  readonly violations?: readonly Violation[];
}

const CANARY_ALARM = 'canary-errors';
const PRODUCTION_ALARM = 'production-errors';
const REQUESTS = 100;
/** Revisions are handed out in steps, so that none is ever another's successor. */
const REVISION_STEP = 10;

/** What happens when this call of this process takes effect now: one atom. */
export function perform(tables: Tables, state: State, process: Process, call: Call): Effect {
  const { values } = tables;
  const world = values.world(state);
  const node = tables.runs.node(process.node);
  switch (call.name) {
    case 'listener.read':
      return { answer: canaryAt(world.canaryWeight), key: world.canaryWeight };
    case 'listener.write':
      return {
        ...DONE,
        change: { canaryWeight: call.weights.canary, weightsByHand: false },
        violations: judgeWeights(
          values.records.value(world.record),
          node,
          call.weights.canary,
          values.memories.value(world.memory),
          tables.gates,
        ),
      };
    case 'versions.readAlias': {
      const { token, revision } = tokenFor(node, process, call.alias);
      const answer: AliasState = { version: world[call.alias], revisionId: `${call.alias}-${token}` };
      return { answer, key: `${answer.version} ${token}`, read: call.alias, ...revision };
    }
    case 'versions.pointAlias':
      return pointAlias(tables, state, process, node, call);
    case 'records.read': {
      const { token, revision } = tokenFor(node, process, 'record');
      return {
        answer: { ...values.records.value(world.record), revision: token },
        key: world.record * 1000 + token,
        read: 'record',
        ...revision,
      };
    }
    case 'records.compareAndSet':
      return compareAndSet(tables, state, process, node, call);
    case 'records.history': {
      const closed = values.histories.value(world.history)[call.id];
      return { answer: closed, key: values.results.idOf(closed ?? null) };
    }
    case 'records.past':
      return {
        answer: { closed: Object.values(values.histories.value(world.history)), unreadable: 0 },
        key: world.history,
      };
    case 'records.archive':
      return { ...DONE, change: { history: archived(values, world, call) } };
    case 'invoker.invoke': {
      const executedVersion = world[call.alias];
      return {
        answer: { executedVersion, payload: { isBase64Encoded: false, statusCode: 200, headers: {}, body: 'ok' } },
        key: executedVersion,
      };
    }
    case 'alarms.read':
      return {
        answer: call.names.map((name) => alarm(name, world)),
        key: world.canaryAlarm * 100 + world.productionAlarm,
      };
    case 'executions.status': {
      const run = state.runs.find(({ place }) => idOf(tables.machine.place(place)) === call.execution);
      return { answer: run?.status, key: run?.status ?? 'not found' };
    }
    case 'clock.now': {
      const now = clockOf(node.handler, world.stamps, world.rounds);
      return { answer: now, key: now.getTime() };
    }
    case 'versions.exists':
      return { answer: true, key: 0 };
    case 'versions.unpublished':
      return { answer: [], key: 0 };
    case 'minutes.count':
      return { answer: REQUESTS, key: 0 };
    case 'announcer.publish':
    case 'meter.canaryWeight':
      return DONE;
  }
}

const DONE: Effect = { answer: undefined, key: 0 };

/**
 * Calls that neither change anything nor depend on what others do: they are gone through together with the call before
 * them, for nobody could tell the order. The watchdog's clock is none: others may die between its looks and its clock.
 */
export function isLocal(call: Call, handler: EntryName): boolean {
  switch (call.name) {
    case 'versions.exists':
    case 'versions.unpublished':
    case 'minutes.count':
    case 'announcer.publish':
    case 'meter.canaryWeight':
      return true;
    case 'clock.now':
      return handler !== 'watchdog';
    default:
      return false;
  }
}

/** Calls that can still take effect once their caller is dead. */
export const isWrite = ({ name }: Call): boolean =>
  name === 'listener.write' || name === 'versions.pointAlias' || name === 'records.compareAndSet';

/**
 * The number under which this process knows the present revision: the last one it saw, or the next when something was
 * written since.
 */
function tokenFor(
  { seen }: RunNode,
  { fresh }: Process,
  what: Versioned,
): { token: number; revision: { revision?: Versioned } } {
  if ((fresh & VERSIONED[what]) !== 0) return { token: seen[what] * REVISION_STEP, revision: {} };
  return { token: (seen[what] + 1) * REVISION_STEP, revision: { revision: what } };
}

/** Whether what the process compares with is still what is stored. */
function isPresent({ seen }: RunNode, { fresh }: Process, what: Versioned, token: number): boolean {
  if (token % REVISION_STEP !== 0 || token > seen[what] * REVISION_STEP || token <= 0)
    throw new Error(`revision ${token} of ${what} was never handed out`);
  return (fresh & VERSIONED[what]) !== 0 && token === seen[what] * REVISION_STEP;
}

type CallOf<Name extends Call['name']> = Extract<Call, { name: Name }>;

function compareAndSet(
  { values }: Tables,
  state: State,
  process: Process,
  node: RunNode,
  call: CallOf<'records.compareAndSet'>,
): Effect {
  if (!isPresent(node, process, 'record', call.expected)) return { answer: false, key: 0 };
  const world = values.world(state);
  const before = values.records.value(world.record);
  const next = erasedRecord(call.next);
  const memory = values.memories.value(world.memory);
  const claims = next.rollout !== undefined && before.rollout?.id !== next.rollout.id;
  const claimed = claims ? [...memory.claimed, next.rollout.id].sort() : memory.claimed;
  return {
    answer: true,
    key: 1,
    moved: 'record',
    change: { record: values.records.idOf(next), memory: values.memories.idOf({ ...memory, claimed }) },
    violations: judgeRecordChange(before, next, node, world, memory),
  };
}

function pointAlias(
  { values, gates }: Tables,
  state: State,
  process: Process,
  node: RunNode,
  call: CallOf<'versions.pointAlias'>,
): Effect {
  const token = call.revisionId === ANY_REVISION ? undefined : Number(call.revisionId.slice(call.alias.length + 1));
  if (token !== undefined && !isPresent(node, process, call.alias, token)) return { answer: false, key: 0 };
  const moved = { answer: true, key: 1, moved: call.alias };
  if (call.alias !== 'production') return { ...moved, change: { [call.alias as Alias]: call.version } };
  const world = values.world(state);
  const memory = values.memories.value(world.memory);
  const good = memory.good.includes(call.version) ? memory.good : [...memory.good, call.version].sort();
  return {
    ...moved,
    change: { production: call.version, productionByHand: false, memory: values.memories.idOf({ ...memory, good }) },
    violations: judgeAliasMove(values.records.value(world.record), node, world, memory, call.version, gates),
  };
}

/** What a fault that leaves out the comparison passes. */
export const ANY_REVISION = 'any';

function archived(values: Values, world: World, { closed }: CallOf<'records.archive'>): number {
  const history = { ...values.histories.value(world.history), [closed.id]: erasedClosed(closed) };
  return values.histories.idOf(Object.fromEntries(Object.entries(history).sort(([a], [b]) => a.localeCompare(b))));
}

function alarm(name: string, { canaryAlarm, productionAlarm }: World): AlarmState {
  const stamp = { [CANARY_ALARM]: canaryAlarm, [PRODUCTION_ALARM]: productionAlarm }[name] ?? 0;
  return { name, state: stamp > 0 ? 'ALARM' : 'OK', reason: '7 errors', since: stampedAt(stamp) };
}
