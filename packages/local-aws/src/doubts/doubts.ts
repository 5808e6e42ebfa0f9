import { interpolatedAbove } from '../cloudwatch/metric-series.ts';
import { byChance } from '../core/by-chance.ts';
import type { EventBusOptions, Interception } from '../events/event-bus.ts';
import { apart, oneInTenLate, oneInTwentyLost } from './published.ts';
import { both, contradict, type Truth } from './truth.ts';

/** One belief about AWS, switched off. */
export interface Doubt {
  readonly id: string;
  /** What AWS does instead. */
  readonly says: string;
  /** The same, as the services take it. */
  readonly truth: Truth;
}

/** Parts of a service follow at once, others after up to two minutes. */
const UNEVEN_MS = [0, 40_000, 80_000, 115_000];

/** What becomes of every event that no schedule made: schedules are the clock's, which nobody doubts. */
const butSchedules =
  (fate: Interception): NonNullable<EventBusOptions['intercept']> =>
  ({ source }) =>
    source === 'aws.events' ? 'deliver' : fate;

/** As if by chance, by the moment: lines of an access log come together. */
const oneInTen = (from: number): boolean => byChance(`line ${from}`, 0, 9) === 0;

/** What AWS may do other than this cloud, in the order of the page: answers, counts, weights, versions, events. */
export const DOUBTS = [
  {
    id: 'thrown-200',
    says: 'a client whose target throws or times out gets status 200, with the error for a body',
    truth: { dataPlane: { thrown: 200 } },
  },
  {
    id: 'thrown-500',
    says: 'a client whose target throws or times out gets status 500',
    truth: { dataPlane: { thrown: 500 } },
  },
  {
    id: 'thrown-504',
    says: 'a client whose target throws or times out gets status 504',
    truth: { dataPlane: { thrown: 504 } },
  },
  {
    id: 'thrown-closed',
    says: 'the connection of a client whose target throws or times out is closed, and nothing of it is counted',
    truth: { dataPlane: { thrown: 'closed' } },
  },
  {
    id: 'thrown-unseen',
    says: 'an answer that VPC Lattice makes itself, as for a target that throws, counts under the service only',
    truth: { dataPlane: { ownAnswers: 'under the service only' } },
  },
  {
    id: 'silent-target-groups',
    says: 'a LAMBDA target group reports no metrics',
    truth: { dataPlane: { targetGroupsBy: 'nothing' } },
  },
  {
    id: 'dimension-by-arn',
    says: "a target group's metrics have its ARN for a dimension, not its id",
    truth: { dataPlane: { targetGroupsBy: 'ARN' } },
  },
  {
    id: 'fractional-counts',
    says: 'trimmed counts are interpolated',
    truth: { store: { above: interpolatedAbove } },
  },
  {
    id: 'refused-statistics',
    says: 'GetMetricData refuses trimmed counts such as TC(46:)',
    truth: { cloudwatch: { refusesTrimmedCounts: true } },
  },
  {
    id: 'statistics-apart',
    says: 'each statistic of a minute is published by itself, 17 to 96 s after its end',
    truth: { cloudwatch: { publishedAfter: apart } },
  },
  {
    id: 'statistics-late',
    says: 'one statistic in ten is published three minutes late',
    truth: { cloudwatch: { publishedAfter: oneInTenLate } },
  },
  {
    id: 'statistics-revised',
    says: 'a minute is published with half of its requests, and corrected 70 s later',
    truth: { cloudwatch: { revised: { share: 0.5, seconds: 70 } } },
  },
  {
    id: 'statistics-lost',
    says: 'one statistic in twenty is never published',
    truth: { cloudwatch: { publishedAfter: oneInTwentyLost } },
  },
  {
    id: 'samples-of-errors',
    says: 'Errors has samples of errors only, not of every invocation',
    truth: { functions: { errorSamples: 'of errors' } },
  },
  {
    id: 'answers-without-status',
    says: 'VPC Lattice counts three good answers in a hundred under no status',
    truth: { dataPlane: { withoutStatus: 3 } },
  },
  {
    id: 'log-lines-by-delivery',
    says: 'a line of an access log counts in the minute in which it is delivered, not in that of its request',
    truth: { accessLogs: { countsIn: 'the minute of its delivery' } },
  },
  {
    id: 'log-lines-late',
    says: 'one line in ten of an access log comes ten minutes late',
    truth: { accessLogs: { fateOf: (from) => (oneInTen(from) ? 600 : undefined) } },
  },
  {
    id: 'log-lines-lost',
    says: 'one line in ten of an access log is never delivered',
    truth: { accessLogs: { fateOf: (from) => (oneInTen(from) ? 'lost' : undefined) } },
  },
  {
    id: 'weights-by-connection',
    says: 'weights are followed by connection: a kept one stays with the target group of its first request',
    truth: { dataPlane: { splitBy: 'connection' } },
  },
  {
    id: 'weights-180',
    says: 'VPC Lattice follows a weight after 180 s',
    truth: { lattice: { propagationMs: 180_000 } },
  },
  {
    id: 'listener-uneven',
    says: 'parts of VPC Lattice follow a weight at once, others after up to two minutes',
    truth: { lattice: { partsLagMs: UNEVEN_MS } },
  },
  {
    id: 'weight-left-out',
    says: 'GetListener leaves out a weight of 0',
    truth: { lattice: { zeroWeights: 'left out' } },
  },
  {
    id: 'stale-listener',
    says: 'GetListener tells the weights of before for 30 s',
    truth: { lattice: { staleMs: 30_000 } },
  },
  {
    id: 'aliases-50',
    says: 'Lambda answers with the version before for 50 s after an alias moved',
    truth: { functions: { aliasLagMs: [50_000] } },
  },
  {
    id: 'aliases-uneven',
    says: 'parts of Lambda follow an alias at once, others after up to two minutes',
    truth: { functions: { aliasLagMs: UNEVEN_MS } },
  },
  {
    id: 'events-lost',
    says: 'EventBridge loses every event but those of schedules',
    truth: { bus: { intercept: butSchedules('drop') } },
  },
  {
    id: 'events-doubled',
    says: 'every event and message comes three times, within two minutes; those of schedules once',
    truth: {
      bus: { intercept: butSchedules({ copiesAfterMs: [150, 31_000, 110_000] }) },
      topics: { deliveredAfterMs: [200, 62_000, 119_000] },
    },
  },
  {
    id: 'events-late',
    says: 'every event and message comes 13 minutes late, but those of schedules',
    truth: { bus: { intercept: butSchedules({ delayMs: 780_000 }) }, topics: { deliveredAfterMs: [780_000] } },
  },
  {
    id: 'alarms-late',
    says: 'alarms are told 3 to 5 minutes after a bad minute',
    truth: { cloudwatch: { publicationDelaySeconds: [180, 300] } },
  },
  {
    id: 'alarm-missing',
    says: 'of the alarms that DescribeAlarms is asked for by name the first does not exist under its name',
    truth: { cloudwatch: { renamedAfterSeconds: 0 } },
  },
  {
    id: 'alarm-renamed',
    says: 'the same alarm is renamed ten minutes after it was first asked for',
    truth: { cloudwatch: { renamedAfterSeconds: 600 } },
  },
  {
    id: 'version-pending',
    says: 'a new version is Pending for three minutes; the first of a function is not',
    truth: { functions: { pendingSeconds: 180 } },
  },
  {
    id: 'alias-conflicts',
    says: 'UpdateAlias answers ResourceConflictException for two minutes, again and again',
    truth: { functions: { aliasConflictSeconds: 120 } },
  },
  {
    id: 'listener-conflicts',
    says: 'UpdateListener answers ConflictException for two minutes, again and again',
    truth: { lattice: { conflictSeconds: 120 } },
  },
] as const satisfies readonly Doubt[];

export type DoubtId = (typeof DOUBTS)[number]['id'];

/**
 * What AWS does under these doubts; as is believed where there is none.
 * @throws Error for an id that there is not, naming those there are, and for two that contradict each other
 */
export function truthUnder(ids: readonly string[]): Truth {
  const doubts = [...new Set(ids)].map(doubtOf);
  for (const [i, doubt] of doubts.entries()) {
    const other = doubts.slice(0, i).find((before) => contradict(before.truth, doubt.truth));
    if (other !== undefined) throw new Error(`${doubt.id} contradicts ${other.id}`);
  }
  return doubts.reduce<Truth>((truth, doubt) => both(truth, doubt.truth), {});
}

function doubtOf(id: string): Doubt {
  const doubt = DOUBTS.find((each) => each.id === id);
  if (doubt !== undefined) return doubt;
  throw new Error(`there is no doubt ${id}; there are ${DOUBTS.map((each) => each.id).join(', ')}`);
}
