import { describeClaimant } from '../../rollout/claim/claimant.ts';
import { whyProductionTrips } from '../../rollout/claim/production-trips.ts';
import { whyWithoutData } from '../../rollout/claim/without-data.ts';
import { whyNotAsDeployed } from '../../rollout/lambda/configuration.ts';
import { whyNotAdopted } from '../../rollout/listener/adoption.ts';
import { whyNotByItself } from '../../rollout/lambda/versions.ts';
import { describeWeights, isAtRest } from '../../rollout/weights.ts';
import type { ErrorName } from '../../statemachine/contract/errors.ts';
import type { Present } from './present.ts';

/** One way to be refused that can be seen before. */
interface Obstacle {
  readonly name: ErrorName;
  /** True where naming the version gets round it. */
  readonly byItselfOnly?: true;
  /** How long the claim waits for it to pass; it is at once unless told. */
  readonly unless?: string;
  /** Undefined where it is not in the way. */
  readonly why: (present: Present) => string | undefined;
}

/** In the order in which the claim asks. */
const OBSTACLES: readonly Obstacle[] = [
  {
    name: 'RolloutInProgress',
    why: ({ record: { rollout } }) => rollout && `another release holds the service: ${describeClaimant(rollout)}`,
  },
  {
    name: 'ListenerNotAdopted',
    why: ({ listenerId, record }) => whyNotAdopted(record, listenerId),
  },
  {
    name: 'ConfigurationNotPublished',
    byItselfOnly: true,
    why: ({ version, unpublished = [] }) => whyNotAsDeployed(version, unpublished),
  },
  {
    name: 'WeightsDrifted',
    why: ({ listenerId, live, record }) => {
      if (live === undefined || whyNotAdopted(record, listenerId) !== undefined) return undefined;
      if (live.weights === undefined) return 'the listener does not split over the two target groups';
      if (record.rollout !== undefined || isAtRest(live.weights)) return undefined;
      return `${describeWeights(live.weights)}, and no release runs`;
    },
  },
  { name: 'VersionReverted', byItselfOnly: true, why: ({ record, version }) => whyNotByItself(record, version) },
  {
    name: 'AlarmMissing',
    why: ({ watching }) => {
      const found = new Set(watching?.alarms.map(({ name }) => name));
      return list(watching?.names.filter((name) => !found.has(name)));
    },
  },
  {
    name: 'CanaryAlarmActive',
    unless: 'off within 15 minutes',
    why: ({ watching }) =>
      list(
        watching?.alarms
          .filter(({ name, state }) => state === 'ALARM' && watching.canaryNames.includes(name))
          .map(({ name }) => name),
      ),
  },
  {
    name: 'AlarmWithoutData',
    byItselfOnly: true,
    why: ({ now, version, watching }) => whyWithoutData(watching?.alarms ?? [], version, now),
  },
  {
    name: 'ProductionTripsAlarms',
    byItselfOnly: true,
    why: ({ production, version }) => production && whyProductionTrips(production.minutes, production.limits, version),
  },
];

const list = (names: readonly string[] = []): string | undefined => (names.length === 0 ? undefined : names.join(', '));

export interface Found {
  /** By the name of its error. */
  readonly words: string;
  /** False for what may pass while the claim waits for it. */
  readonly atOnce: boolean;
}

/** What would refuse a release that starts now. */
export function obstacles(present: Present): readonly Found[] {
  return OBSTACLES.flatMap(({ byItselfOnly, name, unless, why }) => {
    const reason = present.named && byItselfOnly ? undefined : why(present);
    if (reason === undefined) return [];
    const words = `${name}: ${reason}${unless === undefined ? '' : `, unless ${unless}`}`;
    return { words, atOnce: unless === undefined };
  });
}
