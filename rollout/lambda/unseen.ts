import { type AnswerSource, PUBLISHED_AFTER_SECONDS } from '../../statemachine/contract/answer-metrics.ts';
import { counted, inWords } from '../../statemachine/contract/counted.ts';
import type { Unseen } from '../evidence/unseen.ts';
import { addSeconds } from '../time.ts';
import { NOT_SHARED_OUT_YET, splitUnlikeWeight } from './split.ts';
import { sumOver, type AliasMinute, type ComparedMinute } from './minutes.ts';

/** So many are expected that none is no chance: e^-10 is 1 in 22,000. */
const SURE = 10;

/** Invocations without an answer that are borne: the alarms' defaults, for each may be an answer with 5XX. */
const BORNE = { count: 5, share: 0.05 } as const;

/** What is to be done is said there. */
const ENTRY = 'RUNBOOK.md#blindtoanswers';

/** What the canary was asked, and what of it was counted as answered, since its weight settled. */
export interface Counted {
  /** By Lambda. */
  readonly invocations: number;
  /** Of the canary's target group, by whom `source` says. */
  readonly answers: number;
  readonly source: AnswerSource;
}

/** Requests that a verdict can rest on: where answers come late, only those whose answers have come. */
export function judgedRequests({ invocations, answers, source }: Counted): number {
  return source.lateSeconds > 0 ? Math.min(invocations, answers) : invocations;
}

/** Whichever of the two counts nothing while the other shows traffic. */
export function silentSources({ invocations, answers, source: { by } }: Counted): readonly Unseen[] {
  if (invocations > 0 && answers === 0)
    return [
      silent(
        `Lambda counts ${requests(invocations)} of the canary and ${by} no answer: none with status 5XX would be seen`,
      ),
    ];
  if (invocations === 0 && answers > 0)
    return [
      silent(`${by} counts ${requests(answers)} of the canary and Lambda none: no exception and no time would be seen`),
    ];
  return [];
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
  /** What the plan compares besides, in order. What does not judge is no doubt either. */
  readonly metrics: readonly { readonly noun: string; readonly judges?: boolean }[];
}

/**
 * What the verdict on these minutes would be blind to. All of it is looked at since the weight settled, when the smoke
 * test's own invocations are over. That something was counted in a minute is believed at once; that something was not,
 * of one that has been over for two minutes only, or as much longer as its source is late, except where nothing was
 * counted at all.
 */
export function unseenIn(watched: Watched): readonly Unseen[] {
  const { minutes, weight, shiftedAt, settledAt, now, source } = watched;
  const settled = minutes.filter(({ start }) => start >= settledAt);
  const isOver = ({ start }: ComparedMinute, lateSeconds: number) =>
    addSeconds(start, 60 + PUBLISHED_AFTER_SECONDS + lateSeconds) <= now;
  const published = settled.filter((minute) => isOver(minute, 0));
  // Of a production without requests nothing is expected.
  const ratio = weight < 100 ? weight / (100 - weight) : 0;
  const metrics = silentMetrics(settled, published, ratio, watched.metrics);
  if (source === undefined) return metrics;
  const sources = silentSources({
    invocations: sumOver(settled, 'canary', INVOCATIONS),
    answers: sumOver(settled, 'canary', ANSWERS),
    source,
  });
  if (sources.length > 0) return sources;
  const whole = settled.filter((minute) => isOver(minute, source.lateSeconds));
  const uncounted = [
    ...silentProduction(settled, whole, ratio, source),
    ...metrics,
    ...unanswered(settled, whole.length, source),
  ];
  // What is not counted is shared out unlike the weight as well.
  if (uncounted.length > 0) return uncounted;
  // Users follow a weight sooner than it is judged by.
  const shifted = minutes.filter(({ start }) => start >= shiftedAt);
  const told = shifted.filter((minute) => isOver(minute, source.lateSeconds) || isAnswered(minute));
  const split = splitUnlikeWeight(told, weight);
  // Who counts minutes later would condemn minutes later.
  return split === 'not counted yet' ? (source.lateSeconds > 0 ? [] : [NOT_SHARED_OUT_YET]) : split;
}

/** All that was asked is answered, of both: a minute that is published before its time. */
function isAnswered({ canary, production }: ComparedMinute): boolean {
  return [canary, production].every(
    ({ invocations, requests: answers }) =>
      Math.abs(invocations - answers) <= Math.max(BORNE.count, BORNE.share * invocations),
  );
}

/** @param ratio requests of the canary for each of production's; 0 where production has none */
function silentProduction(
  settled: readonly ComparedMinute[],
  complete: readonly ComparedMinute[],
  ratio: number,
  { by }: AnswerSource,
): readonly Unseen[] {
  if (ratio === 0 || sumOver(settled, 'production', ANSWERS) > 0) return [];
  if (sumOver(complete, 'canary', ANSWERS) / ratio < SURE) return [];
  return [silent(`${by} counts no answer of production, with which the canary would be compared`)];
}

function silentMetrics(
  settled: readonly ComparedMinute[],
  published: readonly ComparedMinute[],
  ratio: number,
  metrics: Watched['metrics'],
): readonly Unseen[] {
  return metrics.flatMap(({ noun, judges = true }, i) => {
    if (!judges) return [];
    const all: Counts = ({ counted }) => Math.max(0, counted?.[i]?.requests ?? 0);
    const ofProduction = sumOver(published, 'production', all);
    return sumOver(settled, 'canary', all) === 0 && ofProduction * ratio >= SURE
      ? [silent(`${noun}: nothing is counted of the canary, and ${inWords(ofProduction)} of production`)]
      : [];
  });
}

/**
 * Some 502 and 504 may be counted under the service only, where nobody can tell whose they are. Whether a late source
 * counts an answer in the minute of its request or in that of its delivery is not documented: the stretch of minutes
 * that fits best is believed.
 *
 * One minute of which no answer is counted at all is a statistic that was lost, and says nothing.
 *
 * @param complete how many of the first minutes have nothing more to come
 */
function unanswered(settled: readonly ComparedMinute[], complete: number, source: AnswerSource): readonly Unseen[] {
  const over = settled.slice(0, complete);
  const lost = over.filter(({ canary }) => canary.requests === 0 && canary.invocations > 0);
  const counting = source.lateSeconds === 0 && lost.length === 1 ? over.filter((one) => one !== lost[0]) : over;
  const asked = sumOver(counting, 'canary', INVOCATIONS);
  const shifts = Array.from({ length: 1 + source.lateSeconds / 60 }, (_, minutes) => minutes);
  const most = Math.max(...shifts.map((by) => sumOver(settled.slice(by, by + complete), 'canary', ANSWERS)));
  const missing = asked - most;
  if (missing <= BORNE.count || missing <= BORNE.share * asked) return [];
  const words = `${inWords(missing)} of ${requests(asked)} of the canary have no answer counted anywhere (${ENTRY})`;
  return [{ words, silent: false }];
}

type Counts = (side: AliasMinute) => number;
const INVOCATIONS: Counts = ({ invocations }) => invocations;
const ANSWERS: Counts = (side) => side.requests;

const silent = (words: string): Unseen => ({ words: `${words} (${ENTRY})`, silent: true });

const requests = (count: number): string => counted(count, 'request');
