import { runTasks } from './pool.ts';
import { Results } from './results.ts';
import { testSet, type Effort, type SetName } from './sets.ts';
import type { Strategy } from './simulate.ts';
import { STRATEGIES } from './strategies/index.ts';
import { tasksOf } from './tasks.ts';

export interface Measuring {
  readonly set: SetName;
  readonly seed: number;
  readonly effort: Effort;
  /** @default all */
  readonly strategies?: readonly Strategy[];
  readonly processes: number;
}

/** @param progress is told how many releases of how many are played */
export async function measure(
  { set, seed, effort, strategies = STRATEGIES, processes }: Measuring,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<Results> {
  const tasks = tasksOf(set, seed, effort, strategies);
  const tallies = await runTasks(tasks, processes, (done) => progress(done, tasks.length));
  return new Results(testSet(set), tasks, tallies);
}
