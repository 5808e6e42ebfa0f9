import { seededChance, type Chance } from './chance.ts';
import { HEALTHY, type Fault } from './faults/fault.ts';
import type { Service } from './service.ts';
import { testSet, type Effort, type SetName } from './sets.ts';
import { HORIZON, PATIENCE, simulate, type Outcome, type Strategy } from './simulate.ts';
import { DEPLOYED, STRATEGIES, VARIANTS } from './strategies/index.ts';
import { tallyOf, type Tally } from './tally.ts';
import type { Workload } from './workloads/workload.ts';

/** One cell of the report, in words that another process understands. */
export interface Task {
  readonly set: SetName;
  readonly seed: number;
  readonly strategy: string;
  readonly kind: 'healthy' | 'fault';
  /** Name of the workload or of the fault. */
  readonly subject: string;
  readonly rate: number;
  readonly runs: number;
}

export function tasksOf(
  set: SetName,
  seed: number,
  effort: Effort,
  strategies: readonly Strategy[] = STRATEGIES,
): readonly Task[] {
  const { workloads, faults, rates } = testSet(set);
  return strategies.flatMap(({ name: strategy }) =>
    rates.flatMap((rate) => [
      ...workloads.map((each): Task => ({
        set,
        seed,
        strategy,
        kind: 'healthy',
        subject: each.name,
        rate,
        runs: Math.ceil(healthyRuns(strategy, each, workloads, effort, strategies.length === 1) / rates.length),
      })),
      ...faults.map((each): Task => ({
        set,
        seed,
        strategy,
        kind: 'fault',
        subject: each.name,
        rate,
        runs: effort.faulty,
      })),
    ]),
  );
}

/**
 * Behind a bound of 0.05 % many are needed, but only of what is held against it; of variants of this project that no
 * target speaks of, fewer, unless nothing else is measured.
 */
function healthyRuns(
  strategy: string,
  { group }: Workload,
  all: readonly Workload[],
  effort: Effort,
  alone: boolean,
): number {
  if (!alone && VARIANTS.some(({ name }) => name === strategy)) return Math.ceil(effort.loose / 4);
  const isTight = group === 'independent' || group === 'failing';
  if (!isTight || strategy !== DEPLOYED.name) return effort.loose;
  return Math.ceil(effort.tight / all.filter((each) => each.group === group).length);
}

/** By its own chance: the same wherever and in whatever order it is run. */
export async function runTask(task: Task): Promise<Tally> {
  const { set, strategy: name, kind, subject, rate, runs, seed } = task;
  const { workloads, faults, beneath } = testSet(set);
  const chance = seededChance(seedOf([seed, set, name, kind, subject, rate].join('|')));
  const strategy = named(STRATEGIES, name);
  if (kind === 'healthy') {
    const workload = named(workloads, subject);
    return play(runs, () => simulate(chance, serviceOf(chance, workload, HEALTHY, rate), strategy, PATIENCE));
  }
  const fault = named(faults, subject);
  const workloadOf = (run: number) => named(workloads, beneath[run % beneath.length] ?? '');
  return play(runs, (run) => simulate(chance, serviceOf(chance, workloadOf(run), fault, rate), strategy, HORIZON));
}

/** One after the other: they share their chance. */
async function play(runs: number, release: (run: number) => Promise<Outcome>): Promise<Tally> {
  const outcomes: Outcome[] = [];
  for (let run = 0; run < runs; run += 1) outcomes.push(await release(run));
  return tallyOf(outcomes);
}

/** A service's own share of errors lies between 0.01 % and 0.1 %, each size equally likely, unless it is given. */
function serviceOf(chance: Chance, workload: Workload, fault: Fault, rate: number): Service {
  return { rate, workload, fault, own: fault.own ?? workload.own ?? 10 ** (chance.uniform() - 4) };
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}

/** FNV-1a, 32 bits. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash | 0;
}
