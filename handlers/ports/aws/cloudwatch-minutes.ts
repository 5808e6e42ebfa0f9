import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { AliasMinute, MinuteSums } from '../../../rollout/lambda/minutes.ts';
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
 * for metrics with percentiles); of each target group `AWS/VpcLattice` `TotalRequestCount` and `HTTPCode_5XX_Count`;
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
  targetGroups: Readonly<Record<Side, string>>,
): Minutes {
  return {
    async sums(side, from, to) {
      const { start, end } = wholeMinutes(from, to);
      if (end <= start) return [];
      const queries = queriesOf(side, functionName, targetGroups[side]);
      const series = await readAll(client, queries, new Date(start), new Date(end));
      return minutesFrom(start, end).map((minute) => ({ start: new Date(minute), ...sumsOf(series, side, minute) }));
    },
    async read(from, to, times, factor, metrics = []) {
      const { start, end } = wholeMinutes(from, to);
      if (end <= start) return [];
      const queries = SIDES.flatMap((side) => [
        ...queriesOf(side, functionName, targetGroups[side]),
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
      const valueOf = (id: string, minute: number) => valueIn(series, id, minute);
      const aliasMinute = (side: Side, minute: number): AliasMinute => ({
        ...sumsOf(series, side, minute),
        slower: side === 'production' ? times.map((_, i) => valueOf(`${side}_slower_${i}`, minute)) : [],
        slowerByFactor: side === 'canary' ? times.map((_, i) => valueOf(`${side}_slower_${i}`, minute)) : [],
        ...(metrics.length > 0 && {
          counted: metrics.map((_, i) => ({
            requests: valueOf(`${side}_all_${i}`, minute),
            bad: valueOf(`${side}_bad_${i}`, minute),
          })),
        }),
      });
      return minutesFrom(start, end).map((minute) => ({
        start: new Date(minute),
        canary: aliasMinute('canary', minute),
        production: aliasMinute('production', minute),
        ...(withoutTimes && { withoutTimes }),
      }));
    },
  };
}

/** From the minute that holds `from` to the last that is over. */
function wholeMinutes(from: Date, to: Date): { readonly start: number; readonly end: number } {
  return {
    start: Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS,
    end: Math.floor(to.getTime() / MINUTE_MS) * MINUTE_MS,
  };
}

const minutesFrom = (start: number, end: number): readonly number[] =>
  Array.from({ length: (end - start) / MINUTE_MS }, (_, i) => start + i * MINUTE_MS);

const valueIn = (series: ReadonlyMap<string, Values>, id: string, minute: number): number =>
  series.get(id)?.get(minute) ?? 0;

const sumsOf = (series: ReadonlyMap<string, Values>, side: Side, minute: number): MinuteSums => ({
  invocations: valueIn(series, `${side}_invocations`, minute),
  errors: valueIn(series, `${side}_errors`, minute),
  requests: valueIn(series, `${side}_requests`, minute),
  serverErrors: valueIn(series, `${side}_5xx`, minute),
});

const aliasOf = (functionName: string, side: Side) => ({
  FunctionName: functionName,
  Resource: `${functionName}:${side}`,
});

function queriesOf(side: Side, functionName: string, targetGroup: string): MetricDataQuery[] {
  const alias = aliasOf(functionName, side);
  const group = { TargetGroup: targetGroup };
  return [
    query(`${side}_invocations`, 'AWS/Lambda', 'Invocations', alias, 'Sum'),
    query(`${side}_errors`, 'AWS/Lambda', 'Errors', alias, 'Sum'),
    query(`${side}_requests`, 'AWS/VpcLattice', 'TotalRequestCount', group, 'Sum'),
    query(`${side}_5xx`, 'AWS/VpcLattice', 'HTTPCode_5XX_Count', group, 'Sum'),
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
      `canary and production cannot be measured: CloudWatch did not answer ${missing.join(', ')} as Complete`,
    );
  return series;
}
