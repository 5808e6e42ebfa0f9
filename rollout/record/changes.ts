import type { ClosedRollout, OpenRollout, RolloutRecord } from './record.ts';

type Reverted = NonNullable<RolloutRecord['reverted']>;

/** What a conditional write stores; the port counts the revision. */
export type RecordBody = Omit<RolloutRecord, 'revision'>;

/** The record with this rollout open, everything else kept. */
export function withRollout(record: RolloutRecord, rollout: OpenRollout): RecordBody {
  const { revision: _revision, rollout: _before, ...kept } = record;
  return { rollout, ...kept };
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
    ...(rollout.letOn !== undefined && { letOn: rollout.letOn }),
    ...(rollout.listener !== undefined && { listener: rollout.listener.to }),
  };
}

/**
 * The record at rest after `closed`. Only a promotion, or a revert that went through, changes what production should be
 * found at.
 */
export function atRestAfter(record: RolloutRecord, closed: ClosedRollout): RecordBody {
  const { lastPromoted, lastPromotedClaimedAt } = closed.outcome === 'promoted' ? promotedBy(closed) : record;
  const reverted = revertedAfter(record.reverted ?? {}, closed);
  return {
    last: closed,
    ...(lastPromoted !== undefined && { lastPromoted }),
    ...(lastPromotedClaimedAt !== undefined && { lastPromotedClaimedAt }),
    ...(record.newestTried !== undefined && { newestTried: record.newestTried }),
    ...(record.provisioned !== undefined && { provisioned: record.provisioned }),
    ...(record.adopted !== undefined && { adopted: record.adopted }),
    ...(Object.keys(reverted).length > 0 && { reverted }),
  };
}

/** A revert puts out at once what was warm long ago. */
function promotedBy({ kind, version, claimedAt }: ClosedRollout) {
  return { lastPromoted: version, lastPromotedClaimedAt: kind === undefined ? claimedAt : undefined };
}

/** As many as anybody will look back on; a record stays small. */
const MOST_REVERTED = 20;

/** A revert puts the version before it out; who promotes that one again has changed their mind. */
function revertedAfter(
  before: Reverted,
  { outcome, kind, version, previousVersion, closedAt }: ClosedRollout,
): Reverted {
  if (outcome !== 'promoted') return before;
  const { [version]: _backAgain, ...others } = before;
  const all = kind === 'revert' ? { ...others, [previousVersion]: closedAt } : others;
  const byTime = Object.entries(all).sort(([, a], [, b]) => a.localeCompare(b));
  return Object.fromEntries(byTime.slice(-MOST_REVERTED));
}

/** From here on a rollback knows that production may have moved. */
export function startPromoting(rollout: OpenRollout): OpenRollout {
  return { ...rollout, phase: 'promoting', productionMoved: true };
}
