import { mayBeHeard, requireQuietCanary } from '../../rollout/claim/quiet.ts';
import { requireAtRest, requireQuietAlarms } from '../../rollout/claim/claim.ts';
import type { Wanted } from '../../rollout/claim/release-input.ts';
import { whyNotAsDeployed } from '../../rollout/lambda/configuration.ts';
import { addSeconds } from '../../rollout/time.ts';
import { whyNotByItself } from '../../rollout/lambda/versions.ts';
import type { ClosedRollout, RolloutRecord } from '../../rollout/record/record.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import type { ClaimArgs } from '../../statemachine/contract/payloads.ts';
import type { Ports } from '../ports/index.ts';
import { canaryMinutes } from './lambda/traffic.ts';
import { missingVersion, previousVersion, productionVersion, requireVersionExists } from './lambda/aliases.ts';

type ClaimablePorts = Pick<Ports, 'alarms' | 'clock' | 'listener' | 'minutes' | 'versions'>;

export type Claimable =
  | {
      /** What production is to run. */
      readonly version: string;
      /** What it runs now. */
      readonly production: string;
    }
  | {
      readonly version: string;
      /** As a sentence. */
      readonly whyNothing: string;
    };

/**
 * Whether the world allows what is wanted.
 * @throws ContractError VersionNotFound, WeightsDrifted, and for a release ConfigurationNotPublished, VersionReverted,
 * AlarmMissing, CanaryAlarmActive, CanaryNotQuiet
 */
export async function claimable(
  ports: ClaimablePorts,
  record: RolloutRecord,
  wanted: Wanted,
  args: ClaimArgs,
): Promise<Claimable> {
  return wanted.kind === 'revert' ? revertable(ports) : releasable(ports, record, wanted, args);
}

async function releasable(
  ports: ClaimablePorts,
  record: RolloutRecord,
  { version, named }: Extract<Wanted, { kind: 'release' }>,
  { canaryAlarms, productionAlarms, alarmWindowSeconds }: ClaimArgs,
): Promise<Claimable> {
  await (named ? requireVersionExists(ports, version) : requireAsDeployed(ports, version));
  const production = await restingProduction(ports);
  if (production === version)
    return { version, whyNothing: `nothing to release: production already runs version ${version}` };
  const reverted = named ? undefined : whyNotByItself(record, version);
  if (reverted !== undefined) throw new ContractError('VersionReverted', reverted);
  const states = await ports.alarms.read([...new Set([...canaryAlarms, ...productionAlarms])]);
  requireQuietAlarms(states, canaryAlarms, productionAlarms);
  if (alarmWindowSeconds !== undefined) await requireReleaseBeforeOver(ports, record.last, alarmWindowSeconds);
  return { version, production };
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

/** Costs a call of CloudWatch only within minutes of a release. @throws ContractError CanaryNotQuiet */
async function requireReleaseBeforeOver(
  ports: ClaimablePorts,
  last: ClosedRollout | undefined,
  windowSeconds: number,
): Promise<void> {
  const now = ports.clock.now();
  if (!mayBeHeard(last, windowSeconds, now)) return;
  requireQuietCanary(last, await canaryMinutes(ports, addSeconds(now, -windowSeconds), now), windowSeconds, now);
}

/** Alarms are not asked: the ones that are on, or that nobody made, are why somebody reverts. */
async function revertable(ports: ClaimablePorts): Promise<Claimable> {
  const production = await restingProduction(ports);
  const version = await previousVersion(ports);
  if (production === version)
    return {
      version,
      whyNothing: `nothing to revert: production runs version ${version}, which is also what previous keeps`,
    };
  await requireVersionExists(ports, version);
  return { version, production };
}

/** The version that production runs, with every request on it. */
async function restingProduction(ports: ClaimablePorts): Promise<string> {
  const version = await productionVersion(ports);
  requireAtRest(await ports.listener.read());
  return version;
}
