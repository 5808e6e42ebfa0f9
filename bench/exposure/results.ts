import type { TestSet } from './sets.ts';
import type { Strategy } from './simulate.ts';
import { NO_RUNS, sumOf, type Tally } from './tally.ts';
import type { Task } from './tasks.ts';
import type { Workload } from './workloads/workload.ts';

/**
 * A strategy that rolls back more than this share of the healthy releases at a rate is of no use there: what it catches
 * it catches by chance. Looked at are services that fail at most 0.1 %, with independent requests.
 */
export const USABLE = 0.01;

/** What was measured, by strategy, workload or fault, and rate. */
export class Results {
  readonly set: TestSet;
  private readonly tallies = new Map<string, Tally>();

  constructor(set: TestSet, tasks: readonly Task[], tallies: readonly Tally[]) {
    this.set = set;
    tasks.forEach((task, i) => this.tallies.set(keyOf(task), tallies[i] ?? NO_RUNS));
  }

  /** Empty where nothing was measured. */
  of({ name }: Strategy, kind: Task['kind'], subject: string, rate: number): Tally {
    return this.tallies.get(keyOf({ strategy: name, kind, subject, rate })) ?? NO_RUNS;
  }

  healthy(strategy: Strategy, workloads: readonly Workload[], rates: readonly number[] = this.set.rates): Tally {
    return sumOf(workloads.flatMap(({ name }) => rates.map((rate) => this.of(strategy, 'healthy', name, rate))));
  }

  group(group: Workload['group']): readonly Workload[] {
    return this.set.workloads.filter((each) => each.group === group);
  }

  isUsable(strategy: Strategy, rate: number): boolean {
    const plain = this.group('independent').filter(({ own }) => own === undefined);
    const { runs, rolledBack } = this.healthy(strategy, plain, [rate]);
    return runs > 0 && rolledBack <= USABLE * runs;
  }

  get releases(): number {
    return sumOf([...this.tallies.values()]).runs;
  }

  /** By kind, workload or fault, and rate. */
  recorded({ name }: Strategy): Readonly<Record<string, Tally>> {
    return Object.fromEntries(
      [...this.tallies].flatMap(([key, tally]) =>
        key.startsWith(`${name}|`) ? [[key.slice(name.length + 1), tally]] : [],
      ),
    );
  }
}

export function keyOf({ strategy, kind, subject, rate }: Pick<Task, 'strategy' | 'kind' | 'subject' | 'rate'>): string {
  return [strategy, kind, subject, rate].join('|');
}
