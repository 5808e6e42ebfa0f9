import type { RecordBody } from '../../rollout/record/changes.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
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
