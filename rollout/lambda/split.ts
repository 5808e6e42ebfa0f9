import { inWords } from '../../statemachine/contract/counted.ts';
import { divergence } from '../evidence/chernoff.ts';
import type { Unseen } from '../evidence/unseen.ts';
import type { ComparedMinute } from './minutes.ts';

/** So far from the weight is borne, as a share: weights are followed within a second or two of each minute. */
const BORNE = 0.02;

/** Chance that independent requests look so unlike their weight, by all looks. */
const CHANCE = 1e-6;

/** What was and is over is no doubt: only the last minutes count. */
const LAST_MINUTES = 5;

/**
 * Requests that were not shared out as the weight says, and not by chance: one heavy client whose requests stay on one
 * side, or a weight that VPC Lattice does not follow. Then the two sides do not serve the same, and what the canary
 * does worse may be what it is asked. So it condemns nobody and excuses nobody: it is a doubt.
 *
 * Against "each request goes to the canary with a chance of at most 2 points from the weight" it bets as Krichevsky and
 * Trofimov mix all chances (1981): what they make of N requests is at least e^(N D) / (2 sqrt(N)), with D the
 * divergence of the share seen from the nearest one borne, and reaches 1/chance no more often than that (Ville 1939).
 *
 * @param minutes of this weight, once it had settled, that have nothing more to come
 * @param weight the canary's, in percent
 */
export function splitUnlikeWeight(minutes: readonly ComparedMinute[], weight: number): readonly Unseen[] {
  const last = minutes.filter(bothCounted(weight)).slice(-LAST_MINUTES);
  const canary = answers(last, 'canary');
  const all = canary + answers(last, 'production');
  if (!Number.isFinite(all) || all <= 0) return [];
  const [share, meant] = [canary / all, weight / 100];
  if (Math.abs(share - meant) <= BORNE) return [];
  const border = share > meant ? meant + BORNE : meant - BORNE;
  // A border at or beyond 0 or 1 forbids nothing on that side.
  if (border <= 0 || border >= 1) return [];
  const evidence = all * divergence(share, border) - Math.log(2 * Math.sqrt(all));
  if (evidence < Math.log(1 / CHANCE)) return [];
  const words =
    `${percent(share)} of ${inWords(all)} requests went to the canary and its weight is ${weight} %: the two sides ` +
    'do not serve the same (RUNBOOK.md#splitunlikeweight)';
  return [{ words, silent: true, error: 'SplitUnlikeWeight' }];
}

/** A side that counts nothing is a doubt of its own, or a statistic that is lost. */
const bothCounted =
  (weight: number) =>
  ({ canary, production }: ComparedMinute): boolean =>
    canary.requests > 0 && (weight === 100 || production.requests > 0);

function answers(minutes: readonly ComparedMinute[], side: 'canary' | 'production'): number {
  return minutes.reduce((all, minute) => all + minute[side].requests, 0);
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
