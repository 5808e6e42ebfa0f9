import type { Plan } from '../contract/plan.ts';
import { waitingIn } from './healthy.ts';
import { outlineOf } from './outline-of.ts';
import { partsOf } from './outline.ts';

/**
 * How long a release takes, if all goes well, from the beginning of a weight's stage up to its end, in seconds; from
 * weight 0, all of it.
 */
export function restOf(plan: Plan, weight: number): number {
  const { release } = outlineOf(plan);
  const from = release.findIndex((stage) => stage.kind === 'step' && stage.weight >= weight);
  return waitingIn(partsOf(release.slice(from)));
}
