import { ContractError } from '../statemachine/contract/errors.ts';
import { claimArgs, type ClaimArgs, type ClaimResult } from '../statemachine/contract/payloads.ts';
import { requireClaim } from './domain/claim-holding.ts';
import { handMadeChange, newRollout, ownOrFree, requireAtRest, requirePublished, requireQuietAlarms } from './domain/claim.ts';
import { executionName, refuseRedrive } from './domain/execution.ts';
import { withRollout } from './domain/record-changes.ts';
import type { OpenRollout } from './domain/record.ts';
import { releaseVersion } from './domain/release-input.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { awsPorts } from './ports/aws/index.ts';
import type { Ports } from './ports/index.ts';
import { announce } from './protocol/announce.ts';
import { changeRecord } from './protocol/change-record.ts';
import { endingOf } from './protocol/ending-of.ts';

type ClaimPorts = Pick<Ports, 'alarms' | 'announcer' | 'clock' | 'listener' | 'records' | 'service' | 'versions'>;

/**
 * Takes the service for one rollout and points the canary alias, which has no weight yet, at its version. A refusal touches nothing.
 * @throws ContractError one of REFUSALS; ClaimLost when this execution has claimed before and is past it; VersionDrifted
 * when somebody else keeps moving the canary alias
 */
export function createClaim(ports: ClaimPorts) {
  return async (args: ClaimArgs): Promise<ClaimResult> => {
    refuseRedrive(args.execution, 'claim the service');
    const version = releaseVersion(args.input, args.newestVersion);
    const { rollout, drift } = await takeClaim(ports, args, version);
    if (!rollout) {
      return { outcome: 'nothing new', version, previousVersion: version, message: `nothing to release: production already runs version ${version}` };
    }
    await pointCanary(ports, rollout);
    if (drift !== undefined) await announce(ports, { kind: 'drift found', about: 'before the rollout', rollout, message: drift });
    const message = `${executionName(rollout.id)} releases version ${rollout.version} over version ${rollout.previousVersion}`;
    await announce(ports, { kind: 'started', rollout, message });
    return { outcome: 'claimed', version: rollout.version, previousVersion: rollout.previousVersion, message };
  };
}

interface Claimed {
  /** Absent when there is nothing new to release. */
  readonly rollout?: OpenRollout;
  readonly drift?: string | undefined;
}

async function takeClaim(ports: ClaimPorts, args: ClaimArgs, version: string): Promise<Claimed> {
  return changeRecord<Claimed>(ports.records, async (record) => {
    const me = args.execution.id;
    // Before the alarms are looked at: one that comes on from now on is about this rollout.
    const claimedAt = ports.clock.now();
    const own = ownOrFree(record, me, await endingOf(ports.records, record, me));
    if (own) return { result: { rollout: own, drift: handMadeChange(record.lastPromoted, own.previousVersion) } };

    let production: string;
    try {
      production = await releasable(ports, version, args);
    } catch (error) {
      // Another rollout that has claimed meanwhile moves weights and raises alarms: that it holds the service is what there is to say.
      ownOrFree(await ports.records.read(), me, undefined);
      throw error;
    }
    if (production === version) return { result: {} };
    const rollout = newRollout(me, version, production, claimedAt);
    // The close of this rollout will overwrite it.
    if (record.last) await ports.records.archive(record.last);
    return { write: withRollout(record, rollout), result: { rollout, drift: handMadeChange(record.lastPromoted, production) } };
  });
}

/** @returns the version that production runs */
async function releasable(ports: ClaimPorts, version: string, { canaryAlarms, productionAlarms }: ClaimArgs): Promise<string> {
  if (!(await ports.versions.exists(version))) throw new ContractError('VersionNotFound', `version ${version} is not a published version of the function`);
  const production = await ports.versions.readAlias('production');
  requirePublished(production.version);
  requireAtRest(await ports.listener.read());
  if (production.version === version) return version;
  const states = await ports.alarms.read([...new Set([...canaryAlarms, ...productionAlarms])]);
  requireQuietAlarms(states, canaryAlarms, productionAlarms);
  return production.version;
}

const POINT_ATTEMPTS = 2;

/**
 * The alias moves only while the claim holds and before any weight was intended for it; its revision is read before
 * the claim, so that a call which wakes up late changes nothing of the next rollout.
 */
async function pointCanary({ records, versions }: ClaimPorts, { id, version }: OpenRollout): Promise<void> {
  let found = '';
  for (let attempt = 0; attempt <= POINT_ATTEMPTS; attempt++) {
    const alias = await versions.readAlias('canary');
    const rollout = requireClaim(await records.read(), id, ['advancing']);
    if (alias.version === version) return;
    found = alias.version;
    if (rollout.intendedWeight > 0) break;
    if (attempt < POINT_ATTEMPTS && (await versions.pointAlias('canary', version, alias.revisionId))) return;
  }
  throw new ContractError('VersionDrifted', `alias canary is at version ${found} and does not stay at ${version}: somebody else moves it`);
}

export const handler = handlerFor('claim', claimArgs, (logger) => createClaim(awsPorts(logger)));
