import type { ClosedRollout, RolloutRecord } from '../../rollout/record/record.ts';
import type { Records } from '../ports/index.ts';

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
