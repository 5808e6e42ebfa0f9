import type { Ports } from '../../handlers/ports/index.ts';
import { AT_REST } from '../../rollout/weights.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { ENTRIES, type EntryName, type FunctionEntries } from '../handlers.ts';
import { edited, type Planted } from './plant.ts';
import { WITHOUT_LAMBDA } from './planted-without-lambda.ts';

type ChangePorts = (ports: Ports) => Ports;
type ChangePayload = (payload: Record<string, unknown>) => unknown;

/** The real functions, some of them over other ports. */
const over = (names: readonly EntryName[], change: ChangePorts): FunctionEntries => ({
  ...ENTRIES,
  ...Object.fromEntries(
    names.map((name) => [
      name,
      (ports: Ports, log: Parameters<FunctionEntries[EntryName]>[1]) => ENTRIES[name](change(ports), log),
    ]),
  ),
});

/** The real functions, some of them told something else. */
const told = (names: readonly EntryName[], change: ChangePayload): FunctionEntries => ({
  ...ENTRIES,
  ...Object.fromEntries(
    names.map((name) => [
      name,
      (ports: Ports, log: Parameters<FunctionEntries[EntryName]>[1]) => (payload: unknown) =>
        ENTRIES[name](ports, log)(change(payload as Record<string, unknown>)),
    ]),
  ),
});

/** Once it has written the listener it believes that the record still says what it said. */
const blindAfterWrite: ChangePorts = (ports) => {
  let seen: Awaited<ReturnType<Ports['records']['read']>> | undefined;
  let wrote = false;
  return {
    ...ports,
    listener: {
      ...ports.listener,
      write: async (weights) => (await ports.listener.write(weights), void (wrote = true)),
    },
    records: {
      ...ports.records,
      read: async () => (wrote && seen !== undefined ? seen : (seen = await ports.records.read())),
      compareAndSet: async (expected, next) => {
        const done = await ports.records.compareAndSet(expected, next);
        if (done && !wrote) seen = { ...next, revision: expected + 1 };
        return wrote || done;
      },
    },
  };
};

/** The listener is written first, and not again. */
const writesFirst: ChangePorts = (ports) => ({
  ...ports,
  listener: { ...ports.listener, write: async () => {} },
  records: {
    ...ports.records,
    compareAndSet: async (expected, next) => {
      if (next.rollout?.phase === 'rolling back') await ports.listener.write(AT_REST);
      return ports.records.compareAndSet(expected, next);
    },
  },
});

const forgetful: ChangePorts = (ports) => ({
  ...ports,
  records: {
    ...ports.records,
    history: async () => undefined,
    read: async () => {
      const { last: _last, ...record } = await ports.records.read();
      return record;
    },
  },
});

const anyRevision: ChangePorts = (ports) => ({
  ...ports,
  versions: {
    ...ports.versions,
    pointAlias: async (alias, version) =>
      ports.versions.pointAlias(alias, version, (await ports.versions.readAlias(alias)).revisionId),
  },
});

/** Writes whatever the record says by now. */
const anyRecord: ChangePorts = (ports) => ({
  ...ports,
  records: {
    ...ports.records,
    compareAndSet: async (_expected, next) => ports.records.compareAndSet((await ports.records.read()).revision, next),
  },
});

const missingIsHealthy: ChangePorts = (ports) => ({
  ...ports,
  alarms: {
    read: async (names) => {
      const states = await ports.alarms.read(names);
      return names.map(
        (name) =>
          states.find((alarm) => alarm.name === name) ?? { name, state: 'OK', reason: '', since: ports.clock.now() },
      );
    },
  },
});

/** An event about one execution rolls back whatever is open. */
const unscoped: ChangePayload = (payload) => {
  const { execution, trigger } = payload as {
    execution: { startedAt?: string };
    trigger: { kind: string; input?: { rollback?: { event?: { source?: string } } } };
  };
  if (trigger.input?.rollback?.event?.source !== 'aws.states') return payload;
  return { ...payload, execution, trigger: { ...trigger, input: { rollback: { reason: 'an execution ended' } } } };
};

const neverRedriven: ChangePayload = (payload) => ({
  ...payload,
  execution: { ...(payload['execution'] as object), redrives: 0 },
});

/** Of SNS nobody looks at when it was published. */
const ageless: ChangePayload = (payload) => {
  const { Records } = payload as { Records: readonly { Sns: object }[] };
  return {
    ...payload,
    Records: Records.map((record) => ({ ...record, Sns: { ...record.Sns, Timestamp: '2099-01-01T00:00:00.000Z' } })),
  };
};

const confirmsAnything: FunctionEntries = {
  ...ENTRIES,
  confirm: () => async () => ({ next: 'done', message: 'not looked' }),
};

