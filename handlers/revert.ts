import { refuseRedrive } from '../rollout/execution.ts';
import { FUNCTIONS } from '../statemachine/contract/functions.ts';
import type { RevertArgs, RevertResult } from '../statemachine/contract/payloads.ts';
import { handlerFor } from './middleware/handler-for.ts';
import type { Ports } from './ports/index.ts';
import { revertToPrevious } from './protocol/lambda/move-alias.ts';

type RevertPorts = Pick<Ports, 'clock' | 'records' | 'versions'>;

/**
 * Puts production back on the version before. Like a promotion, it writes only if nobody moved production since it was
 * read, before the claim was checked, and takes its move back when a rollback has overtaken it.
 * @throws ContractError Redriven, ClaimLost, VersionDrifted
 */
export function createRevert(ports: RevertPorts) {
  return async ({ execution }: RevertArgs): Promise<RevertResult> => {
    refuseRedrive(execution, 'put production back');
    const { version, previousVersion } = await revertToPrevious(ports, execution.id);
    return {
      revertedAt: ports.clock.now().toISOString(),
      message: `production went back from version ${previousVersion} to ${version}`,
    };
  };
}

export const handler = handlerFor(FUNCTIONS.revert, createRevert);
