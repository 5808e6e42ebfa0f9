import { AwsError } from '../core/aws-error.ts';
import type { Datum, Log, MetricSink } from '../core/types.ts';
import { type CountAbove, MetricSeries } from './metric-series.ts';
import type { Aggregate } from './statistics.ts';

/** What names one metric: no other statistic or dimension is derived from it, as in CloudWatch. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Samples of one metric, aggregated by whoever publishes them. */
export interface SampleSet {
  readonly metric: MetricName;
  readonly samples: Aggregate;
  /** Simulated milliseconds since the epoch. */
  readonly time: number;
}

/** Whose metrics they are: however many somebody puts, those of services, by which a release is judged, have room. */
type Kind = 'put' | 'services';

const MOST: Readonly<Record<Kind, number>> = { put: 2_000, services: 5_000 };

interface Stored {
  readonly metric: MetricName;
  readonly kind: Kind;
  readonly samples: MetricSeries;
}

export interface MetricStoreOptions {
  /** How long data is kept; 180 unless told. An alarm needs its whole evaluation range. */
  readonly retentionMinutes?: number;
  /**
   * Of each kind; 2,000 of PutMetricData and 5,000 of services unless told. Beyond, those without recent data are
   * forgotten, then new ones are not recorded: PutMetricData says so, and the log of the first one of services.
   */
  readonly maxSeries?: number;
  /** Hears of metrics of services that are not recorded. Nobody unless told. */
  readonly log?: Log;
  /** How trimmed counts count. In whole values unless told. */
  readonly above?: CountAbove;
}

/** Metrics of the local cloud by the minute, bounded in time and in number. */
export class MetricStore implements MetricSink {
  private readonly series = new Map<string, Stored>();
  private readonly sizes: Record<Kind, number> = { put: 0, services: 0 };
  /**
   * The same by the object that holds the dimensions, then by name: whoever publishes often passes the same object each
   * time.
   */
  private recent = new WeakMap<
    MetricName['dimensions'],
    Map<string, { readonly namespace: string; readonly samples: MetricSeries }>
  >();
  private readonly retentionMinutes: number;
  private readonly most: Readonly<Record<Kind, number>>;
  private readonly log: Log;
  private readonly above: CountAbove | undefined;
  private told = false;

  constructor({ retentionMinutes = 180, maxSeries, log = () => undefined, above }: MetricStoreOptions = {}) {
    this.above = above;
    this.retentionMinutes = retentionMinutes;
    this.most = maxSeries === undefined ? MOST : { put: maxSeries, services: maxSeries };
    this.log = log;
  }

  record(datum: Datum): void {
    const { time, value, unit } = datum;
    this.seriesOf(datum, time)?.addOne(time, value, unit === 'Milliseconds');
  }

  /** Records samples that a service has aggregated. */
  recordSet(metric: MetricName, samples: Aggregate, time: number): void {
    this.seriesOf(metric, time)?.add(time, samples);
  }

  /**
   * Records what PutMetricData brings, all of it or nothing.
   * @param now simulated
   * @throws AwsError LimitExceededFault naming the first metric for which there is no room
   */
  put(sets: readonly SampleSet[], now: number): void {
    const fresh = new Map(sets.map(({ metric }) => [keyOf(metric), metric] as const));
    for (const key of this.series.keys()) fresh.delete(key);
    if (this.sizes.put + fresh.size > this.most.put) this.forgetIdle(now);
    const [, tooMany] = [...fresh][Math.max(this.most.put - this.sizes.put, 0)] ?? [];
    if (tooMany !== undefined) throw new AwsError('LimitExceededFault', `${this.full('put')}: ${told(tooMany)}`);
    for (const { metric, samples, time } of sets) this.findOrAdd(metric, now, 'put')?.add(time, samples);
  }

  /** The samples in whole minutes from `from` up to, not including, `to`. */
  aggregate(metric: MetricName, from: number, to: number): Aggregate | undefined {
    return this.series.get(keyOf(metric))?.samples.aggregate(from, to);
  }

  /** The metrics there are, in the order in which they were first recorded. */
  list(): readonly MetricName[] {
    return [...this.series.values()].map(({ metric }) => metric);
  }

  private seriesOf(metric: MetricName, time: number): MetricSeries | undefined {
    const recent = this.recent.get(metric.dimensions)?.get(metric.name);
    if (recent?.namespace === metric.namespace) return recent.samples;
    const samples = this.findOrAdd(metric, time);
    if (samples !== undefined) this.remember(metric, samples);
    return samples;
  }

  private remember({ namespace, name, dimensions }: MetricName, samples: MetricSeries): void {
    const names =
      this.recent.get(dimensions) ?? new Map<string, { readonly namespace: string; readonly samples: MetricSeries }>();
    this.recent.set(dimensions, names.set(name, { namespace, samples }));
  }

  private findOrAdd(metric: MetricName, time: number, kind: Kind = 'services'): MetricSeries | undefined {
    const key = keyOf(metric);
    const known = this.series.get(key);
    if (known !== undefined) return known.samples;
    if (this.sizes[kind] >= this.most[kind]) this.forgetIdle(time);
    if (this.sizes[kind] >= this.most[kind]) {
      if (!this.told) this.log('cloudwatch', `${this.full(kind)}: ${told(metric)} and others; alarms see no data`);
      this.told = true;
      return undefined;
    }
    const samples = new MetricSeries(this.retentionMinutes, this.above);
    const { namespace, name, dimensions } = metric;
    this.series.set(key, { metric: { namespace, name, dimensions }, kind, samples });
    this.sizes[kind]++;
    return samples;
  }

  private forgetIdle(time: number): void {
    for (const [key, { kind, samples }] of this.series) {
      if (!samples.idleAt(time)) continue;
      this.series.delete(key);
      this.sizes[kind]--;
      this.told = false;
    }
    this.recent = new WeakMap();
  }

  private full(kind: Kind): string {
    const whose = kind === 'put' ? 'PutMetricData' : 'services';
    return (
      `the local cloud keeps ${this.most[kind]} metrics of ${whose}, those without data for ` +
      `${this.retentionMinutes} minutes it forgets; not recorded is what goes beyond`
    );
  }
}

/** `Shop/Orders {"City":"Bonn"}` */
function told({ namespace, name, dimensions }: MetricName): string {
  return `${namespace}/${name} ${JSON.stringify(dimensions)}`;
}

const SEPARATOR = '\u0000';

function keyOf({ namespace, name, dimensions }: MetricName): string {
  let key = `${namespace}${SEPARATOR}${name}`;
  for (const dimension of Object.keys(dimensions).sort())
    key += `${SEPARATOR}${dimension}${SEPARATOR}${dimensions[dimension]}`;
  return key;
}
