import type { Ports } from '../../handlers/ports/index.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { AT_REST } from '../../rollout/weights.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import type { ShiftArgs } from '../../statemachine/contract/payloads.ts';
import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/plan.ts';
import { reachable, type Definition } from '../asl-graph.ts';
import { ENTRIES, type EntryName, type FunctionEntries, type FunctionEntry } from '../handlers.ts';
import { ONE_STEP, SMALL_PLAN } from './beginning.ts';
import { ANY_REVISION } from './calls.ts';
import type { ExploreOptions } from './explore.ts';

/** A rule of the protocol that is left out on purpose, and what is expected of the search. */
export interface Planted extends ExploreOptions {
  /** The invariant that no longer holds; undefined where another rule covers for this one. */
  readonly finds?: string;
  /** True where it takes so many states that it is for the long search only. */
  readonly deep?: true;
}

/** The real handler over other ports. */
const over =
  (name: EntryName, change: (ports: Ports, args: never) => Ports): FunctionEntry =>
  (ports, log) =>
  (args) =>
    ENTRIES[name](change(ports, args as never), log)(args);

/** The real handler with another argument. */
const told =
  (name: EntryName, change: (args: never) => unknown): FunctionEntry =>
  (ports, log) =>
  (args) =>
    ENTRIES[name](ports, log)(change(args as never));

const everyOne = (
  names: readonly EntryName[],
  change: (ports: Ports, args: never) => Ports,
): Partial<FunctionEntries> => Object.fromEntries(names.map((name) => [name, over(name, change)]));

/** Before the record is written, the listener is. */
const writesFirst = (ports: Ports): Ports => ({
  ...ports,
  records: {
    ...ports.records,
    compareAndSet: async (expected, next) => {
      if (next.rollout?.phase === 'rolling back') await ports.listener.write(AT_REST);
      return ports.records.compareAndSet(expected, next);
    },
  },
});

/** A claim that does not know of its execution's earlier life. */
const forgets = (ports: Ports, { execution }: { execution: { id: string } }): Ports => ({
  ...ports,
  records: {
    ...ports.records,
    history: async () => undefined,
    read: async () => {
      const { last, ...record } = await ports.records.read();
      return last === undefined || last.id === execution.id ? record : { ...record, last };
    },
  },
});

/** A shift that goes by what it had read before its write. */
function neverLooksAgain(ports: Ports, { execution }: ShiftArgs): Ports {
  let written = false;
  const mine = (record: RolloutRecord) => record.rollout?.id === execution.id && record.rollout.phase === 'advancing';
  let known: RolloutRecord | undefined;
  let lost = false;
  return {
    ...ports,
    listener: {
      ...ports.listener,
      write: async (weights) => {
        written = true;
        await ports.listener.write(weights);
      },
    },
    records: {
      ...ports.records,
      read: async () => {
        const record = await ports.records.read();
        if (mine(record)) known = record;
        lost = written && !mine(record);
        return lost && known ? known : record;
      },
      compareAndSet: async (expected, next) => lost || ports.records.compareAndSet(expected, next),
    },
  };
}

const overwrites = (ports: Ports): Ports => ({
  ...ports,
  versions: {
    ...ports.versions,
    pointAlias: (alias, version, revisionId) =>
      ports.versions.pointAlias(alias, version, alias === 'production' ? ANY_REVISION : revisionId),
  },
});

const skipsAliases = (ports: Ports): Ports => ({
  ...ports,
  versions: { ...ports.versions, readAlias: async () => ({ version: '1', revisionId: 'production-10' }) },
});

/** A promotion that is called again goes by what it has read. */
function writesOnce(ports: Ports): Ports {
  let begun = false;
  return {
    ...ports,
    records: {
      ...ports.records,
      read: async () => {
        const record = await ports.records.read();
        begun = record.rollout?.phase === 'promoting';
        return record;
      },
      compareAndSet: async (expected, next) => begun || ports.records.compareAndSet(expected, next),
    },
  };
}

/** A clock that is looked at when something is compared with it, after everything else was looked at. */
function looksAtItsClockLast(ports: Ports): Ports {
  const late = () => ports.clock.now();
  const now = () => ({ getTime: () => late().getTime(), toISOString: () => late().toISOString() }) as Date;
  return { ...ports, clock: { now } };
}

interface Asked {
  readonly trigger: {
    readonly kind: string;
    readonly input?: { readonly rollback: { readonly event?: { readonly source: string } } };
  };
}

/** The end of an execution asks for a rollback as a person would: of whichever rollout is open. */
const unscoped = (args: Asked): unknown =>
  args.trigger.input?.rollback.event?.source === 'aws.states'
    ? { ...args, trigger: { ...args.trigger, input: { rollback: { reason: 'an execution ended' } } } }
    : args;

