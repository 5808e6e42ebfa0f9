import { type AlarmRule, type AlarmState, COMPARISONS } from './alarm-config.ts';

/** The value of one period. */
export interface Point {
  /** Start of the period, simulated milliseconds. */
  readonly time: number;
  /** Undefined: nothing was recorded in it. */
  readonly value?: number | undefined;
  readonly sampleCount?: number | undefined;
}

export interface Verdict {
  readonly state: AlarmState;
  /** The real points that decided, the newest first. */
  readonly evaluated: readonly Point[];
  /** Those among them that breach, the newest first. */
  readonly breaching: readonly Point[];
  /** How many of the N points were missing and had to be filled in. */
  readonly filled: number;
}

/**
 * How many periods an alarm looks at: N, and some further back in case newer ones are missing. AWS publishes the number
 * only for its example (5 periods for 3) and says that it depends on the length of the period.
 */
export function evaluationRange(evaluationPeriods: number, further = 2): number {
  return evaluationPeriods + further;
}

/**
 * Decides an alarm's state, as "Configuring how CloudWatch alarms treat missing data" describes it:
 *
 * - The N most recent points that exist decide; missing ones are filled in only as far as there are too few. So a
 *   breaching point from before the last N periods counts again while newer ones are missing, and no longer once it has
 *   left the evaluation range.
 * - A lone breaching point does not alarm prematurely when missing data is `missing`: it must be at least M periods
 *   old,
 *   with nothing but breaching or missing points after it. With `ignore` the state stays.
 *
 * @param points the evaluation range without gaps, the oldest first
 * @param current the state that `ignore` keeps
 */
export function evaluateAlarm(rule: AlarmRule, points: readonly Point[], current: AlarmState): Verdict {
  const breaches = (point: Point) =>
    point.value !== undefined && COMPARISONS[rule.comparison].holds(point.value, rule.threshold);
  const newestFirst = points.toReversed();
  const evaluated = newestFirst.filter((point) => point.value !== undefined).slice(0, rule.evaluationPeriods);
  const breaching = evaluated.filter(breaches);
  const filled = rule.evaluationPeriods - evaluated.length;
  const verdict = (state: AlarmState): Verdict => ({ state, evaluated, breaching, filled });

  const supposed = rule.treatMissingData === 'breaching' ? filled : 0;
  if (breaching.length + supposed >= rule.datapointsToAlarm) return verdict('ALARM');
  if (filled === 0 || rule.treatMissingData === 'breaching' || rule.treatMissingData === 'notBreaching')
    return verdict('OK');
  if (breaching.length < evaluated.length) return verdict('OK');
  if (rule.treatMissingData === 'ignore') return verdict(current);
  const oldestBreaching = newestFirst.findLastIndex(breaches);
  return verdict(oldestBreaching + 1 >= rule.datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA');
}
