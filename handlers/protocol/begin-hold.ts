import { requireClaim } from '../domain/claim-holding.ts';
import { withRollout } from '../domain/record-changes.ts';
import type { OpenRollout } from '../domain/record.ts';
import type { Ports } from '../ports/index.ts';
import { announce } from './announce.ts';
import { changeRecord } from './change-record.ts';

/**
 * A rollout is held from now on. Announced before it is noted, because afterwards nobody would come back to do it; a crash in
 * between announces twice, under the same id.
 * @throws ContractError ClaimLost
 */
export async function beginHold(ports: Pick<Ports, 'announcer' | 'clock' | 'records' | 'service'>, rollout: OpenRollout, since: Date, message: string): Promise<void> {
  await announce(ports, { kind: 'held', rollout, message });
  await changeRecord<void>(ports.records, (record) => {
    const held = requireClaim(record, rollout.id, ['advancing']);
    if (held.heldSince !== undefined) return { result: undefined };
    return { write: withRollout(record, { ...held, heldSince: since.toISOString() }), result: undefined };
  });
}
