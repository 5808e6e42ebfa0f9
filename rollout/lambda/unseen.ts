import { type AnswerSource, PUBLISHED_AFTER_SECONDS } from '../../statemachine/contract/answer-metrics.ts';
import type { Unseen } from '../evidence/unseen.ts';
import { secondsBetween } from '../time.ts';
import { sumOver, type ComparedMinute } from './minutes.ts';
import { NOT_SHARED_OUT_YET, splitUnlikeWeight } from './split.ts';
import {
  ANSWERS,
  type Counted,
  INVOCATIONS,
  isAnswered,
  silentMetrics,
  silentProduction,
  silentSources,
  unanswered,
} from './uncounted.ts';

/** Requests that a verdict can rest on: where answers come late, only those whose answers have come. */
export function judgedRequests({ invocations, answers, source }: Counted): number {
  return source.lateSeconds > 0 ? Math.min(invocations, answers) : invocations;
}

export interface Watched {
  /** In order; those before `settledAt` do not count. */
  readonly minutes: readonly ComparedMinute[];
  /** The canary's, in percent. */
  readonly weight: number;
  readonly shiftedAt: Date;
  readonly settledAt: Date;
  readonly now: Date;
  /** Who counts answers; undefined where nobody does, and everybody is told so. */
  readonly source: AnswerSource | undefined;
  /** What the plan compares besides, in order. */
  readonly metrics: Parameters<typeof silentMetrics>[1];
}

/**
 * What the verdict on these minutes would be blind to: the first kind of doubt of which there is any. All of it is
 * looked at since the weight settled, when the smoke test's own invocations are over. That something was counted in a
 * minute is believed at once; that something was not, of one that has been over for two minutes only, or as much longer
 * as its source is late, except where nothing was counted at all.
 */
export function unseenIn(watched: Watched): readonly Unseen[] {
  const { minutes, weight, settledAt, now, source, metrics } = watched;
  const settled = minutes.filter(({ start }) => start >= settledAt);
  const seen = {
    minutes: settled,
    complete: (lateSeconds: number) => settled.filter(isComplete(now, lateSeconds)),
    // Of a production without requests nothing is expected.
    ratio: weight < 100 ? weight / (100 - weight) : 0,
  };
  if (source === undefined) return silentMetrics(seen, metrics);
  const invocations = sumOver(settled, 'canary', INVOCATIONS);
  const answers = sumOver(settled, 'canary', ANSWERS);
  return firstOf([
    () => silentSources({ invocations, answers, source }),
    () => [...silentProduction(seen, source), ...silentMetrics(seen, metrics), ...unanswered(seen, source)],
    // What is not counted is shared out unlike the weight as well.
    () => unlikeWeight(watched, source),
  ]);
}

const isComplete = (now: Date, lateSeconds: number) => (minute: ComparedMinute) =>
  secondsBetween(minute.start, now) >= 60 + PUBLISHED_AFTER_SECONDS + lateSeconds;

function firstOf(looks: readonly (() => readonly Unseen[])[]): readonly Unseen[] {
  for (const look of looks) {
    const found = look();
    if (found.length > 0) return found;
  }
  return [];
}

/** Users follow a weight sooner than it is judged by. */
function unlikeWeight({ minutes, weight, shiftedAt, now }: Watched, { lateSeconds }: AnswerSource): readonly Unseen[] {
  const shifted = minutes.filter(({ start }) => start >= shiftedAt);
  const complete = isComplete(now, lateSeconds);
  const split = splitUnlikeWeight(
    shifted.filter((minute) => complete(minute) || isAnswered(minute)),
    weight,
  );
  if (split !== 'not counted yet') return split;
  // Who counts minutes later would condemn minutes later.
  return lateSeconds > 0 ? [] : [NOT_SHARED_OUT_YET];
}
