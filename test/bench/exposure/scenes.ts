import { seededChance } from '../../../bench/exposure/chance.ts';
import { HEALTHY } from '../../../bench/exposure/faults/fault.ts';
import { Scene, type Reading } from '../../../bench/exposure/sample.ts';
import type { MinuteOf, Sample, Side } from '../../../bench/exposure/minutes.ts';
import type { Service } from '../../../bench/exposure/service.ts';
import type { Outcome, Strategy, View } from '../../../bench/exposure/simulate.ts';
import { simulate } from '../../../bench/exposure/simulate.ts';
import { STEADY } from '../../../bench/exposure/workloads/independent.ts';
import type { Load, Workload } from '../../../bench/exposure/workloads/workload.ts';

/** Somewhere in the middle of a release, half of it on each side, unless told. */
export function minuteAt(given: Partial<MinuteOf> = {}): MinuteOf {
  return { index: 30, released: 18, share: 0.5, weight: 50, age: 18, atLast: -1, ...given };
}

export function serviceOf(given: Partial<Service> = {}): Service {
  return { rate: 10, workload: STEADY, fault: HEALTHY, own: 0.001, ...given };
}

/** Loads of one release, minute after minute. */
export function loadsOf(workload: Workload, minutes: readonly Partial<MinuteOf>[], seed = 1): readonly Load[] {
  const world = workload.begin(seededChance(seed), { rate: 10, own: 0.001 });
  return minutes.map((minute) => world.minute(minuteAt(minute)));
}

/** The first minutes of a release at one weight. */
export function playMinutes(
  given: Partial<Service>,
  minutes: number,
  reading: Reading = { times: 'none' },
  at: Partial<MinuteOf> = {},
): readonly Sample[] {
  const scene = new Scene(seededChance(5), serviceOf(given), reading);
  return Array.from({ length: minutes }, (_, i) =>
    scene.play(minuteAt({ index: 12 + i, released: i, age: i + 1, ...at }), reading.loadTest !== undefined),
  );
}

export function total(sides: readonly Side[], count: (side: Side) => number): number {
  return sides.reduce((sum, side) => sum + count(side), 0);
}

export async function endings(
  strategy: Strategy,
  given: Partial<Service>,
  runs: number,
  horizon?: number,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let seed = 1; seed <= runs; seed += 1)
    outcomes.push(await simulate(seededChance(seed), serviceOf(given), strategy, horizon));
  return outcomes;
}

export function named<T extends { readonly name: string }>(all: readonly T[], start: string): T {
  const found = all.find(({ name }) => name.startsWith(start));
  if (found === undefined) throw new Error(`nothing is called ${start}`);
  return found;
}

/** All of these are shown, each 30 s after its end, and nothing came before them. */
export function viewOf(minutes: readonly Sample[]): View {
  return {
    minutes,
    shown: minutes.length,
    shownAt: minutes.map((_, i) => (i + 1) * 60 + 30),
    past: () => [],
    earlierRelease: () => [],
  };
}
