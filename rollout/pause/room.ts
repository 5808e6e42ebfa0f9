import type { PauseReason } from '../../statemachine/contract/pauses.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import { ASKED } from './reasons.ts';
import { lastPause, type StoredPause } from './stored.ts';

/** What a check knows of its weight. */
type AtWeight = Pick<Plan, 'tooFewRequests'> & { readonly approve?: boolean | undefined };

/** Whether the plan itself may pause a rollout at this weight, so that a pause there has room of its own. */
export const hasOwnRoom = ({ approve, tooFewRequests }: AtWeight): boolean =>
  approve === true || tooFewRequests === 'hold';

/**
 * Whether a rollout may be paused at this weight without having been started so. Where its plan pauses, it may. At all
 * other weights together there is room for one pause, which belongs to whoever asked: where one is to come at another
 * weight, or was there, a second has no place in the machine's time limit and history.
 */
export function hasRoom(rollout: StoredPause, at: number, plan: AtWeight): boolean {
  return hasOwnRoom(plan) || spentAt(rollout).every((other) => other === at);
}

/** Reasons that note it where they take it, or have a place of their own. */
const NOTED: readonly PauseReason[] = ['approval', 'told to pause', 'hook failed'];

/** Where that one pause was, or is to be. Before it was noted the last pause was it, for there was no plan's own. */
function spentAt(rollout: StoredPause): readonly number[] {
  const last = lastPause(rollout);
  const noted = last !== undefined && NOTED.includes(last.why);
  const before = noted ? undefined : last?.at;
  return [ASKED.at(rollout), rollout.spareAt ?? before].filter((at) => at !== undefined);
}
