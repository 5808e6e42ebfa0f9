import { FAULT_CLASSES } from './classes/index.ts';
import type { Plant } from './conduct.ts';
import type { Invariant } from './invariants.ts';
import { searchRandom, tryOne } from './search.ts';

export interface Hunted {
  /** How many schedules were tried, the one that found it included. */
  readonly schedules: number;
  readonly found: readonly Invariant[];
  readonly report: string;
  /** The worst of all that were tried, in simulated seconds. */
  readonly secondsToSafety: number;
}

const RANDOM_RUNS = 1_500;

/** Goes through classes of faults, one schedule after the other, until an invariant does not hold. */
export async function hunt(plant: Plant, ids: readonly string[], seed: number): Promise<Hunted> {
  let schedules = 0;
  let secondsToSafety = 0;
  for (const id of ids) {
    if (id === 'random') {
      const { failures, visited, report } = await atRandom(plant, seed);
      schedules += visited;
      if (failures.length > 0) return { schedules, found: failures, report, secondsToSafety };
      continue;
    }
    const cases = (await FAULT_CLASSES.find((each) => each.id === id)?.cases()) ?? [];
    for (const [index, one] of cases.entries()) {
      schedules++;
      const { judgement, report } = await tryOne(one, { seed: seed + index, plant });
      secondsToSafety = Math.max(secondsToSafety, judgement.secondsToSafety ?? 0);
      if (judgement.violations.length > 0) return { schedules, found: judgement.violations.map(({ invariant }) => invariant), report: report(), secondsToSafety };
    }
  }
  return { schedules, found: [], report: '', secondsToSafety };
}

async function atRandom(plant: Plant, seed: number) {
  let first: { readonly failures: readonly Invariant[]; readonly visited: number; readonly report: string } | undefined;
  let visited = 0;
  await searchRandom({
    seed,
    plant,
    runs: RANDOM_RUNS,
    tried: ({ judgement: { violations }, report }) => {
      visited++;
      if (violations.length > 0) first ??= { failures: violations.map(({ invariant }) => invariant), visited, report: report() };
    },
  });
  return first ?? { failures: [], visited, report: '' };
}
