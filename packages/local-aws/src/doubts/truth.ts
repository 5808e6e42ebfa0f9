import type { CloudWatchOptions } from '../cloudwatch/cloudwatch.ts';
import type { MetricStoreOptions } from '../cloudwatch/metric-store.ts';
import type { EventBusOptions } from '../events/event-bus.ts';
import type { FunctionsOptions } from '../lambda/functions.ts';
import type { AccessLogsOptions } from '../lattice/access-logs.ts';
import type { DataPlaneOptions } from '../lattice/data-plane.ts';
import type { LatticeOptions } from '../lattice/lattice.ts';
import type { TopicsOptions } from '../sns/topics.ts';

/**
 * What AWS does where nobody knows for certain, as options of the services that it is about. What is not said is as it
 * is believed, which the service knows by itself.
 */
export interface Truth {
  readonly accessLogs?: Pick<AccessLogsOptions, 'countsIn' | 'fateOf'>;
  readonly bus?: Pick<EventBusOptions, 'intercept'>;
  readonly cloudwatch?: Pick<
    CloudWatchOptions,
    'publicationDelaySeconds' | 'publishedAfter' | 'refusesTrimmedCounts' | 'renamedAfterSeconds' | 'revised'
  >;
  readonly dataPlane?: Pick<DataPlaneOptions, 'ownAnswers' | 'splitBy' | 'targetGroupsBy' | 'thrown' | 'withoutStatus'>;
  readonly functions?: Pick<
    FunctionsOptions,
    'aliasConflictSeconds' | 'aliasLagMs' | 'errorSamples' | 'pendingSeconds'
  >;
  readonly lattice?: Pick<
    LatticeOptions,
    'conflictSeconds' | 'partsLagMs' | 'propagationMs' | 'staleMs' | 'zeroWeights'
  >;
  readonly store?: Pick<MetricStoreOptions, 'above'>;
  readonly topics?: Pick<TopicsOptions, 'deliveredAfterMs'>;
}

/** Whether both say something of the same. */
export function contradict(one: Truth, other: Truth): boolean {
  return servicesOf(one).some((service) =>
    Object.keys(one[service] ?? {}).some((option) => Object.hasOwn(other[service] ?? {}, option)),
  );
}

/** What is said together. */
export function both(one: Truth, other: Truth): Truth {
  return Object.fromEntries(
    [...servicesOf(one), ...servicesOf(other)].map((service) => [service, { ...one[service], ...other[service] }]),
  );
}

const servicesOf = (truth: Truth) => Object.keys(truth) as (keyof Truth)[];
