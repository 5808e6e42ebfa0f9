import type { Plan } from '../../statemachine/contract/plan.ts';
import { ASKED } from './reasons.ts';
import { lastPause, type StoredPause } from './stored.ts';

/**
 * Whether a rollout may be held at this weight without being asked to. A plan that holds for few requests may hold at
 * each weight. Any other has one hold, which belongs to whoever asked: where one is to come at another weight, or was
 * there, a second has no place in the machine's time limit.
 */
export function mayHoldUnasked(
  rollout: StoredPause,
  at: number,
  { tooFewRequests }: Pick<Plan, 'tooFewRequests'>,
): boolean {
  if (tooFewRequests === 'hold') return true;
  const last = lastPause(rollout);
  // What a hook holds has a place of its own.
  const taken = last?.why === 'hook failed' ? undefined : last?.at;
  return [ASKED.at(rollout), taken].every((other) => other === undefined || other === at);
}
