import type { Results } from '../results.ts';
import { faultTargets } from './faults.ts';
import { healthyTargets } from './healthy.ts';
import type { Target } from './target.ts';

export function targetsOf(results: Results): readonly Target[] {
  return [...healthyTargets(results), ...faultTargets(results)];
}
