import type { CloudEvent, Place } from '../core/types.ts';
import type { Alarm, StateChange, TimedState } from './alarm.ts';
import type { MetricQuery, MetricStat } from './alarm-config.ts';
import { offsetTime } from './reasons.ts';
import { regionName } from './region-names.ts';

/** The event of a state change ("Alarm events and EventBridge" in the CloudWatch user guide). */
export function stateChangeEvent({ alarm, previous }: StateChange): CloudEvent {
  const { config } = alarm;
  const metrics =
    'stat' in config.watched
      ? [{ id: alarm.metricId, metricStat: eventStat(config.watched.stat), returnData: true }]
      : config.watched.queries.map(eventQuery);
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: config.name,
      state: eventState(alarm.state),
      previousState: eventState(previous),
      configuration: { ...(config.description === undefined ? {} : { description: config.description }), metrics },
    },
  };
}

/** Longest subject that SNS takes. */
const SUBJECT_LENGTH = 100;

/** `ALARM: "name" in US East (N. Virginia)`; a long name is cut with dots. */
export function notificationSubject({ config, state }: Alarm, place: Place): string {
  const around = `${state.value}: "" in ${regionName(place.region)}`.length;
  const room = SUBJECT_LENGTH - around;
  const name = config.name.length > room ? `${config.name.slice(0, room - 3)}...` : config.name;
  return `${state.value}: "${name}" in ${regionName(place.region)}`;
}

/** The message that an alarm publishes to its topics: JSON text. */
export function notificationMessage({ alarm, previous }: StateChange, place: Place): string {
  const { config, state } = alarm;
  return JSON.stringify({
    AlarmName: config.name,
    AlarmDescription: config.description ?? null,
    AWSAccountId: place.account,
    AlarmConfigurationUpdatedTimestamp: offsetTime(alarm.configuredAt),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: offsetTime(state.since),
    Region: regionName(place.region),
    AlarmArn: alarm.arn,
    OldStateValue: previous.value,
    OKActions: config.actions.OK,
    AlarmActions: config.actions.ALARM,
    InsufficientDataActions: config.actions.INSUFFICIENT_DATA,
    Trigger: trigger(alarm),
  });
}

function trigger({ config }: Alarm): object {
  const { watched } = config;
  const common = {
    Period: config.period,
    EvaluationPeriods: config.evaluationPeriods,
    ...(config.datapointsToAlarmGiven ? { DatapointsToAlarm: config.datapointsToAlarm } : {}),
    ComparisonOperator: config.comparison,
    Threshold: config.threshold,
    TreatMissingData: config.treatMissingData,
    EvaluateLowSampleCountPercentile: '',
  };
  if ('queries' in watched) return { ...common, Metrics: watched.queries.map(triggerQuery) };
  const { metric, statistic } = watched.stat;
  return {
    MetricName: metric.name,
    Namespace: metric.namespace,
    StatisticType: 'Statistic',
    Statistic: statistic === 'SampleCount' ? 'SAMPLE_COUNT' : statistic.toUpperCase(),
    Unit: null,
    Dimensions: triggerDimensions(metric.dimensions),
    ...common,
  };
}

function triggerQuery(query: MetricQuery): object {
  const label = query.label === undefined ? {} : { Label: query.label };
  const { source } = query;
  if ('expression' in source)
    return { Expression: source.expression, Id: query.id, ...label, ReturnData: query.returnData };
  const { metric, period, statistic } = source;
  const Metric = {
    Dimensions: triggerDimensions(metric.dimensions),
    MetricName: metric.name,
    Namespace: metric.namespace,
  };
  return {
    Id: query.id,
    ...label,
    MetricStat: { Metric, Period: period, Stat: statistic },
    ReturnData: query.returnData,
  };
}

/** Lower-case keys, as the messages that CloudWatch publishes have them. */
function triggerDimensions(dimensions: Readonly<Record<string, string>>): object[] {
  return Object.entries(dimensions).map(([name, value]) => ({ value, name }));
}

function eventState(state: TimedState): object {
  const reasonData = state.reasonData === undefined ? {} : { reasonData: state.reasonData };
  return { value: state.value, reason: state.reason, ...reasonData, timestamp: offsetTime(state.since) };
}

function eventQuery(query: MetricQuery): object {
  const label = query.label === undefined ? {} : { label: query.label };
  const { source } = query;
  const what = 'expression' in source ? { expression: source.expression } : { metricStat: eventStat(source) };
  return { id: query.id, ...what, ...label, returnData: query.returnData };
}

function eventStat({ metric, period, statistic }: MetricStat): object {
  return { metric, period, stat: statistic };
}
