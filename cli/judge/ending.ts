import { badOf } from './fault.ts';
import { endOf, type Past } from './past.ts';
import type { Look } from './replay.ts';

/** What the release would have done, and what it would have cost. */
export interface Ending {
  readonly last: Look;
  /** Minutes from the first to the last that was looked at. */
  readonly minutes: number;
  /** The smallest chance of as much evidence from a tolerable canary. */
  readonly smallestP: number;
  /** The canary's until then. */
  readonly requests: number;
  readonly bad: number;
  readonly fault: {
    /** Whether the made-up fault was there when it was rolled back for what looked worse. */
    readonly found: boolean;
    /** Minutes with it, to the last that was looked at; 0 where it was rolled back before. */
    readonly minutes: number;
    readonly madeUp: number;
  };
}

/** @param fault bad answers made up in each minute, and since when */
export function endingOf(
  { minutes }: Past,
  looks: readonly Look[],
  fault: { readonly madeUp: readonly number[]; readonly from: Date },
): Ending {
  const last = looks.at(-1);
  if (last === undefined) throw new Error('expected one minute at least');
  const until = endOf(last.minute);
  const seen = minutes.filter((minute) => endOf(minute) <= until);
  const sum = (of: (minute: Past['minutes'][number], i: number) => number) =>
    seen.reduce((all, minute, i) => all + of(minute, i), 0);
  const since = seen.filter(({ start }) => start >= fault.from).length;
  return {
    last,
    minutes: seen.length,
    smallestP: Math.min(1, ...looks.flatMap(({ comparisons }) => comparisons.map(({ p }) => p))),
    requests: sum(({ canary }) => canary.invocations),
    bad: sum(({ canary }) => badOf(canary)),
    fault: {
      found: last.verdict.verdict === 'unhealthy' && since > 0,
      minutes: since,
      madeUp: sum((_, i) => fault.madeUp[i] ?? 0),
    },
  };
}
