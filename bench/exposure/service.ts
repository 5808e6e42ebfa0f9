import type { Fault } from './faults/fault.ts';
import type { Workload } from './workloads/workload.ts';

export interface Service {
  /** Requests a second where the workload does not say otherwise. */
  readonly rate: number;
  readonly workload: Workload;
  readonly fault: Fault;
  /** Share of answers that fail on both sides, whatever the version. */
  readonly own: number;
}
