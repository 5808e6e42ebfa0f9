import { refuseRedrive } from '../rollout/execution.ts';
import { type RevertArgs, type RevertResult, revertRow } from '../statemachine/contract/rows/revert.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { preview, versions } from './ports/aws/wired/lambda.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import type { Log } from './ports/logger.ts';
import { revertToPrevious } from './protocol/lambda/move-alias.ts';
import { placePreviewIfPossible } from './protocol/lambda/preview.ts';

type RevertPorts = Pick<Ports, 'clock' | 'preview' | 'records' | 'versions'>;

/**
 * Puts production back on the version before. Like a promotion, it writes only if nobody moved production since it was
 * read, before the claim was checked, and takes its move back when a rollback has overtaken it.
 * @throws ContractError Redriven, ClaimLost, VersionDrifted
 */
export function createRevert(ports: RevertPorts, log: Log) {
  return async ({ execution }: RevertArgs): Promise<RevertResult> => {
    refuseRedrive(execution, 'put production back');
    const { version, previousVersion } = await revertToPrevious(ports, execution.id);
    await placePreviewIfPossible(ports, log);
    return {
      revertedAt: ports.clock.now().toISOString(),
      message: `production went back from version ${previousVersion} to ${version}`,
    };
  };
}

export const handler = handlerFor(revertRow, { preview, records, versions }, createRevert);