/** At 100 % nobody looks. */
const unchecked: FunctionEntries = {
  ...ENTRIES,
  check: (ports, log) => async (payload) => {
    const { weight } = payload as { weight: number };
    return weight === 100
      ? { next: 'advance', verdict: 'healthy', reasons: [], requests: 0, error: '', cause: '', message: 'not looked' }
      : ENTRIES.check(ports, log)(payload);
  },
};

/** A rollback that finds nothing to do fails. */
const nothingFails: FunctionEntries = {
  ...ENTRIES,
  rollBack: (ports, log) => async (payload) => {
    const result = (await ENTRIES.rollBack(ports, log)(payload)) as { outcome: string };
    if (result.outcome === 'nothing') throw new Error('nothing to roll back');
    return result;
  },
};

export const PLANTED: readonly Planted[] = [
  ...WITHOUT_LAMBDA,
  {
    fault: 'no second read in a shift',
    plant: { functions: over(['shift'], blindAfterWrite) },
    searched: ['orders', 'late'],
    expected: { coveredBy: 'the confirmation, which finds the weight and rolls back once more' },
  },
  {
    fault: 'no confirmation',
    plant: { functions: confirmsAnything },
    searched: ['late'],
    expected: { coveredBy: 'the watchdog, which brings back in each round what a revoked rollout still has' },
  },
  {
    fault: 'no confirmation and no watchdog',
    plant: { functions: confirmsAnything, watchdog: false },
    searched: ['late'],
    expected: { finds: 'I2' },
  },
  {
    fault: 'neither a second read nor a confirmation nor a watchdog',
    plant: { functions: { ...over(['shift'], blindAfterWrite), confirm: confirmsAnything.confirm }, watchdog: false },
    searched: ['late'],
    expected: { finds: 'I2' },
  },
  {
    fault: 'no wait before the confirmation',
    plant: { definition: edited((states) => Object.assign(states[StateName.settleRollback] ?? {}, { Seconds: 0 })) },
    searched: ['late'],
    expected: { finds: 'I2' },
  },
  {
    fault: 'the listener written before the claim is revoked',
    plant: { functions: over(['rollBack', 'sns'], writesFirst) },
    searched: ['orders', 'late'],
    expected: {
      coveredBy:
        'the compare-and-set on the record, after which everything is decided and written again, and the confirmation',
    },
  },
  {
    fault: 'an event about one execution rolls back another',
    plant: { functions: told(['rollBack'], unscoped) },
    searched: ['misdelivered'],
    expected: { finds: 'I6' },
  },
  {
    fault: 'no watchdog, and an abort whose event is lost',
    plant: { watchdog: false },
    searched: ['aborted'],
    expected: { finds: 'I2' },
  },
  {
    fault: 'a watchdog that writes before it takes the record',
    plant: { functions: over(['watchdog'], writesFirst) },
    searched: ['slow'],
    expected: { finds: 'I6' },
  },
  {
    fault: 'a promotion without the last check',
    plant: { functions: unchecked },
    searched: ['orders'],
    expected: { finds: 'I3' },
  },
  {
    fault: 'a claim more than once in a life',
    plant: { functions: over(['claim'], forgetful) },
    searched: ['slow'],
    expected: { finds: 'I1' },
  },
  {
    fault: 'aliases moved without compare-and-set',
    plant: { functions: over(['claim', 'promote', 'revert', 'rollBack', 'sns', 'watchdog'], anyRevision) },
    searched: ['late', 'killed'],
    expected: { finds: 'I2' },
  },
  {
    fault: 'the record written without compare-and-set',
    plant: {
      functions: over(['claim', 'shift', 'promote', 'close', 'rollBack', 'sns', 'watchdog', 'confirm'], anyRecord),
    },
    searched: ['orders'],
    expected: { finds: 'I2' },
  },
  {
    fault: 'an alarm that is left out counts as healthy',
    plant: { functions: over(['check'], missingIsHealthy) },
    searched: ['missing-alarms'],
    expected: { finds: 'I3' },
  },
  {
    fault: 'a redriven execution may go on',
    plant: { functions: told(['claim', 'shift', 'promote', 'revert'], neverRedriven) },
    searched: ['redriven'],
    expected: { finds: 'I8' },
  },
  {
    fault: 'a message rolls back rollouts that claimed after it',
    plant: { functions: told(['sns'], ageless) },
    searched: ['misdelivered'],
    expected: { finds: 'I6' },
  },
  {
    fault: 'no loop guard: a rollback that finds nothing fails, and every failure asks for one',
    plant: {
      functions: nothingFails,
      alsoAsks: ({ source, detail }) => source === 'aws.states' && detail.status === 'FAILED',
    },
    searched: ['aborted'],
    expected: { finds: 'I6' },
  },
];
