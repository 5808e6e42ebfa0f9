import { FAULTS, FAULTS_TO_CHOOSE_BY } from './faults/index.ts';
import type { Fault } from './faults/fault.ts';
import { WORKLOADS, WORKLOADS_TO_CHOOSE_BY } from './workloads/index.ts';
import type { Workload } from './workloads/workload.ts';

/**
 * Parameters are chosen by what is seen on one set, and the report is made on the other: other chance, other shapes,
 * other sizes, other rates.
 */
export interface TestSet {
  readonly workloads: readonly Workload[];
  readonly faults: readonly Fault[];
  /** On which workloads the faults are played, one after the other. */
  readonly beneath: readonly string[];
  readonly rates: readonly number[];
}

export const SETS = {
  report: {
    workloads: WORKLOADS,
    faults: FAULTS,
    beneath: ['steady', 'diurnal swing', 'Pareto times'],
    rates: [1, 10, 100, 1000],
  },
  choose: {
    workloads: WORKLOADS_TO_CHOOSE_BY,
    faults: FAULTS_TO_CHOOSE_BY,
    beneath: ['night', 'wide lognormal times'],
    rates: [3, 30, 300],
  },
} as const satisfies Record<string, TestSet>;
export type SetName = keyof typeof SETS;

export function testSet(name: SetName): TestSet {
  return SETS[name];
}

/** Releases of each strategy. */
export interface Effort {
  /** Healthy ones of what is deployed behind a bound of 0.05 %, over the workloads and rates of a group. */
  readonly tight: number;
  /** Healthy ones on each workload, over the rates. */
  readonly loose: number;
  /** Of each fault and rate. */
  readonly faulty: number;
}

export const FULL: Effort = { tight: 6400, loose: 640, faulty: 201 };
export const SHORT: Effort = { tight: 640, loose: 80, faulty: 24 };
