import { FUNCTIONS } from '../statemachine/contract/functions.ts';
import type { PromoteArgs, PromoteResult } from '../statemachine/contract/payloads.ts';
import { requireClaim } from './domain/claim-holding.ts';
import { refuseRedrive } from './domain/execution.ts';
import { requirePromotable, startPromoting } from './domain/promotion.ts';
import { withRollout } from './domain/record-changes.ts';
import type { OpenRollout } from './domain/record.ts';
import { handlerFor } from './middleware/handler-for.ts';
import type { AliasState, Ports } from './ports/index.ts';
import { changeRecord } from './protocol/change-record.ts';
import { pointFrom, requireStillPromoting } from './protocol/move-alias.ts';

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
    const rollout = await announceMove(ports, execution.id, aliases);
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

/**
 * In the record before the alias moves, so that a rollback from here on knows to look. Written again when it is called
 * again: whoever has read the record before, to take it over, then finds it changed, and does not count this call among
 * those that were dead by then.
 */
async function announceMove({ records }: PromotePorts, id: string, aliases: Aliases): Promise<OpenRollout> {
  return changeRecord(records, (record) => {
    const rollout = requireClaim(record, id, ['advancing', 'promoting']);
    requirePromotable(rollout, aliases);
    const promoting = startPromoting(rollout);
    return { write: withRollout(record, promoting), result: promoting };
  });
}

export const handler = handlerFor(FUNCTIONS.promote, createPromote);
