import { handMadeChange, newRollout, ownOrFree } from '../rollout/claim/claim.ts';
import { claimInput, type Wanted } from '../rollout/claim/release-input.ts';
import { executionName, refuseRedrive } from '../rollout/execution.ts';
import { highest, newestTried, overtaken, triedBefore, triedInVain } from '../rollout/lambda/versions.ts';
import { requireAdopted } from '../rollout/listener/adoption.ts';
import { pauseToCome } from '../rollout/pause/stored.ts';
import { withRollout } from '../rollout/record/changes.ts';
import type { OpenRollout, RolloutRecord } from '../rollout/record/record.ts';
import { type ClaimArgs, type ClaimResult, claimRow } from '../statemachine/contract/rows/claim.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { announcer } from './ports/aws/wired/announcer.ts';
import { alarms, minutes } from './ports/aws/wired/cloudwatch.ts';
import { preview, versions } from './ports/aws/wired/lambda.ts';
import { existing, listener } from './ports/aws/wired/lattice.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { announce } from './protocol/announce.ts';
import { claimable, requireAsDeployed, type Claimable } from './protocol/claimable.ts';
import { pointAtClaimed } from './protocol/lambda/claimed-alias.ts';
import { placePreview } from './protocol/lambda/preview.ts';
import { changeRecord, endingOf } from './protocol/record.ts';

type ClaimPorts = Pick<
  Ports,
  | 'alarms'
  | 'announcer'
  | 'clock'
  | 'existing'
  | 'listener'
  | 'minutes'
  | 'preview'
  | 'records'
  | 'service'
  | 'versions'
>;

/**
 * Takes the service for one rollout. For a release the canary, which has no weight yet, gets the version, and so does
 * the preview, where there is one; a revert to a version that `previous` does not keep has it keep that. A refusal
 * touches nothing.
 * @throws ContractError one of REFUSALS; ClaimLost when this execution has claimed before and is past it;
 * VersionDrifted when somebody else keeps moving the canary
 */
export function createClaim(ports: ClaimPorts) {
  return async (args: ClaimArgs): Promise<ClaimResult> => {
    refuseRedrive(args.execution, 'claim the service');
    const wanted = claimInput(args.input, args.newestVersion, args.weights);
    const taken = await takeClaim(ports, args, wanted);
    if ('whyNothing' in taken)
      return {
        outcome: 'nothing new',
        version: taken.version,
        previousVersion: taken.version,
        message: taken.whyNothing,
      };
    const { rollout, drift, warnings } = taken;
    const alias = aliasOf(rollout);
    if (alias !== undefined) await pointAtClaimed(ports, rollout, alias);
    if (alias === 'canary') await placePreview(ports);
    if (drift !== undefined)
      await announce(ports, { kind: 'drift found', occasion: 'before the rollout', rollout, message: drift });
    const message = [describeClaim(rollout), ...warnings].join('; ');
    await announce(ports, { kind: 'started', rollout, message });
    return { outcome: 'claimed', version: rollout.version, previousVersion: rollout.previousVersion, message };
  };
}

/** What follows the claim: a revert needs no canary, and `previous` only where that keeps another version. */
function aliasOf({ kind, previousKept }: OpenRollout): 'canary' | 'previous' | undefined {
  if (kind !== 'revert') return 'canary';
  return previousKept === undefined ? undefined : 'previous';
}

function describeClaim(rollout: OpenRollout): string {
  const { id, kind, version, previousVersion } = rollout;
  if (kind === 'revert')
    return `${executionName(id)} puts production back from version ${previousVersion} to ${version}`;
  const coming = pauseToCome(rollout);
  const hold = coming === undefined ? '' : ` and ${coming.says.claim(coming.at)}`;
  return `${executionName(id)} releases version ${version} over version ${previousVersion}${hold}`;
}

interface Claimed {
  readonly rollout: OpenRollout;
  readonly drift: string | undefined;
  /** What to think of before it begins. A claim that is repeated says again what the record tells. */
  readonly warnings: readonly string[];
}
type NothingToDo = Extract<Claimable, { whyNothing: string }>;

function claimed(record: RolloutRecord, rollout: OpenRollout, doubt?: string): Claimed {
  const warnings = [rollout.kind === 'revert' ? undefined : triedInVain(record, rollout.version), doubt];
  return {
    rollout,
    drift: handMadeChange(record.lastPromoted, rollout.previousVersion),
    warnings: warnings.filter((each) => each !== undefined),
  };
}

/**
 * Why an execution that nobody started by hand releases nothing. Only a deploy can have changed the configuration
 * without publishing it; what follows a promotion says nothing of that.
 */
async function whyNotOnDeploy(
  ports: Pick<ClaimPorts, 'versions'>,
  record: RolloutRecord,
  { after, version }: Extract<Wanted, { kind: 'release' }>,
): Promise<string | undefined> {
  const tried = triedBefore(record, version);
  if (after !== undefined) return tried ?? overtaken(record, after);
  if (tried !== undefined) await requireAsDeployed(ports, version);
  return tried;
}

async function takeClaim(ports: ClaimPorts, args: ClaimArgs, wanted: Wanted): Promise<Claimed | NothingToDo> {
  return changeRecord<Claimed | NothingToDo>(ports.records, async (record) => {
    const me = args.execution.id;
    // Before the alarms are looked at: one that comes on from now on is about this rollout.
    const claimedAt = ports.clock.now();
    const ended = await endingOf(ports.records, record, me);
    if (wanted.kind === 'release' && wanted.untriedOnly && record.rollout?.id !== me && !ended) {
      const whyNothing = await whyNotOnDeploy(ports, record, wanted);
      if (whyNothing !== undefined) return { result: { version: wanted.version, whyNothing } };
    }
    const own = ownOrFree(record, me, ended);
    if (own) return { result: claimed(record, own) };
    requireAdopted(record, ports.existing?.listenerId);

    let found: Claimable;
    try {
      found = await claimable(ports, record, wanted, args);
    } catch (error) {
      // Another rollout that has claimed meanwhile moves weights and raises alarms: that it holds the service is what
      // there is to say.
      ownOrFree(await ports.records.read(), me, undefined);
      throw error;
    }
    if ('whyNothing' in found) return { result: found };
    const { version, production } = found;
    const rollout = newRollout(me, version, production, claimedAt, {
      ...(wanted.kind === 'revert' && { kind: 'revert' }),
      ...(found.previousKept !== undefined && { previousKept: found.previousKept }),
      ...(wanted.kind === 'release' && wanted.holdAt !== undefined && { holdAt: wanted.holdAt }),
    });
    // The close of this rollout will overwrite it.
    if (record.last) await ports.records.archive(record.last);
    const tried = highest([newestTried(record), version]) ?? version;
    return {
      write: { ...withRollout(record, rollout), newestTried: tried },
      result: claimed(record, rollout, found.doubt),
    };
  });
}

export const handler = handlerFor(
  claimRow,
  { alarms, announcer, existing, listener, minutes, preview, records, versions },
  createClaim,
);
