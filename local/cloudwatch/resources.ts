import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, type ResourceProvider, provider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmConfig, COMPARISONS, type Comparison, MISSING_DATA, type Watched } from './alarm-config.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { metricStat, queriesSchema, statProperties } from './metric-queries.ts';

const actionsSchema = z.array(z.string().regex(/^arn:aws:sns:/, 'only SNS topics are supported as alarm actions')).max(5).optional();

const alarmSchema = z.strictObject({
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
type AlarmProperties = z.infer<typeof alarmSchema>;

/** A dashboard is for the console of AWS: it is checked to be one, and shown nowhere here. */
const dashboardSchema = z.strictObject({
  DashboardName: z.string().regex(/^[\w-]{1,255}$/).optional(),
  DashboardBody: z.string().refine(isWidgets, 'expected JSON text with "widgets"'),
});

function isWidgets(text: string): boolean {
  try {
    return z.looseObject({ widgets: z.array(z.looseObject({ type: z.string() })) }).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** CloudFormation resources of CloudWatch: metric alarms (Ref is the name, GetAtt has Arn) and dashboards (Ref is the name). */
export function cloudWatchProviders(cloudwatch: CloudWatch, random: Random): ResourceProvider[] {
  return [
    provider<AlarmProperties>({
      type: 'AWS::CloudWatch::Alarm',
      schema: alarmSchema,
      async create({ logicalId, properties, stackName }) {
        const name = properties.AlarmName ?? physicalName({ stackName, logicalId }, random);
        return deployed(cloudwatch.putAlarm(readAlarm(logicalId, name, properties)));
      },
      async update({ logicalId, properties }, before) {
        return deployed(cloudwatch.putAlarm(readAlarm(logicalId, properties.AlarmName ?? before.ref, properties)));
      },
      async remove({ ref }) {
        cloudwatch.removeAlarm(ref);
      },
    }),
    provider<z.infer<typeof dashboardSchema>>({
      type: 'AWS::CloudWatch::Dashboard',
      schema: dashboardSchema,
      async create({ logicalId, properties, stackName }) {
        return { ref: properties.DashboardName ?? physicalName({ stackName, logicalId }, random), attributes: {} };
      },
      async update(_, before) {
        return before;
      },
      async remove() {},
    }),
  ];
}

function deployed(alarm: Alarm): Deployed {
  return { ref: alarm.config.name, attributes: { Arn: alarm.arn } };
}

function readAlarm(logicalId: string, name: string, properties: AlarmProperties): AlarmConfig {
  const where = `${logicalId} (AWS::CloudWatch::Alarm)`;
  const { watched, period } = readWatched(where, properties);
  const evaluationPeriods = properties.EvaluationPeriods;
  const datapointsToAlarm = properties.DatapointsToAlarm ?? evaluationPeriods;
  if (datapointsToAlarm > evaluationPeriods) {
    throw new UnsupportedError(`${where} DatapointsToAlarm`, `got ${datapointsToAlarm}, at most the ${evaluationPeriods} EvaluationPeriods`);
  }
  return {
    name,
    ...(properties.AlarmDescription === undefined ? {} : { description: properties.AlarmDescription }),
    actionsEnabled: properties.ActionsEnabled ?? true,
    actions: { ALARM: properties.AlarmActions ?? [], OK: properties.OKActions ?? [], INSUFFICIENT_DATA: properties.InsufficientDataActions ?? [] },
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
      throw new UnsupportedError(where, 'an alarm needs either Metrics, or MetricName, Namespace, Statistic and Period');
    }
    return { watched: { stat: metricStat({ Namespace, MetricName, Dimensions }, Statistic, Period) }, period: Period };
  }
  if (MetricName !== undefined) throw new UnsupportedError(`${where} MetricName`, 'Metrics and MetricName exclude each other');
  const returned = Metrics.filter((query) => query.returnData);
  const periods = new Set(Metrics.flatMap(({ source }) => ('period' in source ? [source.period] : [])));
  const [only] = returned;
  const [period] = periods;
  if (only === undefined || returned.length > 1) throw new UnsupportedError(`${where} Metrics`, `exactly one query must have ReturnData, got ${returned.length}`);
  if (period === undefined || periods.size > 1) throw new UnsupportedError(`${where} Metrics`, `all metrics must have one period, got ${[...periods].join(', ')}`);
  return { watched: { queries: Metrics, returned: only.id }, period };
}
