import { refuseRedrive } from '../rollout/execution.ts';
import { type PromoteArgs, type PromoteResult, promoteRow } from '../statemachine/contract/rows/promote.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { versions } from './ports/aws/wired/lambda.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { promoteCanary } from './protocol/lambda/move-alias.ts';

type PromotePorts = Pick<Ports, 'clock' | 'records' | 'versions'>;

/**
 * Makes the canary's version the production version. Where production runs what is read before the claim and written
 * only if nobody moved it since; like a shift, it looks at the claim once more afterwards and takes its move back when
 * a rollback has overtaken it.
 * @throws ContractError Redriven, ClaimLost, VersionDrifted, WeightsDrifted
 */
export function createPromote(ports: PromotePorts) {
  return async ({ execution }: PromoteArgs): Promise<PromoteResult> => {
    refuseRedrive(execution, 'promote a version');
    const { version, previousVersion } = await promoteCanary(ports, execution.id);
    return {
      promotedAt: ports.clock.now().toISOString(),
      message: `production moved from version ${previousVersion} to ${version}`,
    };
  };
}

export const handler = handlerFor(promoteRow, { records, versions }, createPromote);
