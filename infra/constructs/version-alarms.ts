import { Duration } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AlarmThresholds } from './options.ts';
import { versionAlarmText, type AlarmKind, type Subject } from './version-alarm-texts.ts';

export interface VersionAlarmsProps {
  readonly subject: Subject;
  /** Literal, unique in account and Region: the last part of every alarm's name. */
  readonly serviceName: string;
  readonly alias: lambda.Alias;
  /** Of the target group behind the alias. */
  readonly targetGroupId: string;
  readonly thresholds: AlarmThresholds;
}

interface Over {
  readonly statistic: string;
  readonly period: Duration;
}
const MINUTE: Over = { statistic: 'Sum', period: Duration.minutes(1) };
const TEN_MINUTES: Over = { statistic: 'Sum', period: Duration.minutes(10) };

/**
 * The alarms that watch one alias. Every alarm looks at one period, 1 of 1. CloudWatch evaluates it each minute over
 * a window that slides, so the length of the period delays nothing: it is how much evidence is looked at together.
 */
export class VersionAlarms extends Construct {
  /** Names as literals, so that whoever names an alarm does not depend on it. */
  readonly names: readonly string[];
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: VersionAlarmsProps) {
    super(scope, id);
    const { alias, thresholds } = props;
    const names: string[] = [];
    const lattice = (metricName: string, over: Over) =>
      new cloudwatch.Metric({
        namespace: 'AWS/VpcLattice',
        metricName,
        dimensionsMap: { TargetGroup: props.targetGroupId },
        ...over,
      });
    const alarm = (
      constructId: string,
      kind: AlarmKind,
      metric: cloudwatch.IMetric,
      threshold: number,
    ): cloudwatch.Alarm => {
      const alarmName = `${props.subject}-${kind}-${props.serviceName}`;
      names.push(alarmName);
      return new cloudwatch.Alarm(this, constructId, {
        alarmName,
        alarmDescription: versionAlarmText(kind, props.subject, thresholds),
        metric,
        threshold,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        // A version without traffic reports nothing, and that is not its fault. Whether there was enough traffic
        // to judge it is asked by the rollout's own check, which never advances on silence.
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    };
    this.alarms = [
      alarm(
        'LambdaErrors',
        'lambda-errors',
        countOfShare(alias.metricErrors(TEN_MINUTES), alias.metricInvocations(TEN_MINUTES), thresholds.errorsPercent),
        thresholds.errors,
      ),
      // Five minutes: long enough that one cold start among few requests does not decide; and a canary has served
      // nothing before its first step, so a slow one has only slow answers in the window from its first minute on.
      alarm(
        'LambdaDuration',
        'lambda-duration',
        zeroWhenSilent(alias.metricDuration({ statistic: 'Average', period: Duration.minutes(5) })),
        thresholds.durationSeconds * 1000,
      ),
      alarm(
        'LambdaThrottles',
        'lambda-throttles',
        zeroWhenSilent(alias.metricThrottles({ statistic: 'Sum', period: Duration.minutes(5) })),
        thresholds.throttles,
      ),
      // Lambda counts exceptions only; an answer with status 500 is seen by VPC Lattice alone.
      alarm(
        'LatticeServerErrors',
        'lattice-5xx',
        countOfShare(
          lattice('HTTPCode_5XX_Count', TEN_MINUTES),
          lattice('TotalRequestCount', TEN_MINUTES),
          thresholds.errorsPercent,
        ),
        thresholds.serverErrors,
      ),
      alarm(
        'LatticeErrorRate',
        'lattice-error-rate',
        errorRate(
          lattice('HTTPCode_5XX_Count', MINUTE),
          lattice('TotalRequestCount', MINUTE),
          thresholds.errorRateMinRequests,
        ),
        thresholds.errorRatePercent,
      ),
    ];
    this.names = names;
  }
}

/**
 * A period without data counts as 0. Without this, an alarm goes by the newest data it still finds beyond its period
 * when nothing came since (CloudWatch user guide, how alarms evaluate missing data): after a rollback, when nobody
 * meets the canary any more, it would stay on for up to three periods and refuse the release that repairs it.
 */
function zeroWhenSilent(metric: cloudwatch.Metric): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    label: metric.metricName,
    expression: 'FILL(value, 0)',
    usingMetrics: { value: metric },
    period: metric.period,
  });
}

/**
 * Errors, where they are a larger share of the requests than this; otherwise 0. Over periods without data both are 0.
 */
function countOfShare(
  errors: cloudwatch.Metric,
  requests: cloudwatch.Metric,
  percent: number,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    label: errors.metricName,
    expression: `IF(100 * FILL(err,0) > ${percent} * FILL(req,0), FILL(err,0), 0)`,
    usingMetrics: { err: errors, req: requests },
    period: errors.period,
  });
}

/** One minute, so that a badly broken version shows within two to three minutes; below the floor the rate is 0. */
function errorRate(
  errors: cloudwatch.Metric,
  requests: cloudwatch.Metric,
  minRequests: number,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    label: 'Answers with status 5XX in percent',
    expression: `IF(req >= ${minRequests}, 100 * FILL(err,0) / req, 0)`,
    usingMetrics: { err: errors, req: requests },
    period: errors.period,
  });
}
