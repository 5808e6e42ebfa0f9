import { ownRollout } from '../../rollout/claim/claimant.ts';
import { atRestAfter, closeRollout } from '../../rollout/record/changes.ts';
import type { ClosedRollout } from '../../rollout/record/record.ts';
import { describeRollback, rollbackError } from '../../rollout/rollback/revoke.ts';
import { isDriftRollout } from '../../rollout/rollback/watchdog.ts';
import type { Ports } from '../ports/index.ts';
import { announce } from './announce.ts';
import { changeRecord } from './record.ts';

export type ClosePorts = Pick<Ports, 'announcer' | 'clock' | 'records' | 'service'>;

/**
 * Ends a rollback that has been confirmed. Announced before it is closed, because afterwards nobody would come back
 * to do it; a crash in between announces twice, under the same id.
 * @returns undefined when the record is no longer this rollback's, and then nothing was done
 */
export async function closeRolledBack(ports: ClosePorts, id: string): Promise<ClosedRollout | undefined> {
  const closed = await changeRecord<ClosedRollout | undefined>(ports.records, async (record) => {
    const rollout = ownRollout(record, id, ['rolling back']);
    if (!rollout) return { result: undefined };
    const closed = closeRollout(rollout, 'rolled back', ports.clock.now());
    // What the watchdog put back without any rollout it has announced as drift when it found it.
    if (!isDriftRollout(rollout))
      await announce(ports, {
        kind: 'rolled back',
        name: rollout.error ?? rollbackError(rollout),
        rollout,
        message: describeRollback(rollout),
      });
    return { write: atRestAfter(record, closed), result: closed };
  });
  if (closed) await ports.records.archive(closed);
  return closed;
}
