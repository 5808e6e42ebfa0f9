import {
  type CloudWatchClient,
  type Dimension,
  ListMetricsCommand,
  type MetricDataQuery,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { Alias } from '../../statemachine/contract/names.ts';
import type { Traffic, TrafficMeter, TrafficMinute } from '../ports.ts';
import type { Service } from '../services.ts';

const MINUTE_MS = 60_000;

type Side = 'production' | 'canary';

/**
 * What each alias was asked and failed, minute by minute: Lambda's `Invocations` and `Errors` by alias, VPC Lattice's
 * `HTTPCode_5XX_Count` by target group.
 *
 * Permissions: `cloudwatch:GetMetricData` and `cloudwatch:ListMetrics` on `*`. Each read asks for six metrics (0.01 USD
 * per 1,000). ListMetrics knows what had data in the last two weeks, some 15 minutes late ("ListMetrics").
 */
export function cloudWatchTrafficMeter(
  client: CloudWatchClient,
  service: Pick<Service, 'functionName' | 'productionTargetGroupId' | 'canaryTargetGroupId'>,
): TrafficMeter {
  const { functionName, productionTargetGroupId, canaryTargetGroupId } = service;
  const queries = [
    ...queriesOf(functionName, Alias.production, productionTargetGroupId),
    ...queriesOf(functionName, Alias.canary, canaryTargetGroupId),
  ];
  return {
    async read(from, to) {
      const values = new Map<string, Map<number, number>>();
      const StartTime = new Date(Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS);
      const EndTime = new Date(Math.max(to.getTime(), StartTime.getTime() + MINUTE_MS));
      for await (const { MetricDataResults = [] } of paginateGetMetricData(
        { client },
        { MetricDataQueries: queries, StartTime, EndTime },
      )) {
        for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
          const series = values.get(Id) ?? new Map<number, number>();
          Timestamps.forEach((time, i) => series.set(time.getTime(), Values[i] ?? 0));
          values.set(Id, series);
        }
      }
      return { production: minutesOf('production', values), canary: minutesOf('canary', values) } satisfies Traffic;
    },
    async reports() {
      const [invocations, answers] = await Promise.all([
        isListed(client, 'AWS/Lambda', 'Invocations', aliasOf(functionName, Alias.production)),
        isListed(client, 'AWS/VpcLattice', 'TotalRequestCount', groupOf(productionTargetGroupId)),
      ]);
      return { invocations, answers };
    },
  };
}

async function isListed(client: CloudWatchClient, Namespace: string, MetricName: string, Dimensions: Dimension[]) {
  const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace, MetricName, Dimensions }));
  return Metrics.length > 0;
}

const aliasOf = (functionName: string, side: Side) => [
  { Name: 'FunctionName', Value: functionName },
  { Name: 'Resource', Value: `${functionName}:${side}` },
];
const groupOf = (targetGroupId: string) => [{ Name: 'TargetGroup', Value: targetGroupId }];

function queriesOf(functionName: string, side: Side, targetGroupId: string): MetricDataQuery[] {
  const lambda = aliasOf(functionName, side);
  const query = (Id: string, Namespace: string, MetricName: string, Dimensions: typeof lambda): MetricDataQuery => ({
    Id: `${side}_${Id}`,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: 'Sum' },
  });
  return [
    query('requests', 'AWS/Lambda', 'Invocations', lambda),
    query('thrown', 'AWS/Lambda', 'Errors', lambda),
    query('failed', 'AWS/VpcLattice', 'HTTPCode_5XX_Count', groupOf(targetGroupId)),
  ];
}

function minutesOf(side: Side, values: ReadonlyMap<string, ReadonlyMap<number, number>>): TrafficMinute[] {
  const series = (id: string) => values.get(`${side}_${id}`) ?? new Map<number, number>();
  const [requests, thrown, failed] = [series('requests'), series('thrown'), series('failed')];
  const times = [...new Set([requests, thrown, failed].flatMap((each) => [...each.keys()]))].sort((a, b) => a - b);
  return times.map((at) => ({
    at,
    requests: requests.get(at) ?? 0,
    errors: Math.max(thrown.get(at) ?? 0, failed.get(at) ?? 0),
  }));
}
