import { inWords } from '../../statemachine/contract/counted.ts';
import { divergence } from '../evidence/chernoff.ts';
import type { Unseen } from '../evidence/unseen.ts';
import { sumOver, type AliasMinute, type ComparedMinute } from './minutes.ts';

/** So far from the weight is borne, as a share: weights are followed within a second or two of each minute. */
const BORNE = 0.02;

/** Chance that independent requests look so unlike their weight, by all looks. */
const CHANCE = 1e-6;

/** What was and is over is no doubt: only the last minutes count. */
const LAST_MINUTES = 5;

/** What looks worse may come of a minute that is longer ago. */
const LAST_MINUTES_OF_THE_WORSE = 10;

/** What one weight began to show, and another client's requests may have been, is judged a minute into the next. */
export const NOT_SHARED_OUT_YET: Unseen = {
  words: 'no minute at this weight is counted yet, to show how requests are shared out (RUNBOOK.md#splitunlikeweight)',
  silent: false,
  error: 'SplitUnlikeWeight',
  onlyOfWorse: true,
};

/**
 * Requests that were not shared out as the weight says, and not by chance: one heavy client whose requests stay on one
 * side, or a weight that VPC Lattice does not follow. Then the two sides do not serve the same, and what the canary
 * does worse may be what it is asked. So it condemns nobody and excuses nobody: it is a doubt. Where it is over, or a
 * client has changed sides so that the sum is right, it is one only about what looks worse.
 *
 * @param minutes of this weight that have nothing more to come
 * @param weight the canary's, in percent
 */
export function splitUnlikeWeight(
  minutes: readonly ComparedMinute[],
  weight: number,
): readonly Unseen[] | 'not counted yet' {
  const counted = minutes.filter(bothCounted(weight));
  if (counted.length === 0) return 'not counted yet';
  const now = unlike(counted.slice(-LAST_MINUTES), weight);
  if (now !== undefined) return [{ words: now, silent: true, error: 'SplitUnlikeWeight' }];
  const words = counted.slice(-LAST_MINUTES_OF_THE_WORSE).flatMap((minute) => unlike([minute], weight) ?? []);
  return words.slice(-1).map((last) => ({ words: last, silent: true, error: 'SplitUnlikeWeight', onlyOfWorse: true }));
}

/**
 * Against "each request goes to the canary with a chance of at most 2 points from the weight" it bets as Krichevsky and
 * Trofimov mix all chances (1981): what they make of N requests is at least e^(N D) / (2 sqrt(N)), with D the
 * divergence of the share seen from the nearest one borne, and reaches 1/chance no more often than that (Ville 1939).
 */
function unlike(minutes: readonly ComparedMinute[], weight: number): string | undefined {
  const canary = sumOver(minutes, 'canary', ANSWERS);
  const all = canary + sumOver(minutes, 'production', ANSWERS);
  if (!Number.isFinite(all) || all <= 0) return undefined;
  const [share, meant] = [canary / all, weight / 100];
  if (Math.abs(share - meant) <= BORNE) return undefined;
  const border = share > meant ? meant + BORNE : meant - BORNE;
  const evidence = all * divergence(share, border) - Math.log(2 * Math.sqrt(all));
  if (evidence < Math.log(1 / CHANCE)) return undefined;
  return (
    `${percent(share)} of ${inWords(all)} requests went to the canary and its weight is ${weight} %: the two sides ` +
    'do not serve the same (RUNBOOK.md#splitunlikeweight)'
  );
}

/** A side that counts nothing is a doubt of its own, or a statistic that is lost. */
const bothCounted =
  (weight: number) =>
  ({ canary, production }: ComparedMinute): boolean =>
    canary.requests > 0 && (weight === 100 || production.requests > 0);

const ANSWERS = ({ requests }: AliasMinute): number => requests;

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
