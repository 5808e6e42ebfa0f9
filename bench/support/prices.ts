import { MEMORY_GB, PRICE, RECORD_UNITS, SECONDS } from '../../cli/plan/price-list.ts';
import type { Billed } from './billed.ts';
import { type Item, REST_PRICE } from './price-list.ts';

const WATCHDOG_SECONDS = 0.2;

const HOURS = 730;
/** The watchdog's rounds in a month. */
const ROUNDS = HOURS * 60;
/** What a round of the watchdog logs. */
const LOG_GB = 1.5 / 1_000_000;

const item = (what: string, count: number, each: number): Item => ({ what, count, price: count * each });

/** What one release costs. */
export function priceOfRelease(billed: Billed): readonly Item[] {
  const { transitions, functions, recordReads, recordWrites, publishes, busEvents } = billed;
  return [
    item('state transitions', transitions, PRICE.transition),
    item('functions', functions, PRICE.functionRequest),
    item('their duration', functions, MEMORY_GB * SECONDS * PRICE.functionGbSecond),
    {
      what: 'the record',
      count: recordWrites + recordReads,
      price: recordWrites * RECORD_UNITS * PRICE.recordWrite + recordReads * PRICE.recordRead,
    },
    item('GetMetricData', billed.statistics, PRICE.cloudWatchCall),
    item('DescribeAlarms', billed.describeAlarms, PRICE.cloudWatchCall),
    item('PutMetricData', billed.putMetricData, PRICE.cloudWatchCall),
    {
      what: 'release events',
      count: publishes + busEvents,
      price: publishes * PRICE.snsPublish + busEvents * PRICE.busEvent,
    },
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
    item('VPC Lattice service', HOURS, REST_PRICE.latticeServiceHour),
    item('alarms', metricsInAlarms, REST_PRICE.alarmMetric),
    item('metric `CanaryWeight`', 1, REST_PRICE.customMetric),
    item('PutMetricData, by the watchdog', ROUNDS, PRICE.cloudWatchCall),
    item('watchdog, requests', ROUNDS, PRICE.functionRequest),
    item('watchdog, duration', ROUNDS, MEMORY_GB * WATCHDOG_SECONDS * PRICE.functionGbSecond),
    item('its reads of the record', ROUNDS, PRICE.recordRead),
    item('its log lines', ROUNDS, LOG_GB * REST_PRICE.logGigabyte),
  ];
}
