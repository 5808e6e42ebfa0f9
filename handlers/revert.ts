import { refuseRedrive } from '../rollout/execution.ts';
import { requireUnmoved } from '../rollout/lambda/aliases.ts';
import { FUNCTIONS } from '../statemachine/contract/functions.ts';
import type { RevertArgs, RevertResult } from '../statemachine/contract/payloads.ts';
import { handlerFor } from './middleware/handler-for.ts';
import type { Ports } from './ports/index.ts';
import { announceMove, pointFrom, requireStillPromoting } from './protocol/move-alias.ts';

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
    const rollout = await announceMove(ports, execution.id, (held) => requireUnmoved(held, production));
    await pointFrom(ports, rollout, 'production', rollout.version, production);
    await requireStillPromoting(ports, rollout);
    return {
      revertedAt: ports.clock.now().toISOString(),
      message: `production went back from version ${rollout.previousVersion} to ${rollout.version}`,
    };
  };
}

export const handler = handlerFor(FUNCTIONS.revert, createRevert);
