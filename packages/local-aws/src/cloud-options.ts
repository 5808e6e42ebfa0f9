import type { StateChange } from './cloudwatch/alarm.ts';
import type { DoubtId } from './doubts/doubts.ts';
import type { AuthorizedCall } from './wire/authorize.ts';

/** What every cloud may be told. */
export interface CommonOptions {
  /** Folder for logs and what is built; absolute, or relative to the working directory. */
  readonly outDir: string;
  /** Port of the AWS endpoint; any free one unless told. */
  readonly port?: number;
  /** Port of VPC Lattice's data plane; any free one unless told. */
  readonly trafficPort?: number;
  /** Of all chance: names, ids, latencies, the split of requests. 1 unless told. */
  readonly seed?: number;
  /** Simulated seconds until requests follow new weights. 5 unless told. */
  readonly propagationSeconds?: number;
  /**
   * Beliefs about AWS to switch off, by their ids; what each changes says `DOUBTS`. None unless told. Two that
   * contradict each other are refused, and so is an id that there is not.
   */
  readonly doubts?: readonly DoubtId[];
  /** Simulated seconds from a request to its line in an access log of VPC Lattice. 30 to 120 unless told. */
  readonly accessLogDelaySeconds?: readonly [min: number, max: number];
  /** Simulated seconds from the end of a minute to an alarm's look at it. 17 to 96 unless told. */
  readonly publicationDelaySeconds?: readonly [min: number, max: number];
  /** Simulated milliseconds that half of EventBridge's deliveries take at most. 150 unless told; 0 for none at all. */
  readonly eventLatencyMs?: number;
  /** Most processes of one function version. As many as the machine has cores, from 2 to 4, unless told. */
  readonly poolSize?: number;
  /**
   * Start the functions' processes with a deployment; otherwise the first call of each waits for its start. True unless
   * told.
   */
  readonly warm?: boolean;
  /** How many functions may run at once, as an account's limit; any number unless told. */
  readonly concurrency?: number;
  /** Refuse API calls above AWS's quotas, counted by the wall's second. False unless told. */
  readonly throttle?: boolean;
  /** Called after each change of an alarm's state. */
  readonly onAlarm?: (change: StateChange) => void;
  /**
   * Called for each call that comes in over the endpoint and is allowed, before it is carried out; of DynamoDB's only
   * for those of functions.
   */
  readonly onCall?: (call: AuthorizedCall) => void;
}

/** Time goes on by itself. */
export interface CloudOptions extends CommonOptions {
  readonly clock?: 'scaled';
  /** Simulated seconds in one wall second. 1 unless told. */
  readonly speed?: number;
  /** Simulated time at the start, in milliseconds since the epoch; the wall's unless told. */
  readonly start?: number;
}

/** Time stands still until it is told to move. Code runs in wall time all the same. */
export interface VirtualCloudOptions extends CommonOptions {
  readonly clock: 'virtual';
  /** Simulated time at the start, in milliseconds since the epoch; Monday 5 January 2026, 9:00 UTC, unless told. */
  readonly start?: number;
}
