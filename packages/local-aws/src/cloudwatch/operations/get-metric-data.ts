import { z } from 'zod';
import { onAll } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/service.ts';
import type { MetricQuery } from '../alarm-config.ts';
import { type Samples, querySeries } from '../alarm-points.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { labelOf } from '../labels.ts';
import { queriesSchema } from '../metric-queries.ts';

/** Of one request. CloudWatch would go on with a further page; here it is asked for less. */
const MOST_DATAPOINTS = 100_800;

const inputSchema = z.strictObject({
  MetricDataQueries: queriesSchema.refine((queries) => queries.length <= 500, 'at most 500 queries'),
  StartTime: z.date(),
  EndTime: z.date(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).optional(),
  MaxDatapoints: z.int().min(1).max(MOST_DATAPOINTS).optional(),
});

export function getMetricData(cloudwatch: CloudWatch) {
  return operation({
    needs: onAll,
    input: inputSchema,
    run(request) {
      const queries = request.MetricDataQueries;
      if (request.StartTime >= request.EndTime)
        throw new AwsError('ValidationError', 'The parameter StartTime must be less than the parameter EndTime');
      if (cloudwatch.refusesTrimmedCounts) refuseTrimmedCounts(queries);
      const points = queries.reduce((sum, query) => sum + pointsIn(request, periodOf(query, queries)), 0);
      if (points > MOST_DATAPOINTS)
        throw new AwsError(
          'ValidationError',
          `the queries span ${points} datapoints, the local cloud answers at most ${MOST_DATAPOINTS}`,
        );
      const returned = queries.filter((query) => query.returnData);
      const results = returned.map((query) => ({
        Id: query.id,
        Label: labelOf(query, returned),
        ...pointsOf(query, queries, cloudwatch.samples, request),
      }));
      return { MetricDataResults: results, Messages: [] };
    },
  });
}

/** @throws AwsError ValidationError naming the first */
function refuseTrimmedCounts(queries: readonly MetricQuery[]): void {
  for (const { source } of queries)
    if ('metric' in source && source.statistic.startsWith('TC('))
      throw new AwsError('ValidationError', `The value ${source.statistic} for parameter Stat is not supported.`);
}

function pointsIn({ StartTime, EndTime }: { StartTime: Date; EndTime: Date }, periodSeconds: number): number {
  return Math.ceil((EndTime.getTime() - StartTime.getTime()) / (periodSeconds * 1000));
}

/** The periods are aligned to the clock, as GetMetricData does for standard metrics. */
function pointsOf(
  query: MetricQuery,
  queries: readonly MetricQuery[],
  samples: Samples,
  request: z.infer<typeof inputSchema>,
): object {
  const periodMs = periodOf(query, queries) * 1000;
  const times: number[] = [];
  for (
    let time = Math.floor(request.StartTime.getTime() / periodMs) * periodMs;
    time < request.EndTime.getTime();
    time += periodMs
  )
    times.push(time);
  const values = querySeries(query.id, queries, samples, times);
  const points = times.flatMap((time, index) => {
    const value = values[index];
    return value === undefined ? [] : [{ time, value }];
  });
  if (request.ScanBy !== 'TimestampAscending') points.reverse();
  const shown = points.slice(0, request.MaxDatapoints);
  return {
    Timestamps: shown.map(({ time }) => new Date(time)),
    Values: shown.map(({ value }) => value),
    StatusCode: shown.length < points.length ? 'PartialData' : 'Complete',
  };
}

/** An expression has the period of the metrics beside it; the longest when they differ. */
function periodOf(query: MetricQuery, queries: readonly MetricQuery[]): number {
  if ('period' in query.source) return query.source.period;
  return Math.max(60, ...queries.map(({ source }) => ('period' in source ? source.period : 0)));
}
