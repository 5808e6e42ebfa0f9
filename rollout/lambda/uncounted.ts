import type { AnswerSource } from '../../statemachine/contract/answer-metrics.ts';
import { counted, inWords } from '../../statemachine/contract/counted.ts';
import type { Unseen } from '../evidence/unseen.ts';
import { sumOver, type AliasMinute, type ComparedMinute } from './minutes.ts';

/** So many are expected that none is no chance: e^-10 is 1 in 22,000. */
const SURE = 10;

/** Invocations without an answer that are borne: the alarms' defaults, for each may be an answer with 5XX. */
const BORNE = { count: 5, share: 0.05 } as const;

/** What is to be done is said there. */
const ENTRY = 'RUNBOOK.md#blindtoanswers';

/** Minutes since the weight settled, and what may be concluded from them. */
export interface Settled {
  readonly minutes: readonly ComparedMinute[];
  /** Those that have been over for so long that nothing more comes, of a source that is so late. */
  readonly complete: (lateSeconds: number) => readonly ComparedMinute[];
  /** Requests of the canary for each of production's; 0 where production has none. */
  readonly ratio: number;
}

/** What the canary was asked, and what of it was counted as answered, since its weight settled. */
export interface Counted {
  /** By Lambda. */
  readonly invocations: number;
  /** Of the canary's target group, by whom `source` says. */
  readonly answers: number;
  readonly source: AnswerSource;
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

/** The answers of a production with which the canary would be compared. */
export function silentProduction({ minutes, complete, ratio }: Settled, { by, lateSeconds }: AnswerSource): Unseen[] {
  if (ratio === 0 || sumOver(minutes, 'production', ANSWERS) > 0) return [];
  if (sumOver(complete(lateSeconds), 'canary', ANSWERS) / ratio < SURE) return [];
  return [silent(`${by} counts no answer of production, with which the canary would be compared`)];
}

/** @param metrics what the plan compares besides, in order. What does not judge is no doubt either. */
export function silentMetrics(
  { minutes, complete, ratio }: Settled,
  metrics: readonly { readonly noun: string; readonly judges?: boolean }[],
): Unseen[] {
  return metrics.flatMap(({ noun, judges = true }, i) => {
    if (!judges) return [];
    const all: Counts = (side) => Math.max(0, side.counted?.[i]?.requests ?? 0);
    const ofProduction = sumOver(complete(0), 'production', all);
    return sumOver(minutes, 'canary', all) === 0 && ofProduction * ratio >= SURE
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
 */
export function unanswered({ minutes, complete }: Settled, { lateSeconds }: AnswerSource): Unseen[] {
  const over = complete(lateSeconds);
  const lost = over.filter(({ canary }) => canary.requests === 0 && canary.invocations > 0);
  const counting = lateSeconds === 0 && lost.length === 1 ? over.filter((one) => one !== lost[0]) : over;
  const asked = sumOver(counting, 'canary', INVOCATIONS);
  const shifts = Array.from({ length: 1 + lateSeconds / 60 }, (_, by) => minutes.slice(by, by + over.length));
  const missing = asked - Math.max(...shifts.map((shifted) => sumOver(shifted, 'canary', ANSWERS)));
  if (missing <= BORNE.count || missing <= BORNE.share * asked) return [];
  const words = `${inWords(missing)} of ${requests(asked)} of the canary have no answer counted anywhere (${ENTRY})`;
  return [{ words, silent: false }];
}

/** All that was asked is answered, of both: a minute that is published before its time. */
export function isAnswered({ canary, production }: ComparedMinute): boolean {
  return [canary, production].every(
    ({ invocations, requests: answers }) =>
      Math.abs(invocations - answers) <= Math.max(BORNE.count, BORNE.share * invocations),
  );
}

type Counts = (side: AliasMinute) => number;
export const INVOCATIONS: Counts = ({ invocations }) => invocations;
export const ANSWERS: Counts = (side) => side.requests;

const silent = (words: string): Unseen => ({ words: `${words} (${ENTRY})`, silent: true });

const requests = (count: number): string => counted(count, 'request');
