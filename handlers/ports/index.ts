import type { ComparedMetric } from '../../statemachine/contract/compared-metrics.ts';
import type { Alias } from '../../statemachine/contract/names.ts';
import type { Count } from '../../rollout/evidence/counts.ts';
import type { ClosedRollout, RolloutRecord } from '../../rollout/record/record.ts';
import type { ReleaseEvent } from '../../rollout/release-event.ts';

/** What the handlers need from the world, as small as possible. Ports know no policy. */

export interface Clock {
  now(): Date;
}

/** Percentages; always written together, always adding up to 100. */
export interface Weights {
  readonly production: number;
  readonly canary: number;
}

/** The listener's default action. No compare-and-set exists: the last writer wins. */
export interface Listener {
  read(): Promise<Weights>;
  write(weights: Weights): Promise<void>;
}

export interface AliasState {
  readonly version: string;
  readonly revisionId: string;
}

export interface Versions {
  /** @throws if the alias does not exist */
  readAlias(alias: Alias): Promise<AliasState>;
  /** Compare-and-set on the alias: false when its revision is no longer `revisionId` (AWS answers 412). */
  pointAlias(alias: Alias, version: string, revisionId: string): Promise<boolean>;
  exists(version: string): Promise<boolean>;
}

export interface Answer {
  readonly executedVersion: string;
  /** 'Handled' or 'Unhandled' when the function threw or timed out. */
  readonly functionError?: string;
  /** The parsed payload; undefined when it is not JSON. */
  readonly payload: unknown;
}

export interface Invoker {
  invoke(alias: Alias, event: unknown): Promise<Answer>;
}

export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  /** When it entered this state. */
  readonly since: Date;
}

export interface Alarms {
  /** Alarms that do not exist are absent from the answer: compare the count. */
  read(names: readonly string[]): Promise<readonly AlarmState[]>;
}

export interface Traffic {
  /** Requests that the alias served in the full minutes from `from` to `to`; 0 when nothing was recorded. */
  requests(alias: Alias, from: Date, to: Date): Promise<number>;
}

/** What an alias did in one minute. */
export interface AliasMinute {
  /** Of the function. */
  readonly invocations: number;
  /** Exceptions and time-outs of the function. */
  readonly errors: number;
  /** Through VPC Lattice. */
  readonly requests: number;
  readonly serverErrors: number;
  /** Invocations that took longer than each of the times, in order. */
  readonly slower: readonly number[];
  /** Those that took longer than each of the times by a factor. */
  readonly slowerByFactor: readonly number[];
  /** Of each of the metrics that were asked for, in order; absent where there were none. */
  readonly counted?: readonly Count[];
}

export interface TrafficMinute {
  readonly start: Date;
  readonly canary: AliasMinute;
  readonly production: AliasMinute;
}

export interface Minutes {
  /**
   * The minutes from the one that holds `from` up to the last that is over at `to`, in order, of both sides.
   * @param times in milliseconds
   * @param metrics what else is counted; nothing unless given
   */
  read(
    from: Date,
    to: Date,
    times: readonly number[],
    factor: number,
    metrics?: readonly ComparedMetric[],
  ): Promise<readonly TrafficMinute[]>;
}

export interface Records {
  /** Consistent read; revision 0 when there is no item. */
  read(): Promise<RolloutRecord>;
  /** Writes `next` with revision `expected + 1` if the stored revision is still `expected`; false otherwise. */
  compareAndSet(expected: number, next: Omit<RolloutRecord, 'revision'>): Promise<boolean>;
  /** The history item of an execution; consistent read. */
  history(id: string): Promise<ClosedRollout | undefined>;
  /** Keeps a closed rollout; writing the same one twice is harmless. */
  archive(closed: ClosedRollout): Promise<void>;
}

export type { ReleaseEvent };

export interface Announcer {
  publish(event: ReleaseEvent): Promise<void>;
}

export interface Meter {
  /** Publishes the canary's live weight; never fails its caller. */
  canaryWeight(weight: number): Promise<void>;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

export interface Executions {
  /** undefined when it cannot be found; DescribeExecution is eventually consistent. */
  status(executionArn: string): Promise<ExecutionStatus | undefined>;
}

/** Everything there is; each handler's factory takes the few it needs with Pick. */
export interface Ports {
  readonly clock: Clock;
  readonly listener: Listener;
  readonly versions: Versions;
  readonly invoker: Invoker;
  readonly alarms: Alarms;
  readonly traffic: Traffic;
  readonly minutes: Minutes;
  readonly records: Records;
  readonly announcer: Announcer;
  readonly meter: Meter;
  readonly executions: Executions;
  /** Key of the rollout record. */
  readonly service: string;
}
