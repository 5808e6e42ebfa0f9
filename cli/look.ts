import type { RolloutRecord } from '../rollout/record/record.ts';
import type { Weights } from '../rollout/weights.ts';
import { Alias } from '../statemachine/contract/names.ts';
import type { Context } from './context.ts';
import { ownAlarms } from './own-alarms.ts';
import type { LiveAlarm } from './ports.ts';
import type { AliasVersions } from './prune/decide.ts';
import { alarmsOf, type Definition } from './story/definition.ts';
import { readWeights } from './weights.ts';

/** Where a service stands, at one look. */
export interface Standing {
  /** Undefined where the listener does something else than splitting over the two groups. */
  readonly weights: Weights | undefined;
  readonly aliases: readonly AliasVersions[];
  /** Of the machine, as deployed. */
  readonly definition: Definition;
  readonly record: RolloutRecord;
  /** Every alarm of the stack that there is: those that a release asks, and those on the rollbacks themselves. */
  readonly alarms: readonly LiveAlarm[];
  /** Those of them that ring. */
  readonly on: readonly LiveAlarm[];
}

/** @throws what the ports throw: whoever may not read a part of it gets no half of an answer */
export async function lookAt({ ports, service }: Pick<Context, 'ports' | 'service'>): Promise<Standing> {
  const definition = await ports.machine.definition();
  const names = [...alarmsOf(definition), ...ownAlarms(service.name)];
  const [weights, aliases, record, alarms] = await Promise.all([
    readWeights(ports.listener),
    ports.versions.aliases(),
    ports.records.read(),
    ports.alarms.read(names),
  ]);
  return { weights, aliases, definition, record, alarms, on: alarms.filter(({ state }) => state === 'ALARM') };
}

/** The version that users get at weight 0; undefined where there is no such alias. */
export function inProduction({ aliases }: Pick<Standing, 'aliases'>): string | undefined {
  return aliases.find(({ name }) => name === Alias.production)?.versions.join('+');
}
