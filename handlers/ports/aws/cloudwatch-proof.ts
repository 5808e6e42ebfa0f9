import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Proof } from '../../../rollout/lambda/minutes.ts';
import { query } from './cloudwatch-series.ts';

type Dimensions = Readonly<Record<string, string>>;

/** All kinds of status that VPC Lattice counts answers by, beside `HTTPCode_5XX_Count` ("CloudWatch metrics"). */
const OTHER_KINDS = ['2XX', '3XX', '4XX'] as const;

/** What shows whether a side's minute is all there: how often a metric was written, and the answers of other status. */
export function proofQueries(side: string, alias: Dimensions, targetGroup: Dimensions): MetricDataQuery[] {
  return [
    query(`${side}_error_samples`, 'AWS/Lambda', 'Errors', alias, 'SampleCount'),
    query(`${side}_time_samples`, 'AWS/Lambda', 'Duration', alias, 'SampleCount'),
    ...OTHER_KINDS.map((kind) =>
      query(`${side}_${kind.toLowerCase()}`, 'AWS/VpcLattice', `HTTPCode_${kind}_Count`, targetGroup, 'Sum'),
    ),
  ];
}

/** @param valueOf the value of a query by its id, 0 where there is none */
export function proofOf(side: string, valueOf: (id: string) => number): Proof {
  return {
    errorSamples: valueOf(`${side}_error_samples`),
    timeSamples: valueOf(`${side}_time_samples`),
    otherAnswers: OTHER_KINDS.reduce((sum, kind) => sum + valueOf(`${side}_${kind.toLowerCase()}`), 0),
  };
}
