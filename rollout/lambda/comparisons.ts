import type { ComparedMetric } from '../../statemachine/contract/compared-metrics.ts';
import type { Compare } from '../../statemachine/contract/compare.ts';
import { compare, type Comparison } from '../evidence/comparison.ts';
import { countOf, total, type Count } from '../evidence/counts.ts';
import { dispersionOf } from '../evidence/dispersion.ts';
import { levelOf } from '../evidence/level.ts';
import { errorSeries, latencySeries, type Alone, type Counted, type Series } from '../evidence/series.ts';
import { atWorst } from './at-worst.ts';
import { tailFactorOf, type AliasMinute, type ComparedMinute } from './minutes.ts';
import { cutsInTime, slowerThan, type Stretches, type Whose } from './slower.ts';
import { isWhole, type Part } from './whole.ts';

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
  readonly now: Date;
  /** At a weight of 100: since when production has no requests. */
  readonly aloneSince?: Date;
  /** True where the plan's last bake leaves something beside the canary. @default false */
  readonly neverAlone?: boolean;
  /**
   * Hours of production before the release, where somebody asked: then what it did at its worst is remembered, and
   * evidence is scaled by how far apart its own minutes are.
   */
  readonly past?: readonly ComparedMinute[];
}

/** A comparison, and what it reads of a minute; nothing where the plan names it. */
export interface ComparedPart extends Comparison {
  readonly part?: Part;
}

/**
 * The canary beside production, in everything that is counted of both by the minute: first what always is, then what
 * the plan names.
 */
export function comparisonsOf({
  settings,
  minutes,
  answersCounted = true,
  now,
  aloneSince,
  neverAlone,
  past,
}: Compared): readonly ComparedPart[] {
  const { metrics = [] } = settings;
  const level = levelOf(settings.alpha, SERIES + metrics.filter(judgesBy).length, neverAlone);
  const stretches = remembering((part: Part | undefined): Stretches => {
    const whole = part === undefined ? minutes : minutes.filter((minute) => isWhole(minute, part, now));
    if (aloneSince === undefined) return { both: whole, past };
    // The minute of the shift has requests on both sides; alone is what comes after it.
    const [both, after] = [
      whole.filter(({ start }) => start < aloneSince),
      whole.filter(({ start }) => start >= aloneSince),
    ];
    return { both, after, past };
  });
  const cut = (
    part: Part | undefined,
    count: (side: AliasMinute, whose: Whose) => Count,
    longerThan?: Readonly<Record<Whose, number>>,
  ): Counted => {
    const { both, after } = stretches(part);
    const counted = both.map(({ canary, production, start }) => ({
      start,
      canary: count(canary, 'canary'),
      production: count(production, 'production'),
    }));
    const before = past?.map(({ production }) => count(production, 'production'));
    const alone: Alone | undefined = after && {
      remembered: atWorst(total(counted, 'production'), before ?? [], after.length),
      canary: after.map(({ canary, start }) => ({ ...count(canary, 'alone'), start })),
      ...(longerThan && { longerThan: longerThan.alone }),
    };
    return {
      minutes: counted,
      ...(alone && { alone }),
      ...(longerThan && { longerThan }),
      ...(before && { dispersion: dispersionOf([...before, ...counted.map(({ production }) => production)]) }),
    };
  };
  const tolerance = { ratio: settings.errorRatio, margin: settings.errorMargin };
  const { slowness, tailShare } = settings;
  const timesBy = (beside: number) => {
    const factors = { beside, alone: slowness };
    return cutsInTime(stretches('times'), factors, (i, longerThan) =>
      cut('times', (side, whose) => slowerThan(side, whose, i, factors), longerThan),
    );
  };
  const tail = tailShare === undefined ? undefined : { times: timesBy(tailFactorOf(settings)), share: tailShare };
  const always: readonly { readonly part: Part; readonly series: Series }[] = [
    {
      part: 'errors',
      series: errorSeries(
        'errors',
        cut('errors', ({ invocations, errors }) => countOf(invocations, errors)),
        tolerance,
      ),
    },
    ...(answersCounted
      ? [
          {
            part: 'answers' as const,
            series: errorSeries(
              'answers with status 5XX',
              cut('answers', ({ requests, serverErrors }) => countOf(requests, serverErrors)),
              tolerance,
            ),
          },
        ]
      : []),
    ...(minutes.some(({ withoutTimes }) => withoutTimes)
      ? []
      : [{ part: 'times' as const, series: latencySeries(timesBy(slowness), settings.slowMargin, tail) }]),
  ];
  const named = metrics.map((metric, i) => ({
    judges: judgesBy(metric),
    series: errorSeries(
      metric.noun,
      cut(undefined, ({ counted }) => countOf(counted?.[i]?.requests ?? 0, counted?.[i]?.bad ?? 0)),
      metric.tolerance ?? tolerance,
    ),
  }));
  const compared = (series: Series) => compare(series, level, settings.endEarly);
  return [
    ...always.map(({ part, series }) => ({ ...compared(series), part, named: false })),
    ...named.map(({ series, judges }) => {
      const comparison = compared(series);
      const words = judges ? comparison.words : `${comparison.words} (watched only)`;
      return { ...comparison, words, judges, named: true };
    }),
  ];
}

/** Whether it may condemn. What is only watched takes no share of the level. */
const judgesBy = ({ judges = true }: ComparedMetric): boolean => judges;

function remembering<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const there = made.get(key) ?? make(key);
    made.set(key, there);
    return there;
  };
}
