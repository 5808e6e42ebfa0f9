import { requireClaim } from '../../rollout/claim/holding.ts';
import type { Phase } from '../../rollout/record/record.ts';
import type { ContractError } from '../../statemachine/contract/errors.ts';
import type { Records } from '../ports/index.ts';

/**
 * Weights or an alias are not where they were left. A rollback that overtook this call moves both, and then the claim
 * being lost is what happened; only otherwise is it drift.
 * @throws ContractError ClaimLost, or `drift`
 */
export async function lostOrDrifted(
  records: Records,
  id: string,
  phases: readonly Phase[],
  drift: ContractError,
): Promise<never> {
  requireClaim(await records.read(), id, phases);
  throw drift;
}
