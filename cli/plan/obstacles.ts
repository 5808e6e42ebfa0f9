import { describeClaimant } from '../../rollout/claim/claimant.ts';
import { whyNotByItself } from '../../rollout/lambda/versions.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { describeWeights, isAtRest, type Weights } from '../../rollout/weights.ts';
import type { LiveAlarm } from '../ports.ts';

export interface Present {
  readonly record: RolloutRecord;
  readonly weights: Weights | undefined;
  readonly alarms: readonly LiveAlarm[];
  readonly canaryAlarms: readonly string[];
  readonly allAlarms: readonly string[];
  readonly newestVersion: string;
  /** Why the newest version is not what was deployed; undefined when it is. */
  readonly otherwise: string | undefined;
}

/** What would refuse a release that starts now, by the name of its error. */
export function obstacles({
  alarms,
  allAlarms,
  canaryAlarms,
  newestVersion,
  otherwise,
  record,
  weights,
}: Present): readonly string[] {
  const found = new Set(alarms.map(({ name }) => name));
  const missing = allAlarms.filter((name) => !found.has(name));
  const on = alarms
    .filter(({ name, state }) => state === 'ALARM' && canaryAlarms.includes(name))
    .map(({ name }) => name);
  const reverted = whyNotByItself(record, newestVersion);
  return [
    ...(record.rollout === undefined ? [] : [`RolloutInProgress: ${describeClaimant(record.rollout)}`]),
    ...(record.rollout === undefined && weights !== undefined && !isAtRest(weights)
      ? [`WeightsDrifted: ${describeWeights(weights)}, and no release runs`]
      : []),
    ...(weights === undefined ? ['WeightsDrifted: the listener does not split over the two target groups'] : []),
    ...(otherwise === undefined ? [] : [`ConfigurationNotPublished: ${otherwise}`]),
    ...(reverted === undefined ? [] : [`VersionReverted: ${reverted}`]),
    ...(missing.length === 0 ? [] : [`AlarmMissing: ${missing.join(', ')}`]),
    ...(on.length === 0 ? [] : [`CanaryAlarmActive: ${on.join(', ')}, unless off within 15 minutes`]),
  ];
}
