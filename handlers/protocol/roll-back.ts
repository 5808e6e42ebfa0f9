import { shortenAlarms } from '../../rollout/alarms.ts';
import { ownRollout } from '../../rollout/claim/claimant.ts';
import { executionName } from '../../rollout/execution.ts';
import { withRollout } from '../../rollout/record/changes.ts';
import { whyNotAdopted } from '../../rollout/listener/adoption.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import { describeRollback, revoke, rollbackError } from '../../rollout/rollback/revoke.ts';
import type { BrokenProduction } from '../../rollout/rollback/stand-by.ts';
import { findTarget, wantedRollout, type Target } from '../../rollout/rollback/target.ts';
import type { Trigger } from '../../rollout/rollback/trigger.ts';
import type { RollBackResult } from '../../statemachine/contract/rows/roll-back.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';
import { bringBack, bringTrafficBackUnread, bringVersionBack, type BringBackPorts } from './bring-back.ts';
import { describeRestoration } from './lambda/production-alias.ts';
import { knownHome } from './listener.ts';
import { changeRecord, endingOf } from './record.ts';
import { standByInstead, type StandByPorts } from './stand-by.ts';

export type RollBackPorts = BringBackPorts & StandByPorts;

export interface RollBackOptions {
  /** The execution that stays to finish the rollback; absent when nobody does. */
  readonly rescuer?: string;
  /** Set where a rollback that nobody asked for may stand by while production is broken too. */
  readonly brokenProduction?: BrokenProduction;
}

/**
 * Revokes the claim of the rollout that the trigger is about, then gives production every request.
 *
 * | that rollout                                      | weights               | alias production |
 * |---------------------------------------------------|-----------------------|------------------|
 * | is open                                           | written               | restored         |
 * | is being rolled back already: this call joins     | written, if need be   | restored         |
 * | may stand by, and production is broken too        | stay                  | stays            |
 * | is closed, or there is none                       | stay                  | stays            |
 *
 * Whoever joins may come late, when the next rollout has weights of its own. So it writes only if they are not at rest
 * and the rollout is still being rolled back.
 */
export async function rollBack(
  ports: RollBackPorts,
  log: Log,
  trigger: Trigger,
  options: RollBackOptions = {},
): Promise<RollBackResult> {
  const { target, joined, standsBy } = await revokeTarget(ports, log, trigger, options).catch(
    async (error: unknown) => {
      if (trigger.kind !== 'none') await bringTrafficBackUnread(ports, log, error);
      throw error;
    },
  );
  if (standsBy)
    return {
      outcome: 'hold',
      rollout: standsBy.rollout.id,
      error: rollbackError(standsBy.rollout),
      cause: describeRollback(standsBy.rollout),
      message: shortenAlarms(standsBy.message),
    };
  if (target.outcome === 'nothing') return nothingToDo(target, trigger, await notAdopted(ports));
  if (target.outcome !== 'settle') return endedAlready(target);
  const { rollout } = target;
  const done = joined && ((await knownHome(ports, log, rollout)) || !(await stillRollingBack(ports, rollout)));
  const restoration = await (done ? bringVersionBack : bringBack)(ports, log, rollout);
  const outcome = { ...rollout, notRestored: rollout.notRestored === true || restoration === 'cannot restore' };
  const cause = describeRollback(outcome);
  const back = `${describeHome(rollout)}${describeRestoration(restoration, rollout)}`;
  return {
    outcome: 'settle',
    rollout: rollout.id,
    error: rollbackError(outcome),
    cause,
    // Whoever joins has little to add: why, the first has said.
    message: joined
      ? `${back}; the rollback of version ${rollout.version} had begun`
      : `${back}; ${shortenAlarms(cause)}`,
  };
}

/** Where a rollback has led. */
export const describeHome = ({ listener }: Pick<OpenRollout, 'listener'>): string =>
  listener?.to === 'adopt' ? 'the default action is as it was' : 'production has every request again';

async function stillRollingBack({ records }: Pick<Ports, 'records'>, { id }: OpenRollout): Promise<boolean> {
  return ownRollout(await records.read(), id, ['rolling back']) !== undefined;
}

interface Revoked {
  readonly target: Target;
  /** It was rolling back already. */
  readonly joined?: boolean;
  /** Set when nothing was revoked, because the rollback stands by. */
  readonly standsBy?: { readonly rollout: OpenRollout; readonly message: string };
}

/**
 * Finds the rollout, and notes in the record that it is revoked or that its rollback stands by. "Whichever is open" is
 * resolved once: when somebody else writes the record in between, it looks again for the rollout that it had found. The
 * one that is open by then may be another.
 */
async function revokeTarget(
  ports: Pick<Ports, 'records'> & StandByPorts,
  log: Log,
  trigger: Trigger,
  { rescuer, brokenProduction }: RollBackOptions,
): Promise<Revoked> {
  const { records, clock } = ports;
  const mayStandBy = 'unasked' in trigger && trigger.unasked;
  let current = trigger;
  return changeRecord<Revoked>(records, async (record) => {
    const wanted = wantedRollout(current);
    const ended = wanted === undefined ? undefined : await endingOf(records, record, wanted);
    const target = findTarget(record, current, ended);
    if (target.outcome !== 'settle' || current.kind === 'none') return { result: { target } };
    current = { kind: 'rollout', id: target.rollout.id, error: current.error, reason: current.reason };
    const { error, reason } = current;
    const answer =
      mayStandBy && rescuer !== undefined && brokenProduction
        ? await standByInstead(ports, log, target.rollout, { error, reason, rescuer, limits: brokenProduction })
        : {};
    if ('rollout' in answer)
      return { write: withRollout(record, answer.rollout), result: { target, standsBy: answer } };
    const rollout: OpenRollout = revoke(target.rollout, {
      error,
      reason: answer.ended ?? reason,
      at: clock.now(),
      ...(rescuer !== undefined && { rescuer }),
    });
    const joined = target.rollout.phase === 'rolling back';
    return { write: withRollout(record, rollout), result: { target: { outcome: 'settle', rollout }, joined } };
  });
}

/** Beside "nothing to roll back": a listener of others that nobody has adopted may serve anything. */
async function notAdopted({ existing, records }: RollBackPorts): Promise<string> {
  if (existing === undefined) return '';
  const why = whyNotAdopted(await records.read(), existing.listenerId);
  return why === undefined ? '' : `; ${why}`;
}

function nothingToDo(
  { words }: Extract<Target, { outcome: 'nothing' }>,
  trigger: Trigger,
  besides: string,
): RollBackResult {
  const message = `nothing to roll back: ${words}${besides} (asked because: ${trigger.reason.slice(0, 1000)})`;
  const asked = trigger.kind === 'rollout' ? trigger : { error: 'CanaryRolledBack', reason: message };
  return { outcome: 'nothing', rollout: '', error: asked.error, cause: asked.reason, message: shortenAlarms(message) };
}

function endedAlready({ outcome, closed, words }: Extract<Target, { closed: unknown }>): RollBackResult {
  const cause =
    outcome === 'already rolled back'
      ? describeRollback(closed)
      : `version ${closed.version} is in production and stays: ${words}`;
  return {
    outcome,
    rollout: closed.id,
    error: rollbackError(closed),
    cause,
    message: `${executionName(closed.id)}: ${shortenAlarms(cause)}`,
  };
}
