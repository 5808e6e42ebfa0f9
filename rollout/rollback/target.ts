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
  return 'id' in trigger ? trigger.id : undefined;
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
  if ('id' in trigger) return rollout?.id === trigger.id ? { outcome: 'settle', rollout } : notOpen(trigger, ended);
  if (!rollout) return { outcome: 'nothing', words: 'no rollout is open' };
  if (trigger.at && trigger.at < new Date(rollout.claimedAt)) {
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
function notOpen({ kind, id }: Trigger & { readonly id: string }, ended: ClosedRollout | undefined): Target {
  const name = executionName(id);
  if (!ended) return { outcome: 'nothing', words: `${name} has no rollout` };
  const words = `${name} was closed as ${ended.outcome} at ${ended.closedAt}`;
  if (kind !== 'rollout') return { outcome: 'nothing', words };
  if (ended.outcome === 'rolled back') return { outcome: 'already rolled back', closed: ended, words };
  return { outcome: ended.kind === 'revert' ? 'already reverted' : 'already promoted', closed: ended, words };
}
