import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { SUMS, type MinuteSums, type Sum } from '../../../rollout/lambda/minutes.ts';
import type { AnswerMetrics } from '../../../statemachine/contract/answer-metrics.ts';
import { aliasName } from '../../../statemachine/contract/names.ts';
import { query, type Values } from './cloudwatch-series.ts';

export type Side = 'canary' | 'production';

/** Under which each sum is asked for, and what sentences call it. */
const SUM_NAMES: Readonly<Record<Sum, { readonly id: string; readonly noun: string }>> = {
  invocations: { id: 'invocations', noun: 'requests' },
  errors: { id: 'errors', noun: 'errors' },
  requests: { id: 'requests', noun: 'answers' },
  serverErrors: { id: '5xx', noun: 'answers with 5XX' },
};

interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Whose metrics of Lambda are read: those of the two aliases of a function by its name, or of what is told by side. */
export type Asked = string | Readonly<Record<Side, Readonly<Record<string, string>>>>;

/** The two aliases of a function, whose names begin with a prefix. */
export function ofAliases(functionName: string, prefix: string): Asked {
  if (prefix === '') return functionName;
  const of = (side: Side) => ({ FunctionName: functionName, Resource: `${functionName}:${aliasName(side, prefix)}` });
  return { canary: of('canary'), production: of('production') };
}

/** Dimensions of Lambda's metrics of a side; an alias unless told. */
export const aliasOf = (asked: Asked, side: Side): Readonly<Record<string, string>> =>
  typeof asked === 'string' ? { FunctionName: asked, Resource: `${asked}:${side}` } : asked[side];

/** Lambda's are of the alias, the others of its target group. */
function metricOf(side: Side, sum: Sum, asked: Asked, answers: AnswerMetrics): Metric {
  const lambda = { namespace: 'AWS/Lambda', dimensions: aliasOf(asked, side) };
  switch (sum) {
    case 'invocations':
      return { ...lambda, name: 'Invocations' };
    case 'errors':
      return { ...lambda, name: 'Errors' };
    case 'requests':
      return { ...answers, name: answers.requests };
    case 'serverErrors':
      return { ...answers, name: answers.serverErrors };
  }
}

export function sumQuery(side: Side, sum: Sum, asked: Asked, answers: AnswerMetrics): MetricDataQuery {
  const { namespace, name, dimensions } = metricOf(side, sum, asked, answers);
  return query(`${side}_${SUM_NAMES[sum].id}`, namespace, name, dimensions, 'Sum');
}

/** All that is always counted of a side. */
export const sumQueries = (side: Side, asked: Asked, answers: AnswerMetrics): MetricDataQuery[] =>
  SUMS.map((sum) => sumQuery(side, sum, asked, answers));

/** `requests of greetings:canary`, `answers of target group tg-…` */
export function describeSum(side: Side, sum: Sum, asked: Asked, answers: AnswerMetrics): string {
  const { namespace, dimensions } = metricOf(side, sum, asked, answers);
  const whose = Object.values(dimensions).at(-1);
  return `${SUM_NAMES[sum].noun} of ${namespace === 'AWS/Lambda' ? whose : `target group ${whose}`}`;
}

/** What a query gave of a minute; what was never published is 0. */
export const valueIn = (series: ReadonlyMap<string, Values>, id: string, minute: number): number =>
  series.get(id)?.get(minute) ?? 0;

/** What the queries of a side gave of a minute. */
export const sumsOf = (series: ReadonlyMap<string, Values>, side: Side, minute: number): MinuteSums =>
  Object.fromEntries(
    SUMS.map((sum) => [sum, valueIn(series, `${side}_${SUM_NAMES[sum].id}`, minute)]),
  ) as unknown as MinuteSums;
