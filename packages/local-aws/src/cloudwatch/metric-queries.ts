import { z } from 'zod';
import type { MetricQuery, MetricStat } from './alarm-config.ts';
import { parseMath } from './math/parse.ts';
import { MathError } from './math/syntax.ts';
import { querySeries } from './alarm-points.ts';
import { STATISTICS, isStatistic } from './statistics.ts';

const dimensionsSchema = z.array(z.strictObject({ Name: z.string(), Value: z.string() })).max(30);

/** The five statistics, and counts above a limit; percentiles and the other trimmed ones are refused by name. */
const statisticSchema = z.string().transform((name, context) => {
  if (isStatistic(name)) return name;
  context.addIssue(`got the statistic ${name}, the local cloud has ${STATISTICS.join(', ')} and TC(limit:)`);
  return z.NEVER;
});

/** Seconds: whole minutes, because metrics are kept by the minute. */
const periodSchema = z.int().min(60, 'periods below 60 s (high resolution) are not kept').multipleOf(60);

/** The properties that name one metric with its statistic, as alarms and queries share them. */
export const statProperties = { dimensions: dimensionsSchema, statistic: statisticSchema, period: periodSchema };

const querySchema = z
  .strictObject({
    Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, 'an id starts with a lower-case letter'),
    Expression: z.string().max(2048).optional(),
    Label: z.string().optional(),
    MetricStat: z
      .strictObject({
        Metric: z.strictObject({
          Namespace: z.string(),
          MetricName: z.string(),
          Dimensions: dimensionsSchema.optional(),
        }),
        Period: periodSchema,
        Stat: statisticSchema,
        Unit: z.string().optional(),
      })
      .optional(),
    Period: periodSchema.optional(),
    ReturnData: z.boolean().optional(),
  })
  .refine(
    (query) => (query.Expression === undefined) !== (query.MetricStat === undefined),
    'either Expression or MetricStat',
  );

/** MetricDataQueries of an alarm or of GetMetricData, read and checked to the last expression. */
export const queriesSchema = z.array(querySchema).transform((queries, context): readonly MetricQuery[] => {
  try {
    const read = queries.map(readQuery);
    for (const query of read) querySeries(query.id, read, { aggregate: () => undefined }, [0]);
    return read;
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    context.addIssue(error.message);
    return z.NEVER;
  }
});

function readQuery(query: z.infer<typeof querySchema>): MetricQuery {
  const common = {
    id: query.Id,
    ...(query.Label === undefined ? {} : { label: query.Label }),
    returnData: query.ReturnData ?? true,
  };
  if (query.MetricStat === undefined) {
    const expression = query.Expression ?? '';
    return { ...common, source: { expression, parsed: parseMath(expression) } };
  }
  const { Metric, Period, Stat } = query.MetricStat;
  return { ...common, source: metricStat(Metric, Stat, Period) };
}

export function metricStat(
  metric: {
    Namespace: string;
    MetricName: string;
    Dimensions?: readonly { Name: string; Value: string }[] | undefined;
  },
  statistic: MetricStat['statistic'],
  period: number,
): MetricStat {
  const dimensions = Object.fromEntries((metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
  return { metric: { namespace: metric.Namespace, name: metric.MetricName, dimensions }, statistic, period };
}