const notRedriven = (args: { execution: object }): unknown => ({
  ...args,
  execution: { ...args.execution, redrives: 0 },
});

/** Every way into the state leads past it. */
const without =
  (state: string, to: string) =>
  (definition: string): string => {
    const { States } = JSON.parse(definition) as Definition;
    if (States[state] === undefined || States[to] === undefined)
      throw new Error(`the definition has no ${state} or no ${to}`);
    const past = JSON.parse(
      definition.replaceAll(`"Next":${JSON.stringify(state)}`, `"Next":${JSON.stringify(to)}`),
    ) as Definition;
    const left = reachable(past, past.StartAt);
    return JSON.stringify({
      ...past,
      States: Object.fromEntries(Object.entries(past.States).filter(([name]) => left.has(name))),
    });
  };

/** What the protocol cannot do without; each with the least that shows it. */
export const PLANTED: readonly Planted[] = [
  { scenario: 'no watchdog, an abort overtakes the claim', budget: { abort: 1 }, lastRounds: 0, finds: 'I5' },
  {
    scenario: 'no watchdog, the event of an abort gets lost',
    budget: { abort: 1, lost: 1 },
    lastRounds: 0,
    finds: 'I5',
  },
  {
    scenario: 'no confirm',
    budget: { 'late call': 1 },
    plant: { definition: without(StateName.confirmRollback, StateName.announce) },
    finds: 'I2',
  },
  {
    scenario: 'no wait before the confirm',
    budget: { 'late call': 1 },
    plant: { definition: without(StateName.settleRollback, StateName.confirmRollback) },
    finds: 'I2',
  },
  {
    scenario: 'a confirm that looks at the weights only',
    budget: { 'late call': 1 },
    plant: { handlers: everyOne(['confirm'], skipsAliases) },
    finds: 'I2',
  },
  {
    scenario: 'a watchdog that writes before it has taken the record',
    budget: { round: 1 },
    plant: { handlers: everyOne(['watchdog'], writesFirst) },
    finds: 'I1',
  },
  {
    scenario: 'a rollback that writes before it has revoked the claim',
    budget: { message: 1 },
    plant: { handlers: everyOne(['rollBack', 'sns'], writesFirst) },
    finds: 'I1',
  },
  {
    scenario: 'a claim that may happen twice in a life',
    budget: { 'alarm event': 1, crash: 1 },
    plant: { handlers: { claim: over('claim', forgets) } },
    finds: 'I8',
  },
  {
    scenario: 'the end of an execution rolls back whichever rollout is open',
    budget: { abort: 1, start: 1 },
    plant: { handlers: { rollBack: told('rollBack', unscoped) } },
    finds: 'I6',
  },
  {
    scenario: 'a redriven execution may shift',
    budget: { abort: 1, redrive: 1 },
    plant: { handlers: { shift: told('shift', notRedriven) } },
    finds: 'I8',
  },
  {
    scenario: 'a promotion without the last check',
    budget: {},
    plant: { definition: without(StateName.bake(100), StateName.promote) },
    finds: 'I3',
  },
  {
    scenario: 'an alias that is restored without compare-and-set',
    budget: { 'alias by hand': 1, message: 1 },
    plant: { handlers: everyOne(['rollBack', 'sns', 'promote'], overwrites) },
    finds: 'I4',
  },
  {
    scenario: 'a watchdog that looks at its clock after the weights',
    budget: { 'abort unheard': 1, round: 2, crash: 1 },
    plant: { handlers: everyOne(['watchdog'], looksAtItsClockLast) },
    finds: 'I2',
    deep: true,
  },
  {
    scenario: 'a settling as short as one writer lives',
    budget: { abort: 1, doubled: 1, start: 1 },
    plan: { ...SMALL_PLAN, settleSeconds: WRITER_LIFETIME_SECONDS },
    finds: 'I1',
    deep: true,
  },
  {
    scenario: 'a promotion that does not write the record when it is called again',
    budget: { 'abort unheard': 1, round: 2, crash: 1 },
    plan: ONE_STEP,
    plant: { handlers: everyOne(['promote'], writesOnce) },
    finds: 'I2',
    deep: true,
  },
  // The running rollout finds at its next check that its claim is lost, and does it itself.
  {
    scenario: 'no watchdog, a rollback for SNS dies after its revoke',
    budget: { message: 1, crash: 1 },
    lastRounds: 0,
  },
  // The confirm waits for whatever a shift wrote too late.
  {
    scenario: 'a shift that does not look at the claim again',
    budget: { message: 1 },
    plant: { handlers: { shift: over('shift', neverLooksAgain) } },
  },
];
