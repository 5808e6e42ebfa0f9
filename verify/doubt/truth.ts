import type { Disturbance } from '../simulation/case.ts';
import type { Delivery } from '../simulation/rules.ts';

/** Everything that CloudWatch may be asked about an alias in a minute. */
export type Statistic = 'invocations' | 'errors' | 'times' | 'requests' | '2XX' | '5XX';

/** A statistic of one minute of one alias. */
export interface Published {
  readonly statistic: Statistic;
  readonly side: 'canary' | 'production';
  /** Counts the minutes since 1970. */
  readonly minute: number;
}

/** What becomes of the lines of an access log, each of the requests of ten seconds. */
export interface LogLines {
  /** Seconds from the end of the n-th ten seconds since 1970 until their lines come; undefined: they never do. */
  readonly comesAfter: (batch: number) => number | undefined;
  /** The most that `comesAfter` says. */
  readonly latest: number;
  readonly countsIn: 'the minute of its request' | 'the minute of its delivery';
}

/**
 * What AWS does where nobody knows for certain: one value for each belief. `BELIEVED` is what the code was written
 * after; each doubt changes it.
 */
export interface Truth {
  /** Whether a LAMBDA target group reports, and under which value of its dimension. */
  readonly targetGroups: 'by id' | 'by ARN' | 'silent';
  /** Where the service has its answers counted, which is a setting: some beliefs are about one only. */
  readonly answersFrom: 'target-group-metrics' | 'access-logs';
  readonly logLines: LogLines;
  /** Where an answer that VPC Lattice makes itself is counted when a target throws. */
  readonly thrown: 'in the target group' | 'in the service only';
  readonly trimmedCounts: 'whole' | 'fractional' | 'refused';
  /** Of which invocations `Errors` has a sample. */
  readonly errorSamples: 'of all' | 'of errors';
  /** The share of good answers that VPC Lattice counts under a status at all. */
  readonly answersWithStatus: number;
  /** Seconds from a minute's end until CloudWatch gives a statistic of it; undefined: it never does. */
  readonly publishedAfter: (published: Published) => number | undefined;
  /** What share of a statistic is given at first, for so many seconds; later all of it. */
  readonly revised: { readonly share: number; readonly seconds: number } | undefined;
  /** Whether GetListener says `weight: 0`. */
  readonly weightOfNothing: 'told' | 'left out';
  /** For so long GetListener still tells the weights of before. */
  readonly staleReadsMs: number;
  readonly weightsMs: number;
  readonly aliasesMs: number;
  readonly uneven: boolean;
  /** What becomes of each event that asks for a rollback, and of each message on the topic. */
  readonly events: Delivery;
  readonly messages: Delivery;
  /** Seconds from the end of a bad minute until the alarm is told. */
  readonly alarmToldAfter: { readonly min: number; readonly max: number };
  /** Seconds after the start of the release from which DescribeAlarms no longer knows the canary's alarm. */
  readonly alarmGoneAfter: number | undefined;
  /** For so long after the start every invocation of the new version is refused as not ready. */
  readonly pendingSeconds: number;
  /** What happens to a release besides. */
  readonly disturbances: readonly Disturbance[];
}

/** In recorded payloads alarms follow the end of a minute by 17 to 96 s. */
const TOLD = { min: 17, max: 96 } as const;

/** As if by chance, and the same in each run. */
export const spread = (key: number, min: number, max: number): number =>
  min + ((Math.imul(key + 1, 2_654_435_761) >>> 8) % (max - min + 1));

export const BELIEVED: Truth = {
  targetGroups: 'by id',
  answersFrom: 'target-group-metrics',
  logLines: { comesAfter: (batch) => spread(batch, 30, 120), latest: 120, countsIn: 'the minute of its request' },
  thrown: 'in the target group',
  trimmedCounts: 'whole',
  errorSamples: 'of all',
  answersWithStatus: 1,
  publishedAfter: ({ minute }) => spread(minute, 15, 90),
  revised: undefined,
  weightOfNothing: 'told',
  staleReadsMs: 0,
  weightsMs: 5_000,
  aliasesMs: 1_000,
  uneven: false,
  events: 'deliver',
  messages: 'deliver',
  alarmToldAfter: TOLD,
  alarmGoneAfter: undefined,
  pendingSeconds: 0,
  disturbances: [],
};
