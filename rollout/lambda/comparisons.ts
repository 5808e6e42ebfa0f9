import type { Compare } from '../../statemachine/contract/plan.ts';
import { compare, type Comparison } from '../evidence/comparison.ts';
import { total, type Count } from '../evidence/counts.ts';
import { levelOf } from '../evidence/level.ts';
import { errorSeries, latencySeries, type Alone, type Cut, type Series } from '../evidence/series.ts';
import { TIMES, type AliasMinute, type ComparedMinute } from './minutes.ts';

/**
 * How many series are compared unless something is not counted: errors, answers with 5XX, times. Each gets its share of
 * the level, whether or not it has data.
 */
const SERIES = 3;

export interface Compared {
  readonly settings: Compare;
  /** Since the release's first shift, in order. */
  readonly minutes: readonly ComparedMinute[];
  /** False where nobody counts answers by their status. @default true */
  readonly answersCounted?: boolean;
  /** At a weight of 100: since when production has no requests. */
  readonly aloneSince?: Date;
}

/**
 * The canary beside production, in everything that is counted of both by the minute: first what always is, then what
 * the plan names.
 */
export function comparisonsOf({
  settings,
  minutes,
  answersCounted = true,
  aloneSince,
}: Compared): readonly Comparison[] {
  const { metrics = [] } = settings;
  const level = levelOf(settings.alpha, SERIES + metrics.length);
  const both = aloneSince === undefined ? minutes : minutes.filter(({ start }) => start < aloneSince);
  // The minute of the shift has requests on both sides; alone is what comes after it.
  const after = aloneSince === undefined ? undefined : minutes.filter(({ start }) => start >= aloneSince);
  const cut = (count: (side: AliasMinute, canary: boolean) => Count, longerThan?: Cut['longerThan']): Cut => {
    const counted = both.map(({ canary, production }) => ({
      canary: count(canary, true),
      production: count(production, false),
    }));
    const alone: Alone | undefined = after && {
      remembered: total(counted, 'production'),
      canary: after.map(({ canary }) => count(canary, true)),
    };
    return { minutes: counted, ...(alone && { alone }), ...(longerThan && { longerThan }) };
  };
  const tolerance = { ratio: settings.errorRatio, margin: settings.errorMargin };
  const times = TIMES.map((time, i) =>
    cut((side, canary) => countOf(side.invocations, (canary ? side.slowerByFactor : side.slower)[i] ?? 0), {
      canary: time * settings.slowness,
      production: time,
    }),
  );
  const always: readonly Series[] = [
    errorSeries(
      'errors',
      cut(({ invocations, errors }) => countOf(invocations, errors)),
      tolerance,
    ),
    ...(answersCounted
      ? [
          errorSeries(
            'answers with status 5XX',
            cut(({ requests, serverErrors }) => countOf(requests, serverErrors)),
            tolerance,
          ),
        ]
      : []),
    ...(minutes.some(({ withoutTimes }) => withoutTimes) ? [] : [latencySeries(times, settings.slowMargin)]),
  ];
  const named = metrics.map(({ noun, tolerance: own }, i) =>
    errorSeries(
      noun,
      cut(({ counted }) => countOf(counted?.[i]?.requests ?? 0, counted?.[i]?.bad ?? 0)),
      own ?? tolerance,
    ),
  );
  const compared = (series: Series) => compare(series, level, settings.endEarly);
  return [
    ...always.map((series) => ({ ...compared(series), named: false })),
    ...named.map((series) => ({ ...compared(series), named: true })),
  ];
}

/**
 * A minute that is still coming in may have its errors before its requests: no more are bad than there were. What
 * somebody else publishes may be anything: less than nothing is nothing.
 */
function countOf(requests: number, bad: number): Count {
  const all = Math.max(0, requests);
  return { requests: all, bad: Math.min(Math.max(0, bad), all) };
}
