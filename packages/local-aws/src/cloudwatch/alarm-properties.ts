import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import { type AlarmConfig, COMPARISONS, type Comparison, MISSING_DATA, type Watched } from './alarm-config.ts';
import { metricStat, queriesSchema, statProperties } from './metric-queries.ts';

const actionsSchema = z
  .array(z.string().regex(/^arn:aws:sns:/, 'only SNS topics are supported as alarm actions'))
  .max(5)
  .optional();

/** The properties of AWS::CloudWatch::Alarm; the members of PutMetricAlarm have the same names. */
export const alarmSchema = z.strictObject({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().max(1024).optional(),
  ActionsEnabled: z.boolean().optional(),
  AlarmActions: actionsSchema,
  OKActions: actionsSchema,
  InsufficientDataActions: actionsSchema,
  ComparisonOperator: z.enum(Object.keys(COMPARISONS) as [Comparison]),
  Threshold: z.number(),
  EvaluationPeriods: z.int().min(1),
  DatapointsToAlarm: z.int().min(1).optional(),
  TreatMissingData: z.enum(MISSING_DATA).optional(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: statProperties.dimensions.optional(),
  Statistic: statProperties.statistic.optional(),
  Period: statProperties.period.optional(),
  Metrics: queriesSchema.optional(),
  Tags: tagsSchema,
});
export type AlarmProperties = z.infer<typeof alarmSchema>;

/**
 * @param where what the properties belong to, for messages
 * @throws UnsupportedError for what does not go together
 */
export function readAlarm(where: string, name: string, properties: AlarmProperties): AlarmConfig {
  const { watched, period } = readWatched(where, properties);
  const evaluationPeriods = properties.EvaluationPeriods;
  const datapointsToAlarm = properties.DatapointsToAlarm ?? evaluationPeriods;
  if (datapointsToAlarm > evaluationPeriods) {
    throw new UnsupportedError(
      `${where} DatapointsToAlarm`,
      `got ${datapointsToAlarm}, at most the ${evaluationPeriods} EvaluationPeriods`,
    );
  }
  return {
    name,
    ...(properties.AlarmDescription === undefined ? {} : { description: properties.AlarmDescription }),
    actionsEnabled: properties.ActionsEnabled ?? true,
    actions: {
      ALARM: properties.AlarmActions ?? [],
      OK: properties.OKActions ?? [],
      INSUFFICIENT_DATA: properties.InsufficientDataActions ?? [],
    },
    watched,
    period,
    comparison: properties.ComparisonOperator,
    threshold: properties.Threshold,
    evaluationPeriods,
    datapointsToAlarm,
    datapointsToAlarmGiven: properties.DatapointsToAlarm !== undefined,
    treatMissingData: properties.TreatMissingData ?? 'missing',
    treatMissingDataGiven: properties.TreatMissingData !== undefined,
  };
}

function readWatched(where: string, properties: AlarmProperties): { watched: Watched; period: number } {
  const { Dimensions, MetricName, Metrics, Namespace, Period, Statistic } = properties;
  if (Metrics === undefined) {
    if (MetricName === undefined || Namespace === undefined || Statistic === undefined || Period === undefined) {
      throw new UnsupportedError(
        where,
        'an alarm needs either Metrics, or MetricName, Namespace, Statistic and Period',
      );
    }
    return { watched: { stat: metricStat({ Namespace, MetricName, Dimensions }, Statistic, Period) }, period: Period };
  }
  if (MetricName !== undefined)
    throw new UnsupportedError(`${where} MetricName`, 'Metrics and MetricName exclude each other');
  const returned = Metrics.filter((query) => query.returnData);
  const periods = new Set(Metrics.flatMap(({ source }) => ('period' in source ? [source.period] : [])));
  const [only] = returned;
  const [period] = periods;
  if (only === undefined || returned.length > 1)
    throw new UnsupportedError(`${where} Metrics`, `exactly one query must have ReturnData, got ${returned.length}`);
  if (period === undefined || periods.size > 1)
    throw new UnsupportedError(`${where} Metrics`, `all metrics must have one period, got ${[...periods].join(', ')}`);
  return { watched: { queries: Metrics, returned: only.id }, period };
}
