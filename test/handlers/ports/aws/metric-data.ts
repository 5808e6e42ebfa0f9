import type { Seen } from './fake-aws.ts';

/** GetMetricData as it was sent, as far as tests look at it. */
export interface Sent {
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: { readonly Metric: { readonly MetricName: string }; readonly Stat: string };
  }[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
}

export const sent = (request: Seen | undefined) => JSON.parse(request?.body ?? '') as Sent;
export const at = (time: string) => new Date(`2026-01-05T${time}Z`);

/** Every query of the request as Complete, with the values given for some. */
export function complete(
  request: Seen,
  values: Readonly<Record<string, readonly [time: string, value: number][]>> = {},
) {
  return sent(request).MetricDataQueries.map(({ Id }) => ({
    Id,
    StatusCode: 'Complete',
    Timestamps: (values[Id] ?? []).map(([time]) => at(time).getTime() / 1000),
    Values: (values[Id] ?? []).map(([, value]) => value),
  }));
}
