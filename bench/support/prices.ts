import type { ReleaseCalls } from './release-calls.ts';
import { type Item, PRICE } from './price-list.ts';

/** Of every handler: `memorySize` of its function, in GB, and what an invocation takes, in seconds (docs/costs.md). */
const MEMORY_GB = 0.25;
const SECONDS = 0.3;
const WATCHDOG_SECONDS = 0.2;
/** Write units of one record: it takes less than 2 KB, and a unit is 1 KB. */
const RECORD_UNITS = 2;

const HOURS = 730;
/** The watchdog's rounds in a month. */
const ROUNDS = HOURS * 60;
/** What a round of the watchdog logs. */
const LOG_GB = 1.5 / 1_000_000;

const item = (what: string, count: number, each: number): Item => ({ what, count, price: count * each });

/** What one release costs. */
export function priceOfRelease({ transitions, functions, ports }: ReleaseCalls): readonly Item[] {
  const of = (...names: readonly string[]) => names.reduce((sum, name) => sum + (ports.get(name) ?? 0), 0);
  const writes = of('records.compareAndSet', 'records.archive');
  const reads = of('records.read', 'records.history');
  const events = of('announcer.publish');
  return [
    item('state transitions', transitions, PRICE.transition),
    item('functions', functions, PRICE.functionRequest),
    item('their duration', functions, MEMORY_GB * SECONDS * PRICE.functionGbSecond),
    { what: 'the record', count: writes + reads, price: writes * RECORD_UNITS * PRICE.recordWrite + reads * PRICE.recordRead },
    item('GetMetricData', of('traffic.requests'), PRICE.cloudWatchCall),
    item('DescribeAlarms', of('alarms.read'), PRICE.cloudWatchCall),
    item('PutMetricData', of('meter.canaryWeight'), PRICE.cloudWatchCall),
    item('release events', events, PRICE.snsPublish + PRICE.busEvent),
    item('trace', 1, PRICE.trace),
  ];
}

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };

/** Metrics in the alarms of a template: one of an alarm on a metric, and each that an expression reads. */
export function alarmMetrics(resources: Readonly<Record<string, Resource>>): number {
  const alarms = Object.values(resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  return alarms.reduce((sum, { Properties }) => {
    const queries = Properties?.['Metrics'] as readonly { readonly MetricStat?: unknown }[] | undefined;
    return sum + (queries?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1);
  }, 0);
}

/** What a service costs in a month in which nobody releases. */
export function priceAtRest(metricsInAlarms: number): readonly Item[] {
  return [
    item('VPC Lattice service', HOURS, PRICE.latticeServiceHour),
    item('alarms', metricsInAlarms, PRICE.alarmMetric),
    item('metric `CanaryWeight`', 1, PRICE.customMetric),
    item('PutMetricData, by the watchdog', ROUNDS, PRICE.cloudWatchCall),
    item('watchdog, requests', ROUNDS, PRICE.functionRequest),
    item('watchdog, duration', ROUNDS, MEMORY_GB * WATCHDOG_SECONDS * PRICE.functionGbSecond),
    item('its reads of the record', ROUNDS, PRICE.recordRead),
    item('its log lines', ROUNDS, LOG_GB * PRICE.logGigabyte),
  ];
}
