import { type AlarmsLook, mayBeHeard, requireQuietCanary, requireUnaskedCanary } from '../../rollout/claim/quiet.ts';
import { requireAtRest, requireQuietAlarms } from '../../rollout/claim/claim.ts';
import {
  isLongInProduction,
  LOOK_BACK_SECONDS,
  type ProductionMinute,
  whyProductionTrips,
} from '../../rollout/claim/production-trips.ts';
import { whyWithoutData } from '../../rollout/claim/without-data.ts';
import type { Wanted } from '../../rollout/claim/release-input.ts';
import { whyNotAsDeployed } from '../../rollout/lambda/configuration.ts';
import { addSeconds } from '../../rollout/time.ts';
import { whyNotByItself } from '../../rollout/lambda/versions.ts';
import type { ClosedRollout, RolloutRecord } from '../../rollout/record/record.ts';
import type { AlarmLimit } from '../../statemachine/contract/alarm-limits.ts';
import { answerSource } from '../../statemachine/contract/answer-metrics.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import type { ClaimArgs } from '../../statemachine/contract/rows/claim.ts';
import { requirePromoted, withLast } from '../../rollout/record/past.ts';
import type { Ports } from '../ports/index.ts';
import { canaryMinutes, productionMinutes } from './lambda/traffic.ts';
import { missingVersion, previousVersion, productionVersion, requireVersionExists } from './lambda/aliases.ts';

type ClaimablePorts = Pick<Ports, 'alarms' | 'clock' | 'listener' | 'minutes' | 'records' | 'versions'>;

export type Claimable =
  | {
      /** What production is to run. */
      readonly version: string;
      /** What it runs now. */
      readonly production: string;
      /** What `previous` keeps, where it must be pointed at `version` first. */
      readonly previousKept?: string;
      /** A sentence on what could not be looked at, and stands in nobody's way. */
      readonly doubt?: string;
    }
  | {
      readonly version: string;
      /** As a sentence. */
      readonly whyNothing: string;
    };

/**
 * Whether the world allows what is wanted.
 * @throws ContractError VersionNotFound, WeightsDrifted; for a revert NeverPromoted; for a release
 * ConfigurationNotPublished, VersionReverted, AlarmMissing, AlarmWithoutData, CanaryAlarmActive, CanaryNotQuiet,
 * ProductionTripsAlarms
 */
export async function claimable(
  ports: ClaimablePorts,
  record: RolloutRecord,
  wanted: Wanted,
  args: ClaimArgs,
): Promise<Claimable> {
  return wanted.kind === 'revert' ? revertable(ports, record, wanted) : releasable(ports, record, wanted, args);
}

async function releasable(
  ports: ClaimablePorts,
  record: RolloutRecord,
  { version, named }: Extract<Wanted, { kind: 'release' }>,
  { canaryAlarms, productionAlarms, alarmLimits = [], ...windows }: ClaimArgs,
): Promise<Claimable> {
  await (named ? requireVersionExists(ports, version) : requireAsDeployed(ports, version));
  const production = await restingProduction(ports);
  if (production === version)
    return { version, whyNothing: `nothing to release: production already runs version ${version}` };
  const reverted = named ? undefined : whyNotByItself(record, version);
  if (reverted !== undefined) throw new ContractError('VersionReverted', reverted);
  const states = await ports.alarms.read([...new Set([...canaryAlarms, ...productionAlarms])]);
  requireQuietAlarms(states, canaryAlarms, productionAlarms);
  // A service that was never called must still be able to have its first release.
  const silent = named ? undefined : whyWithoutData(states, version, ports.clock.now());
  if (silent !== undefined) throw new ContractError('AlarmWithoutData', silent);
  await requireReleaseBeforeOver(ports, record.last, windows);
  // Who names a version may be about to mend what production does.
  const doubt = named ? undefined : await measureProduction(ports, record.last, alarmLimits, version);
  return { version, production, ...(doubt !== undefined && { doubt }) };
}

/**
 * The newest version is what was deployed last. A value that only CloudFormation knew may have changed without a new
 * version, and a release would end well while users keep the old value.
 * @throws ContractError VersionNotFound, ConfigurationNotPublished
 */
export async function requireAsDeployed(ports: Pick<Ports, 'versions'>, newest: string): Promise<void> {
  const fields = await ports.versions.unpublished(newest);
  if (fields === undefined) throw missingVersion(newest);
  const words = whyNotAsDeployed(newest, fields);
  if (words === undefined) return;
  // One that was published since this execution began is what differs; the next release is about it.
  if (await ports.versions.exists(String(Number(newest) + 1))) return;
  throw new ContractError('ConfigurationNotPublished', words);
}

type Windows = Pick<ClaimArgs, 'alarmWindowSeconds' | 'weightsBackSeconds' | 'answersFrom'>;

/** Costs a call of CloudWatch only within minutes of a release. @throws ContractError CanaryNotQuiet */
async function requireReleaseBeforeOver(
  ports: ClaimablePorts,
  last: ClosedRollout | undefined,
  { alarmWindowSeconds: windowSeconds, weightsBackSeconds, answersFrom }: Windows,
): Promise<void> {
  if (windowSeconds === undefined) return;
  const now = ports.clock.now();
  const look: AlarmsLook = { windowSeconds, lateSeconds: answerSource(answersFrom).lateSeconds };
  if (!mayBeHeard(last, look, now)) return;
  if (weightsBackSeconds !== undefined) requireUnaskedCanary(last, weightsBackSeconds, now);
  requireQuietCanary(last, await canaryMinutes(ports, addSeconds(now, -windowSeconds), now), look, now);
}

/**
 * Costs a call of CloudWatch, unless production is new.
 * @returns a sentence when CloudWatch did not answer: the alarms themselves watch the release, whatever they count
 * @throws ContractError ProductionTripsAlarms
 */
async function measureProduction(
  ports: ClaimablePorts,
  last: ClosedRollout | undefined,
  limits: readonly AlarmLimit[],
  version: string,
): Promise<string | undefined> {
  const now = ports.clock.now();
  if (limits.length === 0 || !isLongInProduction(last, now)) return undefined;
  let minutes: readonly ProductionMinute[];
  try {
    minutes = await productionMinutes(ports, addSeconds(now, -LOOK_BACK_SECONDS), now);
  } catch (error) {
    return `whether production alone trips the alarms is not known: ${(error as Error).message}`;
  }
  const words = whyProductionTrips(minutes, limits, version);
  if (words !== undefined) throw new ContractError('ProductionTripsAlarms', words);
  return undefined;
}

/** Alarms are not asked: the ones that are on, or that nobody made, are why somebody reverts. */
async function revertable(
  ports: ClaimablePorts,
  record: RolloutRecord,
  { to }: Extract<Wanted, { kind: 'revert' }>,
): Promise<Claimable> {
  const production = await restingProduction(ports);
  const kept = await previousVersion(ports);
  const version = to ?? kept;
  if (production === version) {
    const how = to === undefined ? 'which is also what previous keeps' : 'which is what was asked for';
    return { version, whyNothing: `nothing to revert: production runs version ${version}, ${how}` };
  }
  if (to !== undefined) requirePromoted(withLast(await ports.records.past(), record), to);
  await requireVersionExists(ports, version);
  return { version, production, ...(kept !== version && { previousKept: kept }) };
}

/** The version that production runs, with every request on it. */
async function restingProduction(ports: ClaimablePorts): Promise<string> {
  const version = await productionVersion(ports);
  requireAtRest(await ports.listener.read());
  return version;
}
