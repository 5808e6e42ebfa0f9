import { readReply } from '../../rollout/hooks/reply.ts';
import type { Ports } from '../../handlers/ports/index.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { READY_CHECK_SECONDS } from '../../statemachine/contract/provision.ts';
import { AT_REST } from '../../rollout/weights.ts';

/** Ports with which a function leaves a rule of the protocol out. */

/** The listener is written first, and not again. */
export const writesFirst = (ports: Ports): Ports => ({
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

/** Nobody thinks of testers. */
export const forgetsPreview = (ports: Ports): Ports => ({ ...ports, preview: undefined });

/** Nobody thinks of what versions that are out still have. */
export const forgetsConcurrency = (ports: Ports): Ports => ({ ...ports, concurrency: undefined });

/** A listener of others is written as if it were our own. */
export const takesItForOurs = (ports: Ports): Ports => ({ ...ports, existing: undefined });

/** The record says that the listener is adopted as soon as it is claimed for that. */
export const adoptsAtOnce = (ports: Ports): Ports => ({
  ...ports,
  records: {
    ...ports.records,
    compareAndSet: async (expected, next) => {
      const { listener: task, id: by, claimedAt: at, version } = next.rollout ?? {};
      const adopted = task?.to === 'adopt' && by && at && version && { ...task, at, by, version };
      return ports.records.compareAndSet(expected, { ...next, ...(adopted && { adopted }) });
    },
  },
});

/** Whatever Lambda says, it is ready. */
export const takesAnyForReady = (ports: Ports): Ports => {
  const { clock, concurrency } = ports;
  const later = () => new Date(clock.now().getTime() + READY_CHECK_SECONDS * 1000);
  return {
    ...ports,
    clock: { ...clock, now: later },
    ...(concurrency && {
      concurrency: {
        ...concurrency,
        read: async (version) => {
          const found = await concurrency.read(version);
          return found && { ...found, status: 'ready' };
        },
      },
    }),
  };
};

/** The record never hears of what is given. */
export const givesUnnoted = (ports: Ports): Ports => ({
  ...ports,
  records: {
    ...ports.records,
    compareAndSet: async (expected, next) => {
      const { provisioned: _provisioned, ...others } = next;
      return ports.records.compareAndSet(expected, others);
    },
  },
});

/** A claim that does not know of its execution's earlier life. */
export const forgets = (ports: Ports, { execution }: { execution: { id: string } }): Ports => ({
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

/** Whatever is asked for was promoted once. */
export const takesAnyForPromoted = (ports: Ports, { input }: { input: { revert?: { to?: string } } }): Ports => ({
  ...ports,
  records: {
    ...ports.records,
    past: async () => {
      const { closed, unreadable } = await ports.records.past();
      const [time, version = '1'] = [ports.clock.now().toISOString(), input.revert?.to];
      const made = {
        id: 'planted',
        outcome: 'promoted',
        version,
        previousVersion: '1',
        claimedAt: time,
        closedAt: time,
      };
      return { closed: [...closed, made as (typeof closed)[number]], unreadable };
    },
  },
});

/** While the rollout is paused it goes by what it was shown when that began. */
export const looksNoMoreWhilePaused = (ports: Ports): Ports => ({
  ...ports,
  alarms: {
    ...ports.alarms,
    read: async (names) => {
      const { rollout } = await ports.records.read();
      if (rollout?.heldAt === undefined || rollout.heldAt !== rollout.confirmedWeight) return ports.alarms.read(names);
      return names.map((name) => ({ name, state: 'OK', since: new Date(rollout.claimedAt), reason: '' }));
    },
  },
});

/** Once it has written the listener it believes that the record still says what it said, and writes no other. */
export const blindAfterWrite = (ports: Ports): Ports => {
  let own: RolloutRecord | undefined;
  let wrote = false;
  let changed = false;
  return {
    ...ports,
    listener: {
      ...ports.listener,
      write: async (weights) => (await ports.listener.write(weights), void (wrote = true)),
    },
    records: {
      ...ports.records,
      read: async () => {
        const record = await ports.records.read();
        changed ||= wrote && own !== undefined && record.revision !== own.revision;
        if (!changed) own = record;
        return own ?? record;
      },
      compareAndSet: async (expected, next) => {
        if (changed) return true;
        const done = await ports.records.compareAndSet(expected, next);
        if (done && !wrote) own = { ...next, revision: expected + 1 };
        return done;
      },
    },
  };
};

/** Moves an alias from wherever it is by now. */
export const anyRevision = (ports: Ports): Ports => ({
  ...ports,
  versions: {
    ...ports.versions,
    pointAlias: async (alias, version) =>
      ports.versions.pointAlias(alias, version, (await ports.versions.readAlias(alias)).revisionId),
  },
});

/** Writes whatever the record says by now. */
export const anyRecord = (ports: Ports): Ports => ({
  ...ports,
  records: {
    ...ports.records,
    compareAndSet: async (_expected, next) => ports.records.compareAndSet((await ports.records.read()).revision, next),
  },
});

/** Takes production for put back without a look. */
export const skipsAliases = (ports: Ports): Ports => ({
  ...ports,
  versions: { ...ports.versions, readAlias: async () => ({ version: '1', revisionId: 'production-10' }) },
});

/** A promotion that is called again goes by what it has read. */
export function writesOnce(ports: Ports): Ports {
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
export function looksAtItsClockLast(ports: Ports): Ports {
  const late = () => ports.clock.now();
  const now = () => ({ getTime: () => late().getTime(), toISOString: () => late().toISOString() }) as Date;
  return { ...ports, clock: { ...ports.clock, now } };
}

/** An alarm that did not answer is OK. */
export const missingIsHealthy = (ports: Ports): Ports => ({
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

/** Whatever a hook answers, it has succeeded. */
export const failedIsPassed = (ports: Ports): Ports => ({
  ...ports,
  hooks: {
    ask: async (...asked) => {
      await ports.hooks.ask(...asked);
      return { kind: 'answered', payload: { hookStatus: 'SUCCEEDED' } };
    },
  },
});

/** A rollback asks a hook first, and does nothing before that has succeeded. */
export const asksBeforeItWrites = (ports: Ports): Ports => ({
  ...ports,
  listener: {
    ...ports.listener,
    write: async (weights) => {
      const { rollout } = await ports.records.read();
      const event = { rolloutId: rollout?.id, stage: 'in bake', weight: rollout?.confirmedWeight };
      const reply = await ports.hooks.ask('arn:aws:lambda:eu-west-1:111111111111:function:hook-2', event, 30_000);
      if (readReply(reply).status !== 'succeeded') throw new Error('a hook has not succeeded yet');
      await ports.listener.write(weights);
    },
  },
});
