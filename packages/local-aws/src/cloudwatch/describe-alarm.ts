import type { Alarm } from './alarm.ts';
import type { MetricQuery, MetricStat } from './alarm-config.ts';

/** A MetricAlarm as DescribeAlarms shows it. */
export function describeAlarm({ arn, config, configuredAt, state }: Alarm): object {
  return {
    AlarmName: config.name,
    AlarmArn: arn,
    ...(config.description === undefined ? {} : { AlarmDescription: config.description }),
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    ActionsEnabled: config.actionsEnabled,
    OKActions: config.actions.OK,
    AlarmActions: config.actions.ALARM,
    InsufficientDataActions: config.actions.INSUFFICIENT_DATA,
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData === undefined ? {} : { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.since),
    StateTransitionedTimestamp: new Date(state.since),
    ...('stat' in config.watched
      ? describeStat(config.watched.stat)
      : { Metrics: config.watched.queries.map(describeQuery) }),
    EvaluationPeriods: config.evaluationPeriods,
    ...(config.datapointsToAlarmGiven ? { DatapointsToAlarm: config.datapointsToAlarm } : {}),
    Threshold: config.threshold,
    ComparisonOperator: config.comparison,
    ...(config.treatMissingDataGiven ? { TreatMissingData: config.treatMissingData } : {}),
  };
}

function describeStat({ metric, statistic, period }: MetricStat): object {
  return { ...describeMetric(metric), Statistic: statistic, Period: period };
}

function describeQuery({ id, label, returnData, source }: MetricQuery): object {
  const what =
    'expression' in source
      ? { Expression: source.expression }
      : { MetricStat: { Metric: describeMetric(source.metric), Period: source.period, Stat: source.statistic } };
  return { Id: id, ...what, ...(label === undefined ? {} : { Label: label }), ReturnData: returnData };
}

function describeMetric({ namespace, name, dimensions }: MetricStat['metric']): object {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
