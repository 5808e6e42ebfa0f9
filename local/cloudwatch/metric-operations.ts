import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { parseInput } from '../core/operation-input.ts';
import type { Operations } from '../core/types.ts';
import { querySeries } from './alarm-points.ts';
import type { MetricQuery } from './alarm-config.ts';
import { queriesSchema, statProperties } from './metric-queries.ts';
import type { MetricStore } from './metric-store.ts';

const getSchema = z.strictObject({
  MetricDataQueries: queriesSchema,
  StartTime: z.date(),
  EndTime: z.date(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).optional(),
  MaxDatapoints: z.int().min(1).optional(),
});

const putSchema = z.strictObject({
  Namespace: z.string(),
  MetricData: z
    .array(
      z
        .strictObject({
          MetricName: z.string(),
          Dimensions: statProperties.dimensions.optional(),
          Timestamp: z.date().optional(),
          Value: z.number().optional(),
          StatisticValues: z.strictObject({ SampleCount: z.number().positive(), Sum: z.number(), Minimum: z.number(), Maximum: z.number() }).optional(),
          Unit: z.string().optional(),
          StorageResolution: z.literal(60).optional(),
        })
        .refine((datum) => (datum.Value === undefined) !== (datum.StatisticValues === undefined), 'either Value or StatisticValues'),
    )
    .min(1)
    .max(1000),
});

/** The operations on metric data. */
export function metricOperations(store: MetricStore, clock: Clock): Operations {
  return {
    async GetMetricData(input) {
      const request = parseInput(getSchema, input, 'ValidationError');
      const queries = request.MetricDataQueries;
      const results = queries.filter((query) => query.returnData).map((query) => resultOf(query, queries, store, request));
      return { MetricDataResults: results, Messages: [] };
    },

    async PutMetricData(input) {
      const { Namespace: namespace, MetricData } = parseInput(putSchema, input, 'InvalidParameterValue');
      for (const { MetricName: name, Dimensions = [], Timestamp, Value = 0, StatisticValues: set } of MetricData) {
        const dimensions = Object.fromEntries(Dimensions.map((dimension) => [dimension.Name, dimension.Value]));
        const samples = set === undefined ? { sum: Value, count: 1, min: Value, max: Value } : { sum: set.Sum, count: set.SampleCount, min: set.Minimum, max: set.Maximum };
        store.recordSet({ namespace, name, dimensions }, samples, Timestamp?.getTime() ?? clock.now());
      }
      return {};
    },
  };
}

/** The periods are aligned to the clock, as GetMetricData does for standard metrics. */
function resultOf(query: MetricQuery, queries: readonly MetricQuery[], store: MetricStore, request: z.infer<typeof getSchema>): object {
  const periodMs = periodOf(query, queries) * 1000;
  const times: number[] = [];
  for (let time = Math.floor(request.StartTime.getTime() / periodMs) * periodMs; time < request.EndTime.getTime(); time += periodMs) times.push(time);
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
