import {
  type CloudWatchClient,
  ListMetricsCommand,
  type MetricDataQuery,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { MINUTE_MS, query } from '../../handlers/ports/aws/cloudwatch-series.ts';
import { aliasOf, type Asked, ofAliases, type Side } from '../../handlers/ports/aws/cloudwatch-sums.ts';
import {
  type AnswerMetrics,
  answerMetrics,
  type AnswersFrom,
  answerSource,
} from '../../statemachine/contract/answer-metrics.ts';
import { Alias } from '../../statemachine/contract/names.ts';
import type { Traffic, TrafficMeter, TrafficMinute } from '../ports.ts';
import { type Service, targetGroupArn } from '../services.ts';

type Counted = Pick<
  Service,
  'functionName' | 'aliasPrefix' | 'productionTargetGroupId' | 'canaryTargetGroupId' | 'stateMachineArn'
>;

/**
 * What each alias was asked and failed, minute by minute: Lambda's `Invocations` and `Errors` by alias, answers
 * with 5XX by target group, wherever they are counted.
 *
 * Permissions: `cloudwatch:GetMetricData` and `cloudwatch:ListMetrics` on `*`. Each read asks for six metrics (0.01 USD
 * per 1,000). ListMetrics knows what had data in the last two weeks, some 15 minutes late ("ListMetrics").
 */
export function cloudWatchTrafficMeter(client: CloudWatchClient, service: Counted): TrafficMeter {
  const asked = ofAliases(service.functionName, service.aliasPrefix);
  return {
    async read(from, to, answersFrom) {
      const answers = answersOf(service, answersFrom);
      const queries = [
        ...queriesOf(asked, Alias.production, answers.production),
        ...queriesOf(asked, Alias.canary, answers.canary),
      ];
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
    async reports(answersFrom) {
      const { namespace, requests, dimensions } = answersOf(service, answersFrom).production;
      const [invocations, answers] = await Promise.all([
        isListed(client, 'AWS/Lambda', 'Invocations', aliasOf(asked, Alias.production)),
        isListed(client, namespace, requests, dimensions),
      ]);
      return { invocations, answers };
    },
  };
}

async function isListed(
  client: CloudWatchClient,
  Namespace: string,
  MetricName: string,
  of: AnswerMetrics['dimensions'],
) {
  const Dimensions = Object.entries(of).map(([Name, Value]) => ({ Name, Value }));
  const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace, MetricName, Dimensions }));
  return Metrics.length > 0;
}

/** Where the answers of each side are counted. */
export function answersOf(
  service: Counted,
  answersFrom: AnswersFrom | undefined,
): Readonly<Record<Side, AnswerMetrics>> {
  const of = (id: string) =>
    answerMetrics(answerSource(answersFrom), (by) => (by === 'id' ? id : targetGroupArn(service, id)));
  return { production: of(service.productionTargetGroupId), canary: of(service.canaryTargetGroupId) };
}

function queriesOf(asked: Asked, side: Side, answers: AnswerMetrics): MetricDataQuery[] {
  const lambda = aliasOf(asked, side);
  return [
    query(`${side}_requests`, 'AWS/Lambda', 'Invocations', lambda, 'Sum'),
    query(`${side}_thrown`, 'AWS/Lambda', 'Errors', lambda, 'Sum'),
    query(`${side}_failed`, answers.namespace, answers.serverErrors, answers.dimensions, 'Sum'),
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
