import type { Ports } from '../../../handlers/ports/index.ts';
import type { World } from './world.ts';

/** How a call is performed: when its effect happens, if it does, and what becomes of the answer. */
export type Perform = <T>(name: string, effect: () => T) => Promise<T>;

/** Every call passes the world's hook before it takes effect and before it answers. */
const throughHook =
  (world: World, actor: string): Perform =>
  async (name, effect) => {
    await world.hook({ actor, name, moment: 'before' });
    const result = effect();
    await world.hook({ actor, name, moment: 'after' });
    return result;
  };

/** All ports over a shared world. */
export function memoryPorts(world: World, actor = 'handler', call: Perform = throughHook(world, actor)): Ports {
  return {
    clock: { now: () => world.now() },
    service: world.service,
    listener: {
      read: () =>
        call('listener.read', () => {
          if (world.unreadableListener) throw world.unreadableListener;
          return world.weights;
        }),
      write: (weights) => call('listener.write', () => world.writeWeights(actor, weights)),
    },
    versions: {
      readAlias: (alias) => call('versions.readAlias', () => world.alias(alias)),
      pointAlias: (alias, version, revisionId) =>
        call('versions.pointAlias', () => {
          if (world.alias(alias).revisionId !== revisionId) return false;
          world.moveAlias(actor, alias, version);
          return true;
        }),
      exists: (version) => call('versions.exists', () => world.versions.has(version)),
    },
    invoker: {
      invoke: (alias, event) =>
        call('invoker.invoke', () => {
          const { version } = world.alias(alias);
          return { executedVersion: version, ...world.answer(version, event) };
        }),
    },
    alarms: {
      read: (names) => call('alarms.read', () => names.flatMap((name) => world.alarms.get(name) ?? [])),
    },
    traffic: {
      requests: (alias, from, to) => call('traffic.requests', () => (to > from ? world.requests(alias, from, to) : 0)),
    },
    records: {
      read: () =>
        call('records.read', () => {
          if (world.unreadableRecord) throw world.unreadableRecord;
          return structuredClone(world.record);
        }),
      compareAndSet: (expected, next) =>
        call('records.compareAndSet', () => {
          if (world.record.revision !== expected) return false;
          world.record = structuredClone({ ...next, revision: expected + 1 });
          world.log(actor, `record ${next.rollout ? `${next.rollout.phase} ${next.rollout.id}` : 'at rest'}`);
          return true;
        }),
      history: (id) => call('records.history', () => world.history.get(id)),
      archive: (closed) => call('records.archive', () => void world.history.set(closed.id, closed)),
    },
    announcer: {
      publish: (event) => call('announcer.publish', () => void world.announcements.push(event)),
    },
    meter: {
      canaryWeight: (weight) => call('meter.canaryWeight', () => void world.metered.push(weight)),
    },
    executions: {
      status: (executionArn) => call('executions.status', () => world.executions.get(executionArn)),
    },
  };
}
