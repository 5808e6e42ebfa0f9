import type { Groups, OpenRollout } from '../record/record.ts';
import type { Live } from '../weights.ts';
import { describeGroups, isUnknown, sameGroups } from './groups.ts';

/*
 * Where a rollback leads back to, where the listener is one of others. VPC Lattice has no compare-and-set, so this goes
 * by what was read just before:
 *
 * | the open rollout    | the default action is | a rollback writes        | it is back when    |
 * |---------------------|-----------------------|--------------------------|--------------------|
 * | releases, or none   | over our two groups   | production 100, canary 0 | at rest            |
 * | adopts the listener | over our two groups   | what it was before       | it is no more ours |
 * | gives it back       | what it was before    | production 100, canary 0 | at rest            |
 * | any                 | anything else         | nothing                  | already            |
 *
 * Whoever wrote anything else is a person or another program: that is told, and never overwritten.
 */

/** What a rollback writes; undefined where it leaves the default action alone. */
export function wayHome(
  rollout: Pick<OpenRollout, 'listener'> | undefined,
  live: Live,
): 'production' | Groups | undefined {
  const task = rollout?.listener;
  if (live.foreign !== undefined)
    return task?.to === 'give back' && sameGroups(live.foreign, task.before) ? 'production' : undefined;
  return task?.to === 'adopt' && !isUnknown(task.before) ? task.before : 'production';
}

/** Whether there is nothing left to write. */
export function isHome(rollout: Pick<OpenRollout, 'listener'> | undefined, live: Live): boolean {
  const way = wayHome(rollout, live);
  return way === undefined || (way === 'production' && live.atRest);
}

/** A sentence on a default action that no rollback writes over. */
export const describeLeftAlone = (foreign: Groups): string =>
  `the default action of the listener is somebody else's (${describeGroups(foreign)}) and is left alone ` +
  '(RUNBOOK.md#a-default-action-that-is-not-ours)';
