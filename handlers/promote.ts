import { refuseRedrive } from '../rollout/execution.ts';
import { requirePromotable, type AliasState } from '../rollout/lambda/aliases.ts';
import { FUNCTIONS } from '../statemachine/contract/functions.ts';
import type { PromoteArgs, PromoteResult } from '../statemachine/contract/payloads.ts';
import { handlerFor } from './middleware/handler-for.ts';
import type { Ports } from './ports/index.ts';
import { announceMove, pointFrom, requireStillPromoting } from './protocol/move-alias.ts';

type PromotePorts = Pick<Ports, 'clock' | 'records' | 'versions'>;

interface Aliases {
  readonly canary: AliasState;
  readonly production: AliasState;
  readonly previous: AliasState;
}

/**
 * Makes the canary's version the production version. The aliases are read before the claim and written only at the
 * revision read then; like a shift, it looks at the claim once more afterwards and takes its move back when a rollback
 * has overtaken it.
 * @throws ContractError Redriven, ClaimLost, VersionDrifted, WeightsDrifted
 */
export function createPromote(ports: PromotePorts) {
  return async ({ execution }: PromoteArgs): Promise<PromoteResult> => {
    refuseRedrive(execution, 'promote a version');
    const aliases = await readAliases(ports);
    const rollout = await announceMove(ports, execution.id, (held) => requirePromotable(held, aliases));
    await pointFrom(ports, rollout, 'previous', rollout.previousVersion, aliases.previous);
    await pointFrom(ports, rollout, 'production', rollout.version, aliases.production);
    await requireStillPromoting(ports, rollout);
    return {
      promotedAt: ports.clock.now().toISOString(),
      message: `production moved from version ${rollout.previousVersion} to ${rollout.version}`,
    };
  };
}

async function readAliases({ versions }: PromotePorts): Promise<Aliases> {
  return {
    canary: await versions.readAlias('canary'),
    production: await versions.readAlias('production'),
    previous: await versions.readAlias('previous'),
  };
}

export const handler = handlerFor(FUNCTIONS.promote, createPromote);
