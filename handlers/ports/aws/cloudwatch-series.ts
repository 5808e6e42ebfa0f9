import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';

/** Length of the periods that are asked for, and of what the sums are of. */
export const MINUTE_MS = 60_000;

/** Values by minute, in milliseconds; a minute that has none had none of what is counted. */
export type Values = ReadonlyMap<number, number>;

/** How CloudWatch says no to a question ("GetMetricData", errors), and the name it had before. */
const REFUSALS = ['ValidationError', 'ValidationException', 'InvalidParameterValue', 'InvalidParameterValueException'];

/** Whether CloudWatch does not take the question, as it does with a statistic that it does not know. */
export const isRefusal = (error: unknown): boolean => error instanceof Error && REFUSALS.includes(error.name);

/** One statistic of one metric, by the minute. @param Stat such as `Sum` */
export function query(
  Id: string,
  Namespace: string,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
  Stat: string,
): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Id, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: MINUTE_MS / 1000, Stat } };
}

/**
 * Values of each query by its id. Every page is read; what a page says to be incomplete goes on in the next.
 * @param purpose what cannot be done without all of it, for the error
 * @throws Error when CloudWatch could not give all the data: a part of it would look like less traffic
 */
export async function readAll(
  client: CloudWatchClient,
  queries: MetricDataQuery[],
  StartTime: Date,
  EndTime: Date,
  purpose: string,
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
  if (missing.length > 0) throw new Error(`${purpose}: CloudWatch did not answer ${missing.join(', ')} as Complete`);
  return series;
}
