import type { MetricQuery, MetricStat } from './alarm-config.ts';

/**
 * What a result of GetMetricData is called unless told: the metric, then its statistic and its period, each where
 * another result of the same metric differs in it (recorded on AWS).
 */
export function labelOf(query: MetricQuery, returned: readonly MetricQuery[]): string {
  const { id, label, source } = query;
  if (label !== undefined) return label;
  if (!('metric' in source)) return id;
  const { metric, period, statistic } = source;
  const same = returned.flatMap(({ source: other }) => ('metric' in other && isSame(source, other) ? [other] : []));
  return [
    metric.name,
    ...(same.some((other) => other.statistic !== statistic) ? [statistic] : []),
    ...(same.some((other) => other.period !== period) ? [period] : []),
  ].join(' ');
}

function isSame({ metric: one }: MetricStat, { metric: other }: MetricStat): boolean {
  const dimensions = Object.entries(one.dimensions);
  return (
    one.namespace === other.namespace &&
    one.name === other.name &&
    dimensions.length === Object.keys(other.dimensions).length &&
    dimensions.every(([name, value]) => other.dimensions[name] === value)
  );
}
