import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { AliasMinute } from '../../../rollout/lambda/minutes.ts';
import type { AnswerMetrics } from '../../../statemachine/contract/answer-metrics.ts';
import type { ComparedMetric, ComparedSide } from '../../../statemachine/contract/compared-metrics.ts';
import type { Minutes } from '../lambda.ts';

const MINUTE_MS = 60_000;
/** How CloudWatch says no to a question ("GetMetricData", errors), and the name it had before. */
const REFUSALS = ['ValidationError', 'ValidationException', 'InvalidParameterValue', 'InvalidParameterValueException'];
const SIDES = ['canary', 'production'] as const;
type Side = (typeof SIDES)[number];

/** Values by minute, in milliseconds; a minute that has none had none of what is counted. */
type Values = ReadonlyMap<number, number>;

/**
 * Both sides by the minute, in one call: of each alias `AWS/Lambda` `Invocations`, `Errors` and, of `Duration`, how
 * many took longer than given times (trimmed counts, `TC(46:)`: "CloudWatch statistics definitions" in its user guide,
 * for metrics with percentiles); of each target group requests and answers with 5XX, wherever they are counted;
 * and what else is to be compared, at most MOST_METRICS. A call may ask for 500 statistics ("GetMetricData" in
 * CloudWatch's API reference); one that was never published has no values. No sample shows a trimmed count of this very
 * form: where the question is refused, it is asked again without any, and the minutes say so.
 *
 * Permission: `cloudwatch:GetMetricData` on `*` (the action knows no resources).
 * @throws Error when CloudWatch could not give all the data: one side's would look like less traffic, or like fewer
 * errors
 */
export function cloudWatchMinutes(
  client: CloudWatchClient,
  functionName: string,
  answers: Readonly<Record<Side, AnswerMetrics>>,
): Minutes {
  return {
    async read(from, to, times, factor, metrics = []) {
      const start = Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS;
      const end = Math.floor(to.getTime() / MINUTE_MS) * MINUTE_MS;
      if (end <= start) return [];
      const queries = SIDES.flatMap((side) => [
        ...queriesOf(side, functionName, answers[side]),
        ...metrics.flatMap((metric, i) => queriesOfMetric(side, metric, i)),
      ]);
      const timed = SIDES.flatMap((side) => timeQueriesOf(side, functionName, times, factor));
      const ask = (all: MetricDataQuery[]) => readAll(client, all, new Date(start), new Date(end));
      const { series, withoutTimes } = await ask([...queries, ...timed]).then(
        (answered) => ({ series: answered, withoutTimes: false }),
        async (error: unknown) => {
          if (timed.length === 0 || !(error instanceof Error) || !REFUSALS.includes(error.name)) throw error;
          return { series: await ask(queries), withoutTimes: true };
        },
      );
      const valueOf = (id: string, minute: number) => series.get(id)?.get(minute) ?? 0;
      const aliasMinute = (side: Side, minute: number): AliasMinute => ({
        invocations: valueOf(`${side}_invocations`, minute),
        errors: valueOf(`${side}_errors`, minute),
        requests: valueOf(`${side}_requests`, minute),
        serverErrors: valueOf(`${side}_5xx`, minute),
        slower: side === 'production' ? times.map((_, i) => valueOf(`${side}_slower_${i}`, minute)) : [],
        slowerByFactor: side === 'canary' ? times.map((_, i) => valueOf(`${side}_slower_${i}`, minute)) : [],
        ...(metrics.length > 0 && {
          counted: metrics.map((_, i) => ({
            requests: valueOf(`${side}_all_${i}`, minute),
            bad: valueOf(`${side}_bad_${i}`, minute),
          })),
        }),
      });
      return Array.from({ length: (end - start) / MINUTE_MS }, (_, i) => {
        const minute = start + i * MINUTE_MS;
        return {
          start: new Date(minute),
          canary: aliasMinute('canary', minute),
          production: aliasMinute('production', minute),
          ...(withoutTimes && { withoutTimes }),
        };
      });
    },
  };
}

const aliasOf = (functionName: string, side: Side) => ({
  FunctionName: functionName,
  Resource: `${functionName}:${side}`,
});

function queriesOf(side: Side, functionName: string, answers: AnswerMetrics): MetricDataQuery[] {
  const alias = aliasOf(functionName, side);
  const { namespace, requests, serverErrors, dimensions } = answers;
  return [
    query(`${side}_invocations`, 'AWS/Lambda', 'Invocations', alias, 'Sum'),
    query(`${side}_errors`, 'AWS/Lambda', 'Errors', alias, 'Sum'),
    query(`${side}_requests`, namespace, requests, dimensions, 'Sum'),
    query(`${side}_5xx`, namespace, serverErrors, dimensions, 'Sum'),
  ];
}

function timeQueriesOf(side: Side, functionName: string, times: readonly number[], factor: number): MetricDataQuery[] {
  const alias = aliasOf(functionName, side);
  return times.map((time, i) =>
    query(`${side}_slower_${i}`, 'AWS/Lambda', 'Duration', alias, `TC(${side === 'canary' ? time * factor : time}:)`),
  );
}

function queriesOfMetric(side: Side, { bad, all }: ComparedMetric, i: number): MetricDataQuery[] {
  const of = (id: string, metric: ComparedSide) =>
    query(`${side}_${id}_${i}`, metric.namespace, metric.metricName, metric[side], metric.statistic ?? 'Sum');
  return [of('bad', bad), of('all', all)];
}

function query(
  Id: string,
  Namespace: string,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
  Stat: string,
): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Id, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat } };
}

/** Every page; what a page says to be incomplete goes on in the next. */
async function readAll(
  client: CloudWatchClient,
  queries: MetricDataQuery[],
  StartTime: Date,
  EndTime: Date,
): Promise<ReadonlyMap<string, Values>> {
  const series = new Map<string, Map<number, number>>();
  const complete = new Set<string>();
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime,
        EndTime,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    NextToken = answer.NextToken;
    for (const { Id = '', Timestamps = [], Values = [], StatusCode } of answer.MetricDataResults ?? []) {
      const values = series.get(Id) ?? new Map<number, number>();
      Timestamps.forEach((time, i) => values.set(time.getTime(), Values[i] ?? 0));
      series.set(Id, values);
      // The last word counts: a part without a further page is all that will come.
      if (StatusCode === 'Complete') complete.add(Id);
      else complete.delete(Id);
    }
  } while (NextToken !== undefined);
  const missing = queries.flatMap(({ Id = '' }) => (complete.has(Id) ? [] : [Id]));
  if (missing.length > 0)
    throw new Error(
      `canary and production cannot be compared: CloudWatch did not answer ${missing.join(', ')} as Complete`,
    );
  return series;
}
