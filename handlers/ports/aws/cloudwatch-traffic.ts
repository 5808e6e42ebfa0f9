import { GetMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { RequestCounter } from '../lambda.ts';

const MINUTE_MS = 60_000;

/**
 * Requests that an alias served, from Lambda's own metric.
 *
 * Permission: `cloudwatch:GetMetricData` on `*` (the action knows no resources).
 *
 * `AWS/Lambda` `Invocations` with dimensions `FunctionName` and `Resource` (`function:alias`), once a minute.
 * Only minutes that lie wholly between `from` and `to` count, so that requests of an earlier weight do not.
 * @throws Error when CloudWatch could not give all the data: a part of it would look like less traffic
 */
export function cloudWatchTraffic(client: CloudWatchClient, functionName: string): RequestCounter {
  return {
    async requests(alias, from, to) {
      const start = Math.ceil(from.getTime() / MINUTE_MS) * MINUTE_MS;
      const end = Math.floor(to.getTime() / MINUTE_MS) * MINUTE_MS;
      if (end <= start) return 0;
      const Metric = {
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Dimensions: [
          { Name: 'FunctionName', Value: functionName },
          { Name: 'Resource', Value: `${functionName}:${alias}` },
        ],
      };
      const query = {
        MetricDataQueries: [{ Id: 'requests', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
        StartTime: new Date(start),
        EndTime: new Date(end),
      };
      let requests = 0;
      let NextToken: string | undefined;
      do {
        const answer = await client.send(
          new GetMetricDataCommand({ ...query, ...(NextToken === undefined ? {} : { NextToken }) }),
        );
        const result = answer.MetricDataResults?.find(({ Id }) => Id === 'requests');
        NextToken = answer.NextToken;
        if (result?.StatusCode !== 'Complete' && NextToken === undefined) {
          throw new Error(
            `requests of ${functionName}:${alias} cannot be counted: CloudWatch answered ` +
              `${result?.StatusCode ?? 'nothing'}, expected Complete`,
          );
        }
        requests += (result?.Values ?? []).reduce((sum, value) => sum + value, 0);
      } while (NextToken !== undefined);
      return requests;
    },
  };
}
