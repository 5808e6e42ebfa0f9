import { STATISTICS_A_LOOK, SUMS_A_SIDE } from '../../rollout/lambda/minutes.ts';
import type { ReleaseCalls } from './release-calls.ts';

/** What AWS bills of one release, counted. */
export interface Billed {
  readonly transitions: number;
  readonly functions: number;
  /** Consistent, of less than 4 KB each: one unit. */
  readonly recordReads: number;
  readonly recordWrites: number;
  /** Statistics that GetMetricData was asked for. */
  readonly statistics: number;
  readonly describeAlarms: number;
  readonly putMetricData: number;
  readonly publishes: number;
  readonly busEvents: number;
}

/** What the calls of ports come to in calls of AWS. */
export function billedOf({ transitions, functions, ports }: ReleaseCalls): Billed {
  const of = (...names: readonly string[]) => names.reduce((sum, name) => sum + (ports.get(name) ?? 0), 0);
  return {
    transitions,
    functions,
    recordReads: of('records.read', 'records.history'),
    recordWrites: of('records.compareAndSet', 'records.archive'),
    statistics: of('minutes.count') + SUMS_A_SIDE * of('minutes.sums') + STATISTICS_A_LOOK * of('minutes.read'),
    describeAlarms: of('alarms.read'),
    putMetricData: of('meter.canaryWeight'),
    publishes: of('announcer.publish'),
    busEvents: of('announcer.publish'),
  };
}
