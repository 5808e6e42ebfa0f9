import { GetMetricDataCommand, type CloudWatchClient, type Metric } from '@aws-sdk/client-cloudwatch';
import type { AnswerMetrics } from '../../../statemachine/contract/answer-metrics.ts';
import type { RequestCounter } from '../lambda.ts';

const MINUTE_MS = 60_000;

/**
 * Requests that an alias served, from Lambda's own metric, and answers of its target group.
 *
 * Permission: `cloudwatch:GetMetricData` on `*` (the action knows no resources).
 *
 * `AWS/Lambda` `Invocations` with dimensions `FunctionName` and `Resource` (`function:alias`), answers wherever they
 * are counted, each once a minute. Only minutes that lie wholly between `from` and `to` count, so that requests of an
 * earlier weight do not.
 * @throws Error when CloudWatch could not give all the data: a part of it would look like less traffic
 */
export function cloudWatchTraffic(
  client: CloudWatchClient,
  functionName: string,
  answers: Readonly<Record<'canary' | 'production', AnswerMetrics>>,
): RequestCounter {
  return {
    requests: (alias, from, to) =>
      sum(client, `requests of ${functionName}:${alias}`, from, to, {
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Dimensions: [
          { Name: 'FunctionName', Value: functionName },
          { Name: 'Resource', Value: `${functionName}:${alias}` },
        ],
      }),
    answers: (alias, from, to) => {
      const { namespace, requests, dimensions } = answers[alias];
      const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
      return sum(client, `answers of ${Object.values(dimensions).join()}`, from, to, {
        Namespace: namespace,
        MetricName: requests,
        Dimensions,
      });
    },
  };
}

async function sum(client: CloudWatchClient, what: string, from: Date, to: Date, Metric: Metric): Promise<number> {
  const start = Math.ceil(from.getTime() / MINUTE_MS) * MINUTE_MS;
  const end = Math.floor(to.getTime() / MINUTE_MS) * MINUTE_MS;
  if (end <= start) return 0;
  const query = {
    MetricDataQueries: [{ Id: 'requests', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    StartTime: new Date(start),
    EndTime: new Date(end),
  };
  let total = 0;
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({ ...query, ...(NextToken === undefined ? {} : { NextToken }) }),
    );
    const result = answer.MetricDataResults?.find(({ Id }) => Id === 'requests');
    NextToken = answer.NextToken;
    if (result?.StatusCode !== 'Complete' && NextToken === undefined) {
      throw new Error(
        `${what} cannot be counted: CloudWatch answered ${result?.StatusCode ?? 'nothing'}, expected Complete`,
      );
    }
    total += (result?.Values ?? []).reduce((all, value) => all + value, 0);
  } while (NextToken !== undefined);
  return total;
}
