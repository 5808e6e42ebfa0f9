import type { AlarmState } from '../../rollout/alarms.ts';
import type { ExecutionStatus } from '../../rollout/execution.ts';
import type { HookReply } from '../../rollout/hooks/reply.ts';
import type { Past } from '../../rollout/record/past.ts';
import type { ListenerRule, Target } from '../../rollout/listener/adoption.ts';
import type { ClosedRollout, Groups, RolloutRecord } from '../../rollout/record/record.ts';
import type { ReleaseEvent } from '../../rollout/release-event.ts';
import type { Weights } from '../../rollout/weights.ts';
import type { Concurrency, Invoker, Minutes, Preview, Versions } from './lambda.ts';

/** What the handlers need from the world, as small as possible. Ports know no policy. */

export interface Clock {
  now(): Date;
  /**
   * Milliseconds since some moment, never back: how long code takes. Lambda's time-outs go by it, also on a laptop,
   * where `now` is faster.
   */
  elapsedMs(): number;
}

/** The listener's default action. No compare-and-set exists: the last writer wins. */
export interface Listener {
  read(): Promise<Weights>;
  write(weights: Weights): Promise<void>;
}

/** Only where the listener is one of others. Its default action, whatever that is; `Listener` knows our groups only. */
export interface ExistingListener {
  readonly listenerId: string;
  /** Weights by target group; none for a fixed response. */
  readAction(): Promise<Groups>;
  writeAction(groups: Groups): Promise<void>;
}

/** What is looked at before a listener is adopted or given back. */
export interface Adoption {
  readonly functionName: string;
  /** Of the preview, whose rule is ours. */
  readonly previewGroup: string | undefined;
  /** HTTP, HTTPS or TLS_PASSTHROUGH. */
  protocol(): Promise<string>;
  /** Without the default one. */
  rules(): Promise<readonly ListenerRule[]>;
  /** undefined where there is no such group. */
  target(group: string): Promise<Target | undefined>;
  /** The version behind an alias of any name; undefined where it has none, or several. */
  versionOf(alias: string): Promise<string | undefined>;
}

export interface Alarms {
  /** Alarms that do not exist are absent from the answer: compare the count. */
  read(names: readonly string[]): Promise<readonly AlarmState[]>;
}

export interface Records {
  /** Consistent read; revision 0 when there is no item. */
  read(): Promise<RolloutRecord>;
  /** Writes `next` with revision `expected + 1` if the stored revision is still `expected`; false otherwise. */
  compareAndSet(expected: number, next: Omit<RolloutRecord, 'revision'>): Promise<boolean>;
  /** The history item of an execution; consistent read. */
  history(id: string): Promise<ClosedRollout | undefined>;
  /** The whole history; consistent reads, one for each megabyte of it. */
  past(): Promise<Past>;
  /** Keeps a closed rollout; writing the same one twice is harmless. */
  archive(closed: ClosedRollout): Promise<void>;
}

export interface Hooks {
  /**
   * Never fails its caller.
   * @param fn ARN of a function, a version or an alias
   * @param withinMs how long the answer is waited for
   */
  ask(fn: string, event: unknown, withinMs: number): Promise<HookReply>;
}

export interface Announcer {
  publish(event: ReleaseEvent): Promise<void>;
}

export interface Meter {
  /** Publishes the canary's live weight; never fails its caller. */
  canaryWeight(weight: number): Promise<void>;
}

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
  readonly hooks: Hooks;
  readonly minutes: Minutes;
  readonly records: Records;
  readonly announcer: Announcer;
  readonly meter: Meter;
  readonly executions: Executions;
  /** Only where the service has a preview. */
  readonly preview?: Preview | undefined;
  /** Only where the listener is one of others. */
  readonly existing?: ExistingListener | undefined;
  readonly adoption?: Adoption | undefined;
  /** Only where the plan has provisioned concurrency. */
  readonly concurrency?: Concurrency | undefined;
  /** Key of the rollout record. */
  readonly service: string;
}
