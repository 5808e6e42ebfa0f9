import type { AlarmConfig, MetricQuery, MetricStat } from './alarm-config.ts';
import { type Point, evaluationRange } from './evaluate-alarm.ts';
import { evaluateMath } from './math/evaluate.ts';
import { MathError, type Series } from './math/syntax.ts';
import type { MetricStore } from './metric-store.ts';
import { statisticOf } from './statistics.ts';

/** Where data comes from: the store, or a simulation's own. */
export type Samples = Pick<MetricStore, 'aggregate'>;

/**
 * The points an alarm looks at when it is evaluated for the minute that ended at `end`: windows of its period that
 * slide with the minute, they are not aligned to the clock.
 *
 * @param end end of a minute, milliseconds
 * @param further periods beyond the N that decide, for when those are missing
 */
export function alarmPoints(config: AlarmConfig, samples: Samples, end: number, further?: number): Point[] {
  const periodMs = config.period * 1000;
  const length = evaluationRange(config.evaluationPeriods, further);
  const times = Array.from({ length }, (_, index) => end - (length - index) * periodMs);
  const { watched } = config;
  if ('stat' in watched) return times.map((time) => statPoint(watched.stat, samples, time));
  const values = querySeries(watched.returned, watched.queries, samples, times);
  return times.map((time, index) => ({ time, value: values[index] }));
}

/**
 * The time series of a query at periods that start at `times`.
 *
 * @throws MathError when an expression names an id that no query has, or itself
 */
export function querySeries(
  id: string,
  queries: readonly MetricQuery[],
  samples: Samples,
  times: readonly number[],
  through: readonly string[] = [],
): Series {
  const query = queries.find((candidate) => candidate.id === id);
  if (query === undefined)
    throw new MathError(`unknown id ${id}, known are ${queries.map((known) => known.id).join(', ')}`);
  if (through.includes(id)) throw new MathError(`the expression ${id} names itself: ${[...through, id].join(' -> ')}`);
  const { source } = query;
  if ('metric' in source) return times.map((time) => statPoint(source, samples, time).value);
  return evaluateMath(source.parsed, (named) => querySeries(named, queries, samples, times, [...through, id]));
}

function statPoint(stat: MetricStat, samples: Samples, time: number): Point {
  const aggregate = samples.aggregate(stat.metric, time, time + stat.period * 1000);
  const value = aggregate && statisticOf(aggregate, stat.statistic);
  return aggregate === undefined || value === undefined ? { time } : { time, value, sampleCount: aggregate.count };
}
