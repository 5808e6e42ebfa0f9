import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Proof } from '../../../rollout/lambda/minutes.ts';
import type { AnswerMetrics } from '../../../statemachine/contract/answer-metrics.ts';
import { query } from './cloudwatch-series.ts';

/** What shows whether a side's minute is all there: how often a metric was written, and the answers of other status. */
export function proofQueries(
  side: string,
  alias: Readonly<Record<string, string>>,
  { namespace, otherAnswers, dimensions }: AnswerMetrics,
): MetricDataQuery[] {
  return [
    query(`${side}_error_samples`, 'AWS/Lambda', 'Errors', alias, 'SampleCount'),
    query(`${side}_time_samples`, 'AWS/Lambda', 'Duration', alias, 'SampleCount'),
    ...otherAnswers.map((name, i) => query(`${side}_other_${i}`, namespace, name, dimensions, 'Sum')),
  ];
}

/** @param valueOf the value of a query by its id, 0 where there is none */
export function proofOf(side: string, { otherAnswers }: AnswerMetrics, valueOf: (id: string) => number): Proof {
  return {
    errorSamples: valueOf(`${side}_error_samples`),
    timeSamples: valueOf(`${side}_time_samples`),
    ...(otherAnswers.length > 0 && {
      otherAnswers: otherAnswers.reduce((sum, _, i) => sum + valueOf(`${side}_other_${i}`), 0),
    }),
  };
}
