import { executionName } from '../execution.ts';
import type { ClosedRollout, OpenRollout, RolloutRecord } from '../record/record.ts';
import type { Trigger } from './trigger.ts';

export type Target =
  | { readonly outcome: 'settle'; readonly rollout: OpenRollout }
  | {
      readonly outcome: 'already rolled back' | 'already promoted' | 'already reverted';
      readonly closed: ClosedRollout;
      readonly words: string;
    }
  | { readonly outcome: 'nothing'; readonly words: string };

/** The one rollout a trigger is about; undefined for those about whichever is open. */
export function wantedRollout(trigger: Trigger): string | undefined {
  return trigger.kind === 'rollout' || trigger.kind === 'execution ended' ? trigger.id : undefined;
}

/**
 * Which rollout this trigger rolls back. The scope keeps a late event from hitting the next rollout: an execution's end
 * concerns its own rollout only, an alarm older than the claim was looked at by the claim itself, and a request older
 * than the claim was about another.
 * @param ended how the wanted rollout ended, when it did
 */
export function findTarget(record: RolloutRecord, trigger: Trigger, ended: ClosedRollout | undefined): Target {
  if (trigger.kind === 'none') return { outcome: 'nothing', words: trigger.reason };
  const { rollout } = record;
  const wanted = wantedRollout(trigger);
  if (wanted !== undefined)
    return rollout?.id === wanted ? { outcome: 'settle', rollout } : notOpen(trigger, wanted, ended);
  if (!rollout) return { outcome: 'nothing', words: 'no rollout is open' };
  const at = trigger.kind === 'alarm' || trigger.kind === 'request' ? trigger.at : undefined;
  if (at && at < new Date(rollout.claimedAt)) {
    return {
      outcome: 'nothing',
      words: `the ${trigger.kind} is older than the claim of ${executionName(rollout.id)} at ${rollout.claimedAt}`,
    };
  }
  // The alarms are why somebody reverts; taking the revert back for them would bring the bad version back.
  if (trigger.kind === 'alarm' && rollout.kind === 'revert') {
    return {
      outcome: 'nothing',
      words: `${executionName(rollout.id)} is a revert, which is not rolled back for an alarm`,
    };
  }
  return { outcome: 'settle', rollout };
}

/** The close is the commit point: what was promoted stays, whatever became of its execution afterwards. */
function notOpen(trigger: Trigger, wanted: string, ended: ClosedRollout | undefined): Target {
  const name = executionName(wanted);
  if (!ended) return { outcome: 'nothing', words: `${name} has no rollout` };
  const words = `${name} was closed as ${ended.outcome} at ${ended.closedAt}`;
  if (trigger.kind !== 'rollout') return { outcome: 'nothing', words };
  if (ended.outcome === 'rolled back') return { outcome: 'already rolled back', closed: ended, words };
  return { outcome: ended.kind === 'revert' ? 'already reverted' : 'already promoted', closed: ended, words };
}
