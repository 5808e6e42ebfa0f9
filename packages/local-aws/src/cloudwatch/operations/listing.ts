import { z } from 'zod';
import { onAll } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import { MINUTE_MS } from '../../core/every.ts';
import { listed } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { statProperties } from '../metric-queries.ts';
import type { MetricName } from '../metric-store.ts';
import { statisticOf } from '../statistics.ts';

/** CloudWatch's page of ListMetrics, and its most datapoints of one GetMetricStatistics. */
const PAGE_SIZE = 500;
const MOST_DATAPOINTS = 1_440;

/** What there is to see: the metrics, and one of them over time. */
export function listingOperations(cloudwatch: CloudWatch) {
  return {
    ListMetrics: operation({
      needs: onAll,
      input: z.strictObject({
        Namespace: z.string().optional(),
        MetricName: z.string().optional(),
        Dimensions: z
          .array(z.strictObject({ Name: z.string(), Value: z.string().optional() }))
          .max(10)
          .default([]),
        // Nothing older than three hours is kept here anyway.
        RecentlyActive: z.literal('PT3H').optional(),
        NextToken: z.string().min(1).optional(),
      }),
      run({ Namespace, MetricName: name, Dimensions, ...paged }) {
        const wanted = (metric: MetricName) =>
          (Namespace === undefined || metric.namespace === Namespace) &&
          (name === undefined || metric.name === name) &&
          Dimensions.every(
            ({ Name, Value }) =>
              Object.hasOwn(metric.dimensions, Name) && (Value === undefined || metric.dimensions[Name] === Value),
          );
        return listed('Metrics', cloudwatch.store.list().filter(wanted), paged, {
          id: (metric) => JSON.stringify(metric),
          show: describe,
          standard: PAGE_SIZE,
          invalid: 'InvalidNextToken',
        });
      },
    }),

    /** The periods begin at the minute of StartTime, as documented. Units are not kept, so no datapoint has one. */
    GetMetricStatistics: operation({
      needs: onAll,
      input: z.strictObject({
        Namespace: z.string(),
        MetricName: z.string(),
        Dimensions: statProperties.dimensions.default([]),
        StartTime: z.date(),
        EndTime: z.date(),
        Period: statProperties.period,
        Statistics: z.array(statProperties.statistic).min(1).max(5),
      }),
      run({ Namespace, MetricName: name, Dimensions, StartTime, EndTime, Period, Statistics }) {
        const from = Math.floor(StartTime.getTime() / MINUTE_MS) * MINUTE_MS;
        const [to, step] = [EndTime.getTime(), Period * 1000];
        if (StartTime >= EndTime)
          throw new AwsError(
            'InvalidParameterValueException',
            'The parameter StartTime must be less than the parameter EndTime.',
          );
        const count = Math.ceil((to - from) / step);
        if (count > MOST_DATAPOINTS) {
          throw new AwsError(
            'InvalidParameterCombinationException',
            `You have requested up to ${count} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}.`,
          );
        }
        const metric = {
          namespace: Namespace,
          name,
          dimensions: Object.fromEntries(Dimensions.map((dimension) => [dimension.Name, dimension.Value])),
        };
        const Datapoints = Array.from({ length: count }, (_, i) => from + i * step).flatMap((time) => {
          const aggregate = cloudwatch.samples.aggregate(metric, time, time + step);
          return aggregate === undefined
            ? []
            : [
                {
                  Timestamp: new Date(time),
                  ...Object.fromEntries(Statistics.map((statistic) => [statistic, statisticOf(aggregate, statistic)])),
                },
              ];
        });
        return { Label: name, Datapoints };
      },
    }),
  };
}

function describe({ namespace, name, dimensions }: MetricName): object {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
