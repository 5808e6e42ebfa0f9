import { Duration } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AnswerMetrics } from '../../statemachine/contract/answer-metrics.ts';

/**
 * What is counted of the answers of one target group, summed up over a minute unless told otherwise.
 *
 * @param more what differs, such as statistic, period or label
 */
export function answerMetric(
  { namespace, dimensions, ...names }: AnswerMetrics,
  what: 'requests' | 'serverErrors',
  more: cloudwatch.MetricOptions = {},
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace,
    metricName: names[what],
    dimensionsMap: { ...dimensions },
    statistic: 'Sum',
    period: Duration.minutes(1),
    ...more,
  });
}

/**
 * A period without data counts as 0. Without this, an alarm goes by the newest data it still finds beyond its period
 * when nothing came since (CloudWatch user guide, how alarms evaluate missing data): after a rollback, when nobody
 * meets the canary any more, it would stay on for up to three periods and refuse the release that repairs it.
 */
export function zeroWhenSilent(metric: cloudwatch.Metric): cloudwatch.MathExpression {
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
export function countOfShare(
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

/** Errors in percent of the requests; 0 in a period with fewer requests than this. */
export function errorRate(
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
