import { FAULT_CLASSES } from './classes/index.ts';
import type { Plant } from '../plants/plant.ts';
import type { Invariant } from './invariants.ts';
import { tryOne } from './search.ts';

export interface Hunted {
  /** How many schedules were tried, the one that found it included. */
  readonly schedules: number;
  readonly found: readonly Invariant[];
  readonly report: string;
  /** The worst of all that were tried, in simulated seconds. */
  readonly secondsToSafety: number;
}

/** As if shuffled: far apart one after the other, each once. */
function farApart(count: number): readonly number[] {
  let step = Math.max(1, Math.round(count * 0.618));
  while (commonDivisor(step, count) !== 1) step++;
  return Array.from({ length: count }, (_, i) => (i * step) % count);
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/**
 * Goes through classes of faults, one schedule after the other, until an invariant does not hold.
 * @param most schedules of each class at most
 */
export async function hunt(plant: Plant, ids: readonly string[], seed: number, most = Infinity): Promise<Hunted> {
  let schedules = 0;
  let secondsToSafety = 0;
  for (const id of ids) {
    const faults = FAULT_CLASSES.find((each) => each.id === id);
    if (faults === undefined) throw new RangeError(`no class of faults is called ${id}`);
    const cases = await faults.cases();
    for (const index of farApart(cases.length).slice(0, most)) {
      const one = cases[index];
      if (one === undefined) continue;
      schedules++;
      const { judgement, report } = await tryOne(one, { seed: seed + index, plant });
      secondsToSafety = Math.max(secondsToSafety, judgement.secondsToSafety ?? 0);
      if (judgement.violations.length > 0)
        return {
          schedules,
          found: judgement.violations.map(({ invariant }) => invariant),
          report: report(),
          secondsToSafety,
        };
    }
  }
  return { schedules, found: [], report: '', secondsToSafety };
}
