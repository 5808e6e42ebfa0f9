import type { Expression } from './math/syntax.ts';
import type { MetricName } from './metric-store.ts';
import type { Statistic } from './statistics.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** The comparison operators of metric alarms, by how CloudWatch says them in a reason. */
export const COMPARISONS = {
  GreaterThanThreshold: { text: 'greater than', holds: (value: number, threshold: number) => value > threshold },
  GreaterThanOrEqualToThreshold: {
    text: 'greater than or equal to',
    holds: (value: number, threshold: number) => value >= threshold,
  },
  LessThanThreshold: { text: 'less than', holds: (value: number, threshold: number) => value < threshold },
  LessThanOrEqualToThreshold: {
    text: 'less than or equal to',
    holds: (value: number, threshold: number) => value <= threshold,
  },
} as const;
export type Comparison = keyof typeof COMPARISONS;

export const MISSING_DATA = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
export type MissingData = (typeof MISSING_DATA)[number];

/** How points become a state: all that the pure evaluation needs to know of an alarm. */
export interface AlarmRule {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** N: the most recent points that are evaluated. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

export interface MetricStat {
  readonly metric: MetricName;
  readonly statistic: Statistic;
  /** Seconds, a multiple of 60. */
  readonly period: number;
}

/** One line of a metric math alarm, or of a GetMetricData request. */
export interface MetricQuery {
  readonly id: string;
  readonly label?: string;
  readonly returnData: boolean;
  readonly source: MetricStat | { readonly expression: string; readonly parsed: Expression };
}

/** What an alarm watches: one metric, or the one returned query of several. */
export type Watched =
  { readonly stat: MetricStat } | { readonly queries: readonly MetricQuery[]; readonly returned: string };

export interface AlarmConfig extends AlarmRule {
  readonly name: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  /** ARNs of SNS topics, by the state that is entered. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  readonly watched: Watched;
  /** Seconds of one point. */
  readonly period: number;
  /** Whether M was given: CloudWatch words its reasons by it. */
  readonly datapointsToAlarmGiven: boolean;
  /** Whether the treatment of missing data was given. */
  readonly treatMissingDataGiven: boolean;
}
