import type { Closed } from '../../../cli/story/chapter.ts';
import type { EndStatus } from '../../../cli/story/history-event.ts';
import type { Purpose } from '../../../cli/story/purpose.ts';
import type { Pause } from '../../../rollout/pause/pause.ts';
import type { SidesView } from './sides.ts';
import type { WaysView } from './ways.ts';

/**
 * What the console's server tells the page. Times are simulated milliseconds since the epoch; everything is plain JSON.
 */

export interface ClockView {
  readonly now: number;
  /** Simulated seconds in a second of the wall's clock. */
  readonly speed: number;
}

/** One release of a service that was published. */
export interface VersionView {
  readonly version: string;
  /** Label of the release; '' where the version does not say. */
  readonly release: string;
}

export type ExecutionStatus = 'RUNNING' | EndStatus;

export interface ExecutionView {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly kind: Purpose;
  /** The version it is about; '' while nobody knows. */
  readonly version: string;
  readonly startedAt: number;
  readonly stoppedAt?: number;
  /** The state it is in, or was in last. */
  readonly state: string;
  /** Since when, while it runs. */
  readonly stateSince?: number;
  readonly error?: string;
  readonly cause?: string;
  /** How its rollout was closed; absent while it is open, and where there was none. */
  readonly closed?: ClosedView;
  /** How many events its history has. */
  readonly events: number;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmView {
  readonly name: string;
  /** Without the service's name, which all of its alarms end in. */
  readonly label: string;
  readonly state: AlarmState;
  readonly reason: string;
  readonly since: number;
  readonly threshold: number;
  /** `greater than`, as CloudWatch says it. */
  readonly comparison: string;
  /** Seconds that it looks back; absent where no data does not make it silent. */
  readonly looksBack?: number;
  /** Seconds of one point. */
  readonly period: number;
  /** The latest points, the oldest first, one a minute; null where there is no data. */
  readonly points: readonly (number | null)[];
}

/** What is kept of a closed rollout. */
export type ClosedView = Closed & { readonly reason?: string };

/** What the rollout record says at the moment. */
export interface RecordView {
  readonly execution: string;
  readonly phase: string;
  readonly version: string;
  readonly confirmedWeight: number;
  readonly intendedWeight: number;
  readonly holdAt?: number;
  /** While it is paused where it is, and nobody has told it to go on. */
  readonly pause?: Pause;
  /** The same once somebody has, until a check lets it. */
  readonly toldPause?: Pause;
  /** What was said to its bake, which its next check follows: `told to pause`. */
  readonly said?: string;
  readonly reason?: string;
}

export interface ReleaseView {
  readonly versions: readonly VersionView[];
  /** Version by alias: production, canary, previous, and preview where there is one. */
  readonly aliases: Readonly<Record<string, string>>;
  /** `name: value` of the header that reaches what is behind preview; absent where there is none. */
  readonly previewHeader?: string;
  /** Absent at rest: nobody holds the claim. */
  readonly record?: RecordView;
  /** The canary's weight, as it was written last. */
  readonly weight: number;
  /** Those at which the next release stops over, rising. */
  readonly planned: readonly number[];
  /** What production can go back to: what `previous` keeps, then what was promoted last. */
  readonly waysBack: readonly string[];
}

/** Requests that were answered between two looks. */
export interface TrafficPoint {
  readonly at: number;
  /** Seconds of the wall's clock since the point before. */
  readonly seconds: number;
  /** By version: answers, and those of them with status 500 and above. `''` is a request that no version answered. */
  readonly versions: Readonly<Record<string, readonly [answers: number, failures: number]>>;
}

/** The canary's weight from a moment on, as requests meet it. */
export interface WeightPoint {
  readonly at: number;
  readonly canary: number;
}

/** Parts of a service, each sent when it has changed. */
export interface ServiceParts {
  readonly release: ReleaseView;
  readonly executions: readonly ExecutionView[];
  readonly alarms: readonly AlarmView[];
  readonly weights: readonly WeightPoint[];
  readonly ways: WaysView;
}

export interface ServiceIdentity {
  readonly id: string;
  readonly name: string;
  readonly machineArn: string;
  /** The machine that "go on" is said to, where that is another. */
  readonly answerMachineArn?: string;
  readonly rollbackTopicArn: string;
}

/** What is true of the whole cloud. */
export interface CloudView {
  readonly endpoint: string;
  readonly region: string;
  readonly services: readonly ServiceIdentity[];
  /** Releases that the page can publish; none where the app is somebody's own. */
  readonly releases: readonly string[];
  /** What the cloud itself is busy with: `deploying 2.0.0`. */
  readonly busy?: string;
}

/** One server-sent event: what has changed since the one before; the first has everything. */
export interface Update {
  /** Of the cloud that talks: another one means that everything known is another's. */
  readonly cloudId: string;
  readonly clock: ClockView;
  readonly cloud?: CloudView;
  readonly parts?: Readonly<Record<string, Partial<ServiceParts>>>;
  /** By service; points to add. */
  readonly traffic?: Readonly<Record<string, readonly TrafficPoint[]>>;
  /** By service. Apart from its parts, for it changes with each request. */
  readonly sides?: Readonly<Record<string, SidesView>>;
  /** The cloud ends: nothing more will come. */
  readonly ended?: true;
}

/** One event of a history, as GetExecutionHistory gives it. */
export interface EventView {
  readonly id: number;
  readonly type: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>> | undefined;
}

/** Answer to a question for one execution. */
export interface ExecutionDetail {
  readonly arn: string;
  /**
   * The definition that the execution is pinned to: Amazon States Language, JSON text. Only when asked from the first
   * event on.
   */
  readonly definition?: string;
  readonly input: string;
  readonly output?: string;
  /** Events after the one that was asked for. */
  readonly events: readonly EventView[];
}

/** How long the traffic chart looks back, in simulated milliseconds, and the most points it keeps. */
export const WINDOW_MS = 120 * 60_000;
export const MOST_POINTS = 1_200;
