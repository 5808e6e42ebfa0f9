import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { AliasMinute } from '../../../rollout/lambda/minutes.ts';
import type { AnswerMetrics } from '../../../statemachine/contract/answer-metrics.ts';
import type { ComparedMetric, ComparedSide } from '../../../statemachine/contract/compared-metrics.ts';
import type { Minutes } from '../lambda.ts';
import { proofOf, proofQueries } from './cloudwatch-proof.ts';
import { isRefusal, MINUTE_MS, query, readAll } from './cloudwatch-series.ts';
import {
  aliasOf,
  type Asked,
  describeSum,
  type Side,
  sumQueries,
  sumQuery,
  sumsOf,
  valueIn,
} from './cloudwatch-sums.ts';

const SIDES: readonly Side[] = ['canary', 'production'];

/**
 * `read` asks for both sides by the minute, in one call: of each alias `AWS/Lambda` `Invocations`, `Errors` and, of
 * `Duration`, how many took longer than given times (trimmed counts, `TC(46:)`: "CloudWatch statistics definitions" in
 * its user guide, for metrics with percentiles); of each target group requests and answers with 5XX, wherever they are
 * counted; and what else is to be compared, at most MOST_METRICS. A call may ask for 500 statistics ("GetMetricData" in
 * CloudWatch's API reference); one that was never published has no values. No sample shows a trimmed count of this very
 * form: where the question is refused, it is asked again without any, and the minutes say so.
 *
 * `sums` asks for what is always counted of one side, by the minute.
 *
 * `count` asks for one statistic: one sum of one side. Only minutes that lie wholly between `from` and `to` count,
 * so that requests of an earlier weight do not.
 *
 * Permission: `cloudwatch:GetMetricData` on `*` (the action knows no resources).
 * @throws Error when CloudWatch could not give all the data: one side's would look like less traffic, or like fewer
 * errors
 */
export function cloudWatchMinutes(
  client: CloudWatchClient,
  asked: Asked,
  answers: Readonly<Record<Side, AnswerMetrics>>,
): Minutes {
  return {
    async sums(side, from, to) {
      const { start, end } = wholeMinutes(from, to);
      if (end <= start) return [];
      const queries = sumQueries(side, asked, answers[side]);
      const series = await readAll(client, queries, new Date(start), new Date(end), `${side} cannot be measured`);
      return minutesFrom(start, end).map((minute) => ({ start: new Date(minute), ...sumsOf(series, side, minute) }));
    },
    async read(from, to, times, factors, metrics = [], proof) {
      const { start, end } = wholeMinutes(from, to);
      if (end <= start) return [];
      const queries = SIDES.flatMap((side) => [
        ...sumQueries(side, asked, answers[side]),
        ...metrics.flatMap((metric, i) => queriesOfMetric(side, metric, i)),
        ...(proof ? proofQueries(side, aliasOf(asked, side), answers[side]) : []),
      ]);
      const timed = SIDES.flatMap((side) => timeQueriesOf(side, asked, limitsOf(side, times, factors)));
      const ask = (all: MetricDataQuery[]) =>
        readAll(client, all, new Date(start), new Date(end), 'canary and production cannot be compared');
      const { series, withoutTimes } = await ask([...queries, ...timed]).then(
        (answered) => ({ series: answered, withoutTimes: false }),
        async (error: unknown) => {
          if (timed.length === 0 || !isRefusal(error)) throw error;
          return { series: await ask(queries), withoutTimes: true };
        },
      );
      const valueOf = (id: string, minute: number) => valueIn(series, id, minute);
      const aliasMinute = (side: Side, minute: number): AliasMinute => ({
        ...sumsOf(series, side, minute),
        ...slowerOf(side, times, factors, (id) => valueOf(id, minute)),
        ...(metrics.length > 0 && {
          counted: metrics.map((_, i) => ({
            requests: valueOf(`${side}_all_${i}`, minute),
            bad: valueOf(`${side}_bad_${i}`, minute),
          })),
        }),
        ...(proof && { proof: proofOf(side, answers[side], (id) => valueOf(id, minute)) }),
      });
      return minutesFrom(start, end).map((minute) => ({
        start: new Date(minute),
        canary: aliasMinute('canary', minute),
        production: aliasMinute('production', minute),
        ...(withoutTimes && { withoutTimes }),
      }));
    },
    async count(side, sum, from, to) {
      const start = Math.ceil(from.getTime() / MINUTE_MS) * MINUTE_MS;
      const end = Math.floor(to.getTime() / MINUTE_MS) * MINUTE_MS;
      if (end <= start) return 0;
      const question = sumQuery(side, sum, asked, answers[side]);
      const purpose = `${describeSum(side, sum, asked, answers[side])} cannot be counted`;
      const series = await readAll(client, [question], new Date(start), new Date(end), purpose);
      return [...series.values()].flatMap((values) => [...values.values()]).reduce((all, value) => all + value, 0);
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

/** What times are counted beyond, to the microsecond: the canary's first by the first factor. */
const limitsOf = (side: Side, times: readonly number[], factors: readonly number[]): readonly number[] =>
  side === 'production' ? times : factors.flatMap((factor) => times.map((time) => Number((time * factor).toFixed(3))));

const slowerId = (side: Side, limit: number): string => `${side}_slower_${limit}`;

function timeQueriesOf(side: Side, asked: Asked, limits: readonly number[]): MetricDataQuery[] {
  const alias = aliasOf(asked, side);
  return limits.map((limit, i) => query(slowerId(side, i), 'AWS/Lambda', 'Duration', alias, `TC(${limit}:)`));
}

/** @param valueOf the value of a query by its id */
function slowerOf(
  side: Side,
  times: readonly number[],
  factors: readonly number[],
  valueOf: (id: string) => number,
): Pick<AliasMinute, 'slower' | 'slowerByFactor'> {
  const from = (first: number) => times.map((_, i) => valueOf(slowerId(side, first + i)));
  return side === 'production'
    ? { slower: from(0), slowerByFactor: {} }
    : { slower: [], slowerByFactor: Object.fromEntries(factors.map((factor, k) => [factor, from(k * times.length)])) };
}

function queriesOfMetric(side: Side, { bad, all }: ComparedMetric, i: number): MetricDataQuery[] {
  const of = (id: string, metric: ComparedSide) =>
    query(`${side}_${id}_${i}`, metric.namespace, metric.metricName, metric[side], metric.statistic ?? 'Sum');
  return [of('bad', bad), of('all', all)];
}
