import { z } from 'zod';
import { isLongInProduction, LOOK_BACK_SECONDS, type ProductionMinute } from '../../rollout/claim/production-trips.ts';
import { countedByAlarms } from '../../rollout/lambda/minutes.ts';
import { withLast } from '../../rollout/record/past.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { addSeconds } from '../../rollout/time.ts';
import type { Weights } from '../../rollout/weights.ts';
import { type AlarmLimit, alarmLimitSchema } from '../../statemachine/contract/alarm-limits.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import type { Context } from '../context.ts';
import { explain } from '../explain.ts';
import type { LiveAlarm, ServicePorts } from '../ports.ts';
import { alarmsOf, argumentsIn, type Definition } from '../story/definition.ts';
import { headline } from '../story/text.ts';
import { readWeights } from '../weights.ts';
import { rolledBackBefore, type RolledBack } from './before.ts';
import { answersFromIn, scheduleOf } from './schedule.ts';

const LONGEST_PROBLEM = 160;

/** What a release that starts now would meet. What could not be looked at is absent: the release looks itself. */
export interface Present {
  readonly now: Date;
  readonly version: string;
  /** Whether a person names it, or it is the newest. */
  readonly named: boolean;
  readonly record: RolloutRecord;
  /** Of a listener of others, which must be adopted; undefined where it is the stack's own. */
  readonly listenerId?: string | undefined;
  /** Fields in which the function is configured otherwise than the newest version. */
  readonly unpublished?: readonly string[];
  readonly live?: {
    /** Undefined where the listener does something else than splitting over the two groups. */
    readonly weights: Weights | undefined;
  };
  readonly watching?: {
    readonly names: readonly string[];
    readonly canaryNames: readonly string[];
    readonly alarms: readonly LiveAlarm[];
  };
  readonly production?: { readonly minutes: readonly ProductionMinute[]; readonly limits: readonly AlarmLimit[] };
  /** Each time that the version was rolled back, last first; looked at only where that is wanted. */
  readonly rolledBack?: readonly RolledBack[];
  /** What could not be looked at, and why. */
  readonly unseen: readonly string[];
}

type Looking = Pick<Context, 'cloud' | 'ports' | 'service'>;

/**
 * @param named a version that somebody names; the newest unless told
 * @param before whether to look for earlier releases of the version too, in a history that may be long
 */
export async function lookAround({ cloud, ports, service }: Looking, named?: string, before = false): Promise<Present> {
  const unseen: string[] = [];
  const look = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      unseen.push(`${what}: ${headline(explain(error), LONGEST_PROBLEM)}`);
      return undefined;
    }
  };
  const record = await ports.records.read();
  const now = cloud.now();
  const version = named ?? service.newestVersion;
  const [unpublished, live, rolledBack, [watching, production]] = await Promise.all([
    named === undefined
      ? look('configuration', async () => (await ports.versions.unpublished(service.newestVersion)) ?? [])
      : undefined,
    look('weights', async () => ({ weights: await readWeights(ports.listener) })),
    before
      ? look('history', async () => rolledBackBefore(withLast(await ports.records.past(), record), version))
      : undefined,
    look('definition', () => ports.machine.definition()).then((definition = {}) =>
      Promise.all([
        look('alarms', () => watchingIn(ports, definition)),
        named === undefined && isLongInProduction(record.last, now)
          ? look('what production did', () => productionOf(ports, definition, now))
          : undefined,
      ]),
    ),
  ]);
  return {
    now,
    version,
    named: named !== undefined,
    record,
    ...(service.adoptsListener === true && { listenerId: service.listenerId }),
    ...(unpublished && { unpublished }),
    ...(live && { live }),
    ...(watching && { watching }),
    ...(production && { production }),
    ...(rolledBack && { rolledBack }),
    unseen,
  };
}

async function watchingIn({ alarms }: Pick<ServicePorts, 'alarms'>, definition: Definition) {
  const names = alarmsOf(definition);
  const canaryNames = scheduleOf(definition).stretches[0]?.alarms ?? [];
  return { names, canaryNames, alarms: await alarms.read(names) };
}

async function productionOf({ minutes }: Pick<ServicePorts, 'minutes'>, definition: Definition, now: Date) {
  const limits = limitsIn(definition);
  if (limits.length === 0) return undefined;
  const sums = await minutes(answersFromIn(definition)).sums('production', addSeconds(now, -LOOK_BACK_SECONDS), now);
  return { limits, minutes: sums.map(countedByAlarms) };
}

/** By what its claim measures production; nothing also where a later version says it otherwise. */
export function limitsIn(definition: Definition): readonly AlarmLimit[] {
  const { alarmLimits } = argumentsIn(definition, StateName.claim);
  return z.array(alarmLimitSchema).safeParse(alarmLimits).data ?? [];
}
