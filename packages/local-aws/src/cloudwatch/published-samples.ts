import type { Clock } from '../core/clock.ts';
import { MINUTE_MS } from '../core/every.ts';
import type { Samples } from './alarm-points.ts';
import type { MetricName } from './metric-store.ts';
import type { Aggregate } from './statistics.ts';

/** When CloudWatch gives what services have measured. */
export interface Publication {
  /**
   * Seconds from the end of a minute until a metric's samples of it are given; undefined: never. At once unless told,
   * while the minute runs too.
   */
  readonly publishedAfter?: (metric: MetricName, minute: number) => number | undefined;
  /** What share of the samples is given at first, for so many seconds; later all of them. All at once unless told. */
  readonly revised?: { readonly share: number; readonly seconds: number };
}

/** Samples as they are published, for whoever asks and for alarms. What PutMetricData brings is there at once. */
export class PublishedSamples implements Samples {
  private readonly samples: Samples;
  private readonly clock: Pick<Clock, 'now'>;
  private readonly publication: Publication;

  constructor(samples: Samples, clock: Pick<Clock, 'now'>, publication: Publication) {
    this.samples = samples;
    this.clock = clock;
    this.publication = publication;
  }

  aggregate(metric: MetricName, from: number, to: number): Aggregate | undefined {
    const { publishedAfter, revised } = this.publication;
    const late = publishedAfter !== undefined || revised !== undefined;
    if (!late || !metric.namespace.startsWith('AWS/')) return this.samples.aggregate(metric, from, to);
    const minutes: Aggregate[] = [];
    for (let minute = Math.floor(from / MINUTE_MS); minute * MINUTE_MS < to; minute++) {
      const given = this.givenOf(metric, minute);
      if (given !== undefined) minutes.push(given);
    }
    return minutes.length === 0 ? undefined : minutes.reduce(together);
  }

  private givenOf(metric: MetricName, minute: number): Aggregate | undefined {
    const { publishedAfter = () => -Infinity, revised } = this.publication;
    const after = publishedAfter(metric, minute);
    const seconds = (this.clock.now() - (minute + 1) * MINUTE_MS) / 1000;
    if (after === undefined || seconds < after) return undefined;
    const all = this.samples.aggregate(metric, minute * MINUTE_MS, (minute + 1) * MINUTE_MS);
    const early = revised !== undefined && seconds < Math.max(after, 0) + revised.seconds;
    return all && early ? shareOf(all, revised.share) : all;
  }
}

function shareOf({ sum, count, min, max, above }: Aggregate, share: number): Aggregate | undefined {
  const part = (value: number) => Math.round(value * share);
  if (part(count) === 0) return undefined;
  return {
    sum: (sum / count) * part(count),
    count: part(count),
    min,
    max,
    ...(above !== undefined && { above: (limit: number) => part(above(limit)) }),
  };
}

function together(one: Aggregate, other: Aggregate): Aggregate {
  const { above } = one;
  const { above: otherAbove } = other;
  return {
    sum: one.sum + other.sum,
    count: one.count + other.count,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    ...(above && otherAbove && { above: (limit: number) => above(limit) + otherAbove(limit) }),
  };
}
