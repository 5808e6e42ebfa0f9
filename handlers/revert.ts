import { FUNCTIONS } from '../statemachine/contract/functions.ts';
import type { RevertArgs, RevertResult } from '../statemachine/contract/payloads.ts';
import { requireClaim } from './domain/claim-holding.ts';
import { refuseRedrive } from './domain/execution.ts';
import { requireUnmoved, startPromoting } from './domain/promotion.ts';
import { withRollout } from './domain/record-changes.ts';
import type { OpenRollout } from './domain/record.ts';
import { handlerFor } from './middleware/handler-for.ts';
import type { AliasState, Ports } from './ports/index.ts';
import { changeRecord } from './protocol/change-record.ts';
import { pointFrom, requireStillPromoting } from './protocol/move-alias.ts';

type RevertPorts = Pick<Ports, 'clock' | 'records' | 'versions'>;

/**
 * Points production at the version that `previous` keeps. `previous` stays where it is: a second revert finds nothing
 * to do, instead of bringing back what was just reverted. Like a promotion, it is a compare-and-set on the alias as it
 * was before the claim was checked, and takes its move back when a rollback has overtaken it.
 * @throws ContractError Redriven, ClaimLost, VersionDrifted
 */
export function createRevert(ports: RevertPorts) {
  return async ({ execution }: RevertArgs): Promise<RevertResult> => {
    refuseRedrive(execution, 'put production back');
    const production = await ports.versions.readAlias('production');
    const rollout = await announceMove(ports, execution.id, production);
    await pointFrom(ports, rollout, 'production', rollout.version, production);
    await requireStillPromoting(ports, rollout);
    return {
      revertedAt: ports.clock.now().toISOString(),
      message: `production went back from version ${rollout.previousVersion} to ${rollout.version}`,
    };
  };
}

/** In the record before the alias moves, each time it is called: as in a promotion. */
async function announceMove({ records }: RevertPorts, id: string, production: AliasState): Promise<OpenRollout> {
  return changeRecord(records, (record) => {
    const rollout = requireClaim(record, id, ['advancing', 'promoting']);
    requireUnmoved(rollout, production);
    const promoting = startPromoting(rollout);
    return { write: withRollout(record, promoting), result: promoting };
  });
}

export const handler = handlerFor(FUNCTIONS.revert, createRevert);
