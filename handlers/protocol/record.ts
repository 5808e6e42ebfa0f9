import { requireClaim } from '../../rollout/claim/claimant.ts';
import type { RecordBody } from '../../rollout/record/changes.ts';
import type { ClosedRollout, Phase, RolloutRecord } from '../../rollout/record/record.ts';
import type { ContractError } from '../../statemachine/contract/errors.ts';
import type { Records } from '../ports/index.ts';

/** More writers than this do not meet in one record at one moment; whoever called tries again later. */
export const ATTEMPTS = 5;

export interface Change<T> {
  /** What to store; absent leaves the record as it is. */
  readonly write?: RecordBody;
  readonly result: T;
}

/**
 * The only way the record changes: read it, decide, write if nobody wrote in between; otherwise read and decide
 * again. So a decision holds at the moment of its write, and a call that is repeated finds its own earlier write and
 * decides on that.
 *
 * Whatever `decide` reads from the world is read after the record, and thus while it held.
 * @throws Error when others kept writing in between
 */
export async function changeRecord<T>(
  records: Records,
  decide: (record: RolloutRecord) => Change<T> | Promise<Change<T>>,
): Promise<T> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const record = await records.read();
    const { write, result } = await decide(record);
    if (write === undefined || (await records.compareAndSet(record.revision, write))) return result;
  }
  throw new Error(`the rollout record was changed by others at each of ${ATTEMPTS} attempts; run this again`);
}

/**
 * How a rollout ended; undefined when it is open or never was. Closed last is in the record, closed earlier in the
 * history: it is copied there before the record forgets it, so a record read first and the history second miss none.
 */
export async function endingOf(
  records: Records,
  record: RolloutRecord,
  id: string,
): Promise<ClosedRollout | undefined> {
  if (record.rollout?.id === id) return undefined;
  return record.last?.id === id ? record.last : records.history(id);
}

/**
 * Weights or versions are not where they were left. A rollback that overtook this call moves both, and then the claim
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
