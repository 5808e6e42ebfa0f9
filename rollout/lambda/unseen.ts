import { counted, inWords } from '../../statemachine/contract/counted.ts';
import type { Unseen } from '../evidence/unseen.ts';
import { addSeconds } from '../time.ts';
import type { AliasMinute, ComparedMinute } from './minutes.ts';

/**
 * How long after a minute all of it is taken to be published, in seconds. Payloads on record show 17 to 96 s from a
 * minute's end to an alarm; whether the metrics of one minute come together is not known.
 */
const PUBLISHED_AFTER_SECONDS = 120;

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
  /** By VPC Lattice, of the canary's target group. */
  readonly answers: number;
}

/** Whichever of the two counts nothing while the other shows traffic. */
export function silentSources({ invocations, answers }: Counted): readonly Unseen[] {
  if (invocations > 0 && answers === 0)
    return [
      silent(
        `Lambda counts ${requests(invocations)} of the canary and VPC Lattice no answer: none with status 5XX would ` +
          'be seen',
      ),
    ];
  if (invocations === 0 && answers > 0)
    return [
      silent(
        `VPC Lattice counts ${requests(answers)} of the canary and Lambda none: no exception and no time would be seen`,
      ),
    ];
  return [];
}

export interface Watched {
  /** In order; those before `settledAt` do not count. */
  readonly minutes: readonly ComparedMinute[];
  /** The canary's, in percent. */
  readonly weight: number;
  readonly settledAt: Date;
  readonly now: Date;
  /** False where nobody counts them, and everybody is told so. */
  readonly answersCounted: boolean;
  /** Of what the plan compares besides, in order. */
  readonly nouns: readonly string[];
}

/**
 * What the verdict on these minutes would be blind to. All of it is looked at since the weight settled, when the smoke
 * test's own invocations are over. That something was counted in a minute is believed at once; that something was not,
 * of one that has been over for two minutes only, except where nothing was counted at all.
 */
export function unseenIn({ minutes, weight, settledAt, now, answersCounted, nouns }: Watched): readonly Unseen[] {
  const settled = minutes.filter(({ start }) => start >= settledAt);
  const published = settled.filter(({ start }) => addSeconds(start, 60 + PUBLISHED_AFTER_SECONDS) <= now);
  // Of a production without requests nothing is expected.
  const ratio = weight < 100 ? weight / (100 - weight) : 0;
  const metrics = silentMetrics(settled, published, ratio, nouns);
  if (!answersCounted) return metrics;
  const sources = silentSources({
    invocations: sum(settled, 'canary', INVOCATIONS),
    answers: sum(settled, 'canary', ANSWERS),
  });
  if (sources.length > 0) return sources;
  return [...silentProduction(settled, published, ratio), ...metrics, ...unanswered(published)];
}

/** @param ratio requests of the canary for each of production's; 0 where production has none */
function silentProduction(
  settled: readonly ComparedMinute[],
  published: readonly ComparedMinute[],
  ratio: number,
): readonly Unseen[] {
  if (ratio === 0 || sum(settled, 'production', ANSWERS) > 0) return [];
  if (sum(published, 'canary', ANSWERS) / ratio < SURE) return [];
  return [silent('VPC Lattice counts no answer of production, with which the canary would be compared')];
}

function silentMetrics(
  settled: readonly ComparedMinute[],
  published: readonly ComparedMinute[],
  ratio: number,
  nouns: readonly string[],
): readonly Unseen[] {
  return nouns.flatMap((noun, i) => {
    const all: Counts = ({ counted }) => Math.max(0, counted?.[i]?.requests ?? 0);
    const ofProduction = sum(published, 'production', all);
    return sum(settled, 'canary', all) === 0 && ofProduction * ratio >= SURE
      ? [silent(`${noun}: nothing is counted of the canary, and ${inWords(ofProduction)} of production`)]
      : [];
  });
}

/** Some 502 and 504 may be counted under the service only, where nobody can tell whose they are. */
function unanswered(published: readonly ComparedMinute[]): readonly Unseen[] {
  const asked = sum(published, 'canary', INVOCATIONS);
  const missing = asked - sum(published, 'canary', ANSWERS);
  if (missing <= BORNE.count || missing <= BORNE.share * asked) return [];
  const words = `${inWords(missing)} of ${requests(asked)} of the canary have no answer counted anywhere (${ENTRY})`;
  return [{ words, silent: false }];
}

type Counts = (side: AliasMinute) => number;
const INVOCATIONS: Counts = ({ invocations }) => invocations;
const ANSWERS: Counts = (side) => side.requests;

function sum(minutes: readonly ComparedMinute[], side: 'canary' | 'production', counts: Counts): number {
  return minutes.reduce((all, minute) => all + counts(minute[side]), 0);
}

const silent = (words: string): Unseen => ({ words: `${words} (${ENTRY})`, silent: true });

const requests = (count: number): string => counted(count, 'request');
