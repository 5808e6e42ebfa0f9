import { requireClaim } from '../../rollout/claim/holding.ts';
import { beginning, holdOf, type Hold } from '../../rollout/pause/held.ts';
import { withRollout } from '../../rollout/record/changes.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import type { Ports } from '../ports/index.ts';
import { announce } from './announce.ts';
import { changeRecord } from './record.ts';

/**
 * A rollout is held from now on. Announced before it is noted, because afterwards nobody would come back to do it; a
 * crash in between announces twice, under the same id.
 * @throws ContractError ClaimLost
 */
export async function beginHold(
  ports: Pick<Ports, 'announcer' | 'clock' | 'records' | 'service'>,
  rollout: OpenRollout,
  hold: Omit<Hold, 'goOn'>,
  message: string,
): Promise<void> {
  // A rollout is asked to hold once; for want of requests it may be held at every weight.
  const occasion = rollout.holdAt === hold.at ? undefined : `too few requests at ${hold.at}`;
  await announce(ports, { kind: 'held', rollout, message, ...(occasion !== undefined && { occasion }) });
  await changeRecord<void>(ports.records, (record) => {
    const held = requireClaim(record, rollout.id, ['advancing']);
    if (holdOf(held)?.at === hold.at) return { result: undefined };
    return { write: withRollout(record, beginning(held, hold)), result: undefined };
  });
}
