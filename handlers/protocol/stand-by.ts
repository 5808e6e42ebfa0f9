import type { OpenRollout } from '../../rollout/record/record.ts';
import {
  decideStandBy,
  isStandingBy,
  mayStandBy,
  standBy,
  type BrokenProduction,
} from '../../rollout/rollback/stand-by.ts';
import { canaryAt, describeWeights } from '../../rollout/weights.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';
import { announceIfPossible } from './announce.ts';

export type StandByPorts = Pick<Ports, 'alarms' | 'announcer' | 'clock' | 'service'>;

export interface StandByRequest {
  readonly error: string;
  readonly reason: string;
  /** The execution that stays and looks again. */
  readonly rescuer: string;
  readonly limits: BrokenProduction;
}

/** The rollout as it is while its rollback stands by, with a sentence; or why it stands by no longer. */
export type StandByAnswer = { readonly rollout: OpenRollout; readonly message: string } | { readonly ended?: string };

/**
 * Looks whether a rollback that nobody asked for would only send users to a production that fails them. When the alarms
 * cannot be read it rolls back. Announced before it is noted, as a pause is; a crash in between announces twice, under
 * the same id.
 */
export async function standByInstead(
  ports: StandByPorts,
  log: Log,
  rollout: OpenRollout,
  request: StandByRequest,
): Promise<StandByAnswer> {
  if (!mayStandBy(rollout)) return {};
  const { limits, reason, rescuer } = request;
  const alarms = await ports.alarms
    .read([...limits.canaryAlarms, ...limits.productionAlarms])
    .catch((error: unknown) => {
      log.error('cannot look whether production is broken too; rolling back', { error });
      return [];
    });
  const now = ports.clock.now();
  const decision = decideStandBy(rollout, alarms, limits, now);
  if (!decision.standBy) return decision;
  const weights = describeWeights(canaryAt(rollout.confirmedWeight));
  const message =
    `${decision.words}; the weights stay (${weights}) until ${decision.until.toISOString()} at most. Why it ` +
    `would roll back: ${rollout.reason ?? reason}`;
  if (!isStandingBy(rollout)) {
    const name = 'production is broken';
    await announceIfPossible(ports, log, { kind: 'held', name, occasion: name, rollout, message });
  }
  return { rollout: standBy(rollout, decision.until, request, rescuer, now), message };
}
