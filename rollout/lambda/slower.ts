import { countOf, NOTHING, type Count } from '../evidence/counts.ts';
import type { Counted } from '../evidence/series.ts';
import { TIMES, type AliasMinute, type ComparedMinute } from './minutes.ts';

/** `alone` is the canary at a weight of 100. */
export type Whose = 'canary' | 'production' | 'alone';

/** Which minutes are counted, and of the past production's. */
export interface Stretches {
  /** While both sides have requests. */
  readonly both: readonly ComparedMinute[];
  /** Of the canary alone, where it is. */
  readonly after?: readonly ComparedMinute[] | undefined;
  readonly past?: readonly ComparedMinute[] | undefined;
}

/** How the canary's times are read beside production's, and alone. */
export interface Factors {
  readonly beside: number;
  readonly alone: number;
}

/**
 * Requests beyond the i-th time, the canary's beyond it by a factor. Alone, the canary's are read at the next one, 2.25
 * times as long, also in the tail: where production is only remembered, all may have become twice as slow for another
 * reason, as at night.
 */
export function slowerThan(side: AliasMinute, whose: Whose, i: number, factors: Factors): Count {
  const bad = beyond(side, whose, i, factors);
  return bad === undefined ? NOTHING : countOf(side.invocations, bad);
}

/** Undefined where there is no longer time. */
function beyond(side: AliasMinute, whose: Whose, i: number, { beside, alone }: Factors): number | undefined {
  if (whose === 'production') return side.slower[i] ?? 0;
  if (whose === 'canary') return side.slowerByFactor[beside]?.[i] ?? 0;
  return i + 1 >= TIMES.length ? undefined : (side.slowerByFactor[alone]?.[i + 1] ?? 0);
}

/**
 * A cut at each of the times. Where nothing took between two of them, the second has the very minutes of the first, and
 * what they come to is worked out once.
 * @param cut what is counted at a time
 */
export function cutsInTime(
  { both, after = [], past = [] }: Stretches,
  factors: Factors,
  cut: (i: number, longerThan: Readonly<Record<Whose, number>>) => Counted,
): readonly Counted[] {
  const cuts: Counted[] = [];
  for (const [i, time] of TIMES.entries()) {
    const longerThan = {
      canary: time * factors.beside,
      production: time,
      alone: (TIMES[i + 1] ?? Infinity) * factors.alone,
    };
    const before = cuts[i - 1];
    const asBefore =
      before !== undefined &&
      both.every(
        ({ canary, production }) =>
          nothingBetween(canary, 'canary', i, factors) && nothingBetween(production, 'production', i, factors),
      ) &&
      after.every(({ canary }) => nothingBetween(canary, 'alone', i, factors)) &&
      past.every(({ production }) => nothingBetween(production, 'production', i, factors));
    cuts.push(asBefore ? at(before, longerThan) : cut(i, longerThan));
  }
  return cuts;
}

/** Whether as many took longer than this time as took longer than the one before. */
const nothingBetween = (side: AliasMinute, whose: Whose, i: number, factors: Factors): boolean =>
  beyond(side, whose, i, factors) === beyond(side, whose, i - 1, factors);

/** The same minutes, read by other times. */
function at({ alone, ...counted }: Counted, longerThan: Readonly<Record<Whose, number>>): Counted {
  return { ...counted, longerThan, ...(alone && { alone: { ...alone, longerThan: longerThan.alone } }) };
}
