import type { Series } from './ports.ts';
import type { Statistic } from './statistics.ts';

const MINUTE_MS = 60_000;

/** What CloudWatch answered at one moment. */
export interface Poll {
  readonly at: number;
  readonly series: Series;
}

/** How one statistic of a minute comes: times in seconds from the minute's end, to the poll that saw it. */
export interface Lateness {
  readonly statistic: string;
  /** Minutes in which there were requests from begin to end. */
  readonly minutes: number;
  /** Of those, minutes that never had it. */
  readonly missing: number;
  /** Of the minute that took longest; absent where none came. */
  readonly lateSeconds?: number;
  /** Minutes whose value became another one after it was there. */
  readonly changed: number;
  /** When the last value came, of the minute that took longest; absent where none came. */
  readonly settledSeconds?: number;
}

/**
 * What the polls show of each statistic. A value that was there before its minute was over counts as not late; that it
 * grew until then is no change.
 * @param polls in order
 * @param minutes beginnings of those that had requests from begin to end
 */
export function latenessOf(
  statistics: readonly Pick<Statistic, 'label' | 'expected'>[],
  polls: readonly Poll[],
  minutes: readonly number[],
): readonly Lateness[] {
  return statistics.flatMap(({ label, expected }) => {
    const each = minutes.map((minute) => ofMinute(label, polls, minute));
    const seen = each.filter((one) => one !== undefined);
    if (seen.length === 0 && !expected) return [];
    return [
      {
        statistic: label,
        minutes: minutes.length,
        missing: each.length - seen.length,
        changed: seen.filter(({ changed }) => changed).length,
        ...(seen.length > 0 && {
          lateSeconds: Math.max(...seen.map(({ late }) => late)),
          settledSeconds: Math.max(...seen.map(({ settled }) => settled)),
        }),
      },
    ];
  });
}

/** Whether every statistic that has to come has come for every minute: there is nothing to wait for. */
export function allThere(statistics: readonly Statistic[], series: Series, minutes: readonly number[]): boolean {
  return statistics.every(
    ({ label, expected }) => !expected || minutes.every((minute) => series.get(label)?.has(minute) === true),
  );
}

/** The longest time between two polls, in seconds: what is measured cannot be known better. */
export function resolutionOf(polls: readonly Poll[]): number {
  const gaps = polls.slice(1).map(({ at }, i) => (at - (polls[i]?.at ?? at)) / 1000);
  return Math.max(0, ...gaps);
}

function ofMinute(label: string, polls: readonly Poll[], minute: number) {
  const end = minute + MINUTE_MS;
  const values = polls.flatMap(({ at, series }) => {
    const value = series.get(label)?.get(minute);
    return value === undefined || at < end ? [] : [{ at, value }];
  });
  const [first] = values;
  if (first === undefined) return undefined;
  const early = polls.some(({ at, series }) => at < end && series.get(label)?.has(minute) === true);
  const last = values.findLast(({ value }, i) => i === 0 || value !== values[i - 1]?.value) ?? first;
  const late = early ? 0 : (first.at - end) / 1000;
  return { late, settled: last === first ? late : (last.at - end) / 1000, changed: last !== first };
}
