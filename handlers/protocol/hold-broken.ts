import type { OpenRollout } from '../../rollout/record/record.ts';
import { canBeHeld, decideBroken, hold, type BrokenProduction } from '../../rollout/rollback/broken-production.ts';
import { canaryAt, describeWeights } from '../../rollout/weights.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';
import { announceIfPossible } from './announce.ts';

export type HoldPorts = Pick<Ports, 'alarms' | 'announcer' | 'clock' | 'service'>;

export interface HoldRequest {
  readonly error: string;
  readonly reason: string;
  /** The execution that stays and looks again. */
  readonly rescuer: string;
  readonly limits: BrokenProduction;
}

/** The rollout as it is held, with a sentence; or why one that was held is not any more. */
export type HoldAnswer = { readonly rollout: OpenRollout; readonly message: string } | { readonly ended?: string };

/**
 * Looks whether a rollback that nobody asked for would only send users to a production that fails them. When the alarms
 * cannot be read it rolls back. Announced before it is noted, as any hold is; a crash in between announces twice, under
 * the same id.
 */
export async function holdInstead(
  ports: HoldPorts,
  log: Log,
  rollout: OpenRollout,
  request: HoldRequest,
): Promise<HoldAnswer> {
  if (!canBeHeld(rollout)) return {};
  const { limits, reason, rescuer } = request;
  const alarms = await ports.alarms
    .read([...limits.canaryAlarms, ...limits.productionAlarms])
    .catch((error: unknown) => {
      log.error('cannot look whether production is broken too; rolling back', { error });
      return [];
    });
  const now = ports.clock.now();
  const decision = decideBroken(rollout, alarms, limits, now);
  if (!decision.hold) return decision.ended === undefined ? {} : { ended: decision.ended };
  const weights = describeWeights(canaryAt(rollout.confirmedWeight));
  const message =
    `${decision.words}; the weights stay (${weights}) until ${decision.until.toISOString()} at most. Why it ` +
    `would roll back: ${rollout.reason ?? reason}`;
  if (rollout.phase !== 'held') {
    await announceIfPossible(ports, log, { kind: 'held', occasion: 'production is broken', rollout, message });
  }
  return { rollout: hold(rollout, decision.until, request, rescuer, now), message };
}
