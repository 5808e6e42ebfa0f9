import type { Datum, MetricSink } from '../core/types.ts';
import { MetricSeries } from './metric-series.ts';
import type { Aggregate } from './statistics.ts';

/** What names one metric: no other statistic or dimension is derived from it, as in CloudWatch. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Metrics of the local cloud by the minute, bounded in time and in number. */
export class MetricStore implements MetricSink {
  private readonly series = new Map<string, { readonly metric: MetricName; readonly samples: MetricSeries }>();
  /**
   * The same by the object that holds the dimensions, then by name: whoever publishes often passes the same object each
   * time.
   */
  private recent = new WeakMap<
    MetricName['dimensions'],
    Map<string, { readonly namespace: string; readonly samples: MetricSeries }>
  >();
  private readonly retentionMinutes: number;
  private readonly maxSeries: number;

  /**
   * @param options.retentionMinutes how long data is kept; 180 unless told. An alarm needs its whole evaluation range.
   * @param options.maxSeries beyond this many metrics (2,000 unless told) those without recent data are forgotten, then
   *   new ones are not recorded
   */
  constructor(options: { retentionMinutes?: number; maxSeries?: number } = {}) {
    this.retentionMinutes = options.retentionMinutes ?? 180;
    this.maxSeries = options.maxSeries ?? 2_000;
  }

  record(datum: Datum): void {
    const { value } = datum;
    this.recordSet(datum, { sum: value, count: 1, min: value, max: value }, datum.time, datum.unit === 'Milliseconds');
  }

  /**
   * Records samples that were aggregated by whoever publishes them.
   * @param single true where it is one value, whose size is kept for counts above a limit
   */
  recordSet(metric: MetricName, samples: Aggregate, time: number, single = false): void {
    this.seriesOf(metric, time)?.add(time, samples, single);
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

  private findOrAdd(metric: MetricName, time: number): MetricSeries | undefined {
    const key = keyOf(metric);
    const known = this.series.get(key);
    if (known !== undefined) return known.samples;
    if (this.series.size >= this.maxSeries) this.forgetIdle(time);
    if (this.series.size >= this.maxSeries) return undefined;
    const samples = new MetricSeries(this.retentionMinutes);
    const { namespace, name, dimensions } = metric;
    this.series.set(key, { metric: { namespace, name, dimensions }, samples });
    return samples;
  }

  private forgetIdle(time: number): void {
    for (const [key, { samples }] of this.series) if (samples.idleAt(time)) this.series.delete(key);
    this.recent = new WeakMap();
  }
}

const SEPARATOR = '\u0000';

function keyOf({ namespace, name, dimensions }: MetricName): string {
  let key = `${namespace}${SEPARATOR}${name}`;
  for (const dimension of Object.keys(dimensions).sort())
    key += `${SEPARATOR}${dimension}${SEPARATOR}${dimensions[dimension]}`;
  return key;
}
