import type { ClosedRollout, OpenRollout, RolloutRecord } from './record.ts';

/** What a conditional write stores; the port counts the revision. */
export type RecordBody = Omit<RolloutRecord, 'revision'>;

/** The record with this rollout open, everything else kept. */
export function withRollout(record: RolloutRecord, rollout: OpenRollout): RecordBody {
  return {
    rollout,
    ...(record.last && { last: record.last }),
    ...(record.lastPromoted !== undefined && { lastPromoted: record.lastPromoted }),
    ...(record.newestTried !== undefined && { newestTried: record.newestTried }),
  };
}

export function closeRollout(rollout: OpenRollout, outcome: ClosedRollout['outcome'], closedAt: Date): ClosedRollout {
  return {
    id: rollout.id,
    outcome,
    ...(rollout.kind !== undefined && { kind: rollout.kind }),
    version: rollout.version,
    previousVersion: rollout.previousVersion,
    claimedAt: rollout.claimedAt,
    closedAt: closedAt.toISOString(),
    ...(rollout.error !== undefined && { error: rollout.error }),
    ...(rollout.reason !== undefined && { reason: rollout.reason }),
    ...(rollout.notRestored !== undefined && { notRestored: rollout.notRestored }),
  };
}

/**
 * The record at rest after `closed`. Only a promotion, or a revert that went through, changes what production should be
 * found at.
 */
export function atRestAfter(record: RolloutRecord, closed: ClosedRollout): RecordBody {
  const lastPromoted = closed.outcome === 'promoted' ? closed.version : record.lastPromoted;
  return {
    last: closed,
    ...(lastPromoted !== undefined && { lastPromoted }),
    ...(record.newestTried !== undefined && { newestTried: record.newestTried }),
  };
}

/** From here on a rollback knows that production may have moved. */
export function startPromoting(rollout: OpenRollout): OpenRollout {
  return { ...rollout, phase: 'promoting', productionMoved: true };
}
