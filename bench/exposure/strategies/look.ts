import type { Unseen } from '../../../rollout/evidence/unseen.ts';
import { comparisonsOf, type ComparedPart } from '../../../rollout/lambda/comparisons.ts';
import type { ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { unseenIn } from '../../../rollout/lambda/unseen.ts';
import { neverWhole } from '../../../rollout/lambda/whole.ts';
import { answerSource } from '../../../statemachine/contract/answer-metrics.ts';
import type { Compare } from '../../../statemachine/contract/plan.ts';
import type { View } from '../simulate.ts';
import { readMinutes } from './published.ts';

/** All in seconds since the world began. */
export interface Look {
  readonly compare: Compare;
  readonly weight: number;
  readonly firstShiftedAt: number;
  readonly shiftedAt: number;
  readonly settledAt: number;
  readonly now: number;
}

/** What the traffic says to a check, and what it cannot say. */
export interface Seen {
  readonly comparisons: readonly ComparedPart[];
  readonly unseen: readonly Unseen[];
}

const SOURCE = answerSource('target-group-metrics');

/** As a check does it: who condemns looks once more, at minutes that are proven to be whole. */
export function look(view: View, { compare, weight, firstShiftedAt, shiftedAt, settledAt, now }: Look): Seen {
  const at = dateOf(now);
  const from = Math.floor(firstShiftedAt / 60);
  const read = (withProof: boolean) => readMinutes(view, from, now, withProof);
  const compared = (minutes: readonly ComparedMinute[]) =>
    comparisonsOf({
      settings: compare,
      minutes,
      now: at,
      ...(weight === 100 && { aloneSince: dateOf(shiftedAt) }),
    });
  const unseen = (minutes: readonly ComparedMinute[]) =>
    unseenIn({ minutes, weight, settledAt: dateOf(settledAt), now: at, source: SOURCE, nouns: [] });
  const minutes = read(false);
  const comparisons = compared(minutes);
  const condemned = comparisons.flatMap(({ outcome, part }) => (outcome === 'worse' && part ? [part] : []));
  if (condemned.length === 0) return { comparisons, unseen: unseen(minutes) };
  const proven = read(true);
  const again = compared(proven);
  const doubts = again.some(({ outcome }) => outcome === 'worse') ? [] : neverWhole(proven, condemned, at);
  return { comparisons: again, unseen: [...unseen(proven), ...doubts] };
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
