import { isDeepStrictEqual } from 'node:util';
import type { Ports } from '../../handlers/ports/index.ts';
import type { HookEvent } from '../../handlers/protocol/hook-event.ts';
import { describeGroups } from '../../rollout/listener/groups.ts';
import type { Groups, RolloutRecord } from '../../rollout/record/record.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { FUNCTION_NAME, type OthersListener, type World } from './world.ts';

/** Of a listener of others. */
export const LISTENER_ID = 'listener-1';

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

/** Everybody reads the same one: whoever would change it fails. */
function frozen(record: RolloutRecord): RolloutRecord {
  if (Object.isFrozen(record)) return record;
  Object.values(record).forEach(Object.freeze);
  return Object.freeze(record);
}

/**
 * All ports over a shared world. Methods, and not functions: the loader gives each function its name anew, and there
 * are many for each run of a handler.
 */
export function memoryPorts(world: World, actor = 'handler', call: Perform = throughHook(world, actor)): Ports {
  return {
    clock: world.clock,
    service: world.service,
    listener: {
      read() {
        return call('listener.read', () => {
          if (world.unreadableListener) throw world.unreadableListener;
          if (world.foreign)
            throw new ContractError('WeightsDrifted', `it forwards to ${describeGroups(world.foreign)}`);
          return world.weights;
        });
      },
      write(weights) {
        return call('listener.write', () => world.writeWeights(actor, weights));
      },
    },
    versions: {
      readAlias(alias) {
        return call('versions.readAlias', () => world.alias(alias));
      },
      pointAlias(alias, version, revisionId) {
        return call('versions.pointAlias', () => world.pointAlias(actor, alias, version, revisionId));
      },
      exists(version) {
        return call('versions.exists', () => world.versions.has(version));
      },
      unpublished(version) {
        return call('versions.unpublished', () => (world.versions.has(version) ? world.unpublished : undefined));
      },
    },
    invoker: {
      invoke(alias, event) {
        return call('invoker.invoke', () => {
          const version = world.answering(alias);
          return { executedVersion: version, ...world.answer(version, event) };
        });
      },
      invokeVersion(version, event) {
        return call('invoker.invokeVersion', () => {
          if (!world.versions.has(version)) throw new Error(`there is no version ${version}`);
          return { executedVersion: version, ...world.answer(version, event) };
        });
      },
    },
    hooks: {
      ask(fn, event) {
        return call('hooks.ask', () => world.hookReply(fn, event as HookEvent));
      },
    },
    alarms: {
      read(names) {
        return call('alarms.read', () => [...new Set(names)].flatMap((name) => world.alarms.get(name) ?? []));
      },
    },
    minutes: {
      read(from, to, _times, _factor, _metrics, proof) {
        return call('minutes.read', () => world.minutes(from, to, proof));
      },
      count(side, sum, from, to) {
        return call('minutes.count', () => (to > from ? world.count(side, sum, from, to) : 0));
      },
      sums(side, from, to) {
        return call('minutes.sums', () =>
          world.minutes(from, to).map((minute) => ({ start: minute.start, ...minute[side] })),
        );
      },
    },
    records: {
      read() {
        return call('records.read', () => {
          if (world.unreadableRecord) throw world.unreadableRecord;
          return frozen(world.record);
        });
      },
      compareAndSet(expected, next) {
        return call('records.compareAndSet', () => {
          // As over AWS: a repeated write whose first answer was lost counts as done.
          if (world.record.revision !== expected)
            return isDeepStrictEqual(world.record, { ...next, revision: expected + 1 });
          world.record = structuredClone({ ...next, revision: expected + 1 });
          world.log(actor, `record ${next.rollout ? `${next.rollout.phase} ${next.rollout.id}` : 'at rest'}`);
          return true;
        });
      },
      history(id) {
        return call('records.history', () => world.history.get(id));
      },
      past() {
        return call('records.past', () => ({ closed: [...world.history.values()], unreadable: 0 }));
      },
      archive(closed) {
        return call('records.archive', () => void world.history.set(closed.id, closed));
      },
    },
    announcer: {
      publish(event) {
        return call('announcer.publish', () => void world.announcements.push(event));
      },
    },
    meter: {
      canaryWeight(weight) {
        return call('meter.canaryWeight', () => void world.metered.push(weight));
      },
    },
    ...(world.hasPreview && {
      preview: {
        readAlias(alias) {
          return call('preview.readAlias', () => world.alias(alias));
        },
        pointAlias(alias, version, revisionId) {
          return call('preview.pointAlias', () => world.pointAlias(actor, alias, version, revisionId));
        },
      },
    }),
    ...(world.others && othersPorts(world, actor, call, world.others)),
    ...(world.provisionedConcurrency !== undefined && {
      concurrency: {
        perVersion: world.provisionedConcurrency,
        put(version, concurrency) {
          return call('concurrency.put', () => world.provision(actor, version, concurrency));
        },
        read(version) {
          return call('concurrency.read', () => world.provisionedOf(version));
        },
        remove(version) {
          return call('concurrency.remove', () => world.takeBack(actor, version));
        },
        productionVersion() {
          return call('concurrency.productionVersion', () => world.alias('production').version);
        },
      },
    }),
    executions: {
      status(executionArn) {
        return call('executions.status', () => world.executions.get(executionArn));
      },
    },
  };
}

const OURS = { 'tg-production': 'production', 'tg-canary': 'canary' } as const;

function othersPorts(
  world: World,
  actor: string,
  call: Perform,
  others: OthersListener,
): Pick<Ports, 'adoption' | 'existing'> {
  return {
    existing: {
      listenerId: LISTENER_ID,
      readAction() {
        return call('existing.readAction', (): Groups => {
          if (world.foreign) return world.foreign;
          return Object.fromEntries(Object.entries(OURS).map(([group, side]) => [group, world.weights[side]]));
        });
      },
      writeAction(groups) {
        return call('existing.writeAction', () => world.writeAction(actor, groups));
      },
    },
    adoption: {
      functionName: FUNCTION_NAME,
      previewGroup: 'tg-preview',
      protocol() {
        return call('adoption.protocol', () => others.protocol ?? 'HTTPS');
      },
      rules() {
        return call('adoption.rules', () => others.rules ?? []);
      },
      target(group) {
        return call('adoption.target', () => others.targets.find((each) => each.group === group));
      },
      versionOf(alias) {
        return call('adoption.versionOf', () => others.aliases?.[alias]);
      },
    },
  };
}
