import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { parseInput } from '../core/operation-input.ts';
import type { Operations } from '../core/types.ts';
import { querySeries } from './alarm-points.ts';
import type { MetricQuery } from './alarm-config.ts';
import { queriesSchema, statProperties } from './metric-queries.ts';
import { listingOperations } from './listing-operations.ts';
import type { MetricStore } from './metric-store.ts';
import type { Aggregate } from './statistics.ts';

const HOUR_MS = 3_600_000;
const INVALID_VALUE = 'InvalidParameterValueException';

/** Of one request. CloudWatch would go on with a further page; here it is asked for less. */
const MOST_DATAPOINTS = 100_800;

const getSchema = z.strictObject({
  MetricDataQueries: queriesSchema.refine((queries) => queries.length <= 500, 'at most 500 queries'),
  StartTime: z.date(),
  EndTime: z.date(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).optional(),
  MaxDatapoints: z.int().min(1).max(MOST_DATAPOINTS).optional(),
});

/** CloudWatch takes no larger ones. */
const LARGEST_VALUE = 2 ** 360;
const valueSchema = z.number().min(-LARGEST_VALUE).max(LARGEST_VALUE);

const datumSchema = z
  .strictObject({
    MetricName: z.string().min(1).max(255),
    Dimensions: statProperties.dimensions.optional(),
    Timestamp: z.date().optional(),
    Value: valueSchema.optional(),
    Values: z.array(valueSchema).min(1).max(150).optional(),
    Counts: z.array(z.number().positive()).max(150).optional(),
    StatisticValues: z
      .strictObject({
        SampleCount: z.number().positive(),
        Sum: valueSchema,
        Minimum: valueSchema,
        Maximum: valueSchema,
      })
      .optional(),
    Unit: z.string().optional(),
    StorageResolution: z.literal(60).optional(),
  })
  .refine(
    ({ Value, Values, StatisticValues }) =>
      [Value, Values, StatisticValues].filter((given) => given !== undefined).length === 1,
    'one of Value, Values and StatisticValues',
  )
  .refine(({ Values, Counts }) => Counts === undefined || Counts.length === Values?.length, 'as many Counts as Values');

const putSchema = z.strictObject({
  Namespace: z.string().min(1).max(255),
  MetricData: z.array(datumSchema).min(1).max(1000),
});

/** The operations on metric data. */
export function metricOperations(store: MetricStore, clock: Clock): Operations {
  return {
    ...listingOperations(store),

    async GetMetricData(input) {
      const request = parseInput(getSchema, input, 'ValidationError');
      const queries = request.MetricDataQueries;
      if (request.StartTime >= request.EndTime)
        throw new AwsError('ValidationError', 'The parameter StartTime must be less than the parameter EndTime');
      const points = queries.reduce((sum, query) => sum + pointsIn(request, periodOf(query, queries)), 0);
      if (points > MOST_DATAPOINTS)
        throw new AwsError(
          'ValidationError',
          `the queries span ${points} datapoints, the local cloud answers at most ${MOST_DATAPOINTS}`,
        );
      const results = queries
        .filter((query) => query.returnData)
        .map((query) => resultOf(query, queries, store, request));
      return { MetricDataResults: results, Messages: [] };
    },

    async PutMetricData(input) {
      const { Namespace: namespace, MetricData } = parseInput(putSchema, input, INVALID_VALUE);
      const now = clock.now();
      const data = MetricData.map((datum) => ({ datum, time: recordableTime(datum.Timestamp, now) }));
      for (const { datum, time } of data)
        store.recordSet(
          { namespace, name: datum.MetricName, dimensions: dimensionsOf(datum.Dimensions) },
          samplesOf(datum),
          time,
        );
      return {};
    },
  };
}

function dimensionsOf(dimensions: z.infer<typeof statProperties.dimensions> = []): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
}

function samplesOf({ Value, Values = [], Counts, StatisticValues: set }: z.infer<typeof datumSchema>): Aggregate {
  if (set !== undefined) return { sum: set.Sum, count: set.SampleCount, min: set.Minimum, max: set.Maximum };
  const values = Value === undefined ? Values : [Value];
  const counts = Counts ?? values.map(() => 1);
  const sum = values.reduce((so, value, i) => so + value * (counts[i] ?? 1), 0);
  return {
    sum,
    count: counts.reduce((so, count) => so + count, 0),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

/** Two weeks back and two hours ahead is what CloudWatch takes. */
function recordableTime(given: Date | undefined, now: number): number {
  const time = given?.getTime() ?? now;
  if (time < now - 14 * 24 * HOUR_MS || time > now + 2 * HOUR_MS) {
    throw new AwsError(
      INVALID_VALUE,
      `Timestamp ${new Date(time).toISOString()} must not be more than two weeks before or two hours after ` +
        new Date(now).toISOString(),
    );
  }
  return time;
}

function pointsIn({ StartTime, EndTime }: { StartTime: Date; EndTime: Date }, periodSeconds: number): number {
  return Math.ceil((EndTime.getTime() - StartTime.getTime()) / (periodSeconds * 1000));
}

/** The periods are aligned to the clock, as GetMetricData does for standard metrics. */
function resultOf(
  query: MetricQuery,
  queries: readonly MetricQuery[],
  store: MetricStore,
  request: z.infer<typeof getSchema>,
): object {
  const periodMs = periodOf(query, queries) * 1000;
  const times: number[] = [];
  for (
    let time = Math.floor(request.StartTime.getTime() / periodMs) * periodMs;
    time < request.EndTime.getTime();
    time += periodMs
  )
    times.push(time);
  const values = querySeries(query.id, queries, store, times);
  const points = times.flatMap((time, index) => {
    const value = values[index];
    return value === undefined ? [] : [{ time, value }];
  });
  if (request.ScanBy !== 'TimestampAscending') points.reverse();
  const shown = points.slice(0, request.MaxDatapoints);
  return {
    Id: query.id,
    Label: query.label ?? ('metric' in query.source ? query.source.metric.name : query.id),
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
