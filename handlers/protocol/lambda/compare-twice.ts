import { condemns } from '../../../rollout/evidence/comparison.ts';
import type { Unseen } from '../../../rollout/evidence/unseen.ts';
import type { ComparedPart } from '../../../rollout/lambda/comparisons.ts';
import { besideFresh } from '../../../rollout/lambda/fresh.ts';
import type { ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { describeLeftOut, neverWhole } from '../../../rollout/lambda/whole.ts';

export interface Looks {
  /** The release's minutes; with what proves that they are all published, for ten more statistics. */
  readonly read: (proof?: 'with proof') => Promise<readonly ComparedMinute[]>;
  /**
   * Those in which production's version was a canary itself, with its times read as a canary's and as production's, in
   * one call; none where nobody knows.
   */
  readonly readFresh: () => Promise<readonly ComparedMinute[]>;
  /** Hours of production before the release. */
  readonly readPast: () => Promise<readonly ComparedMinute[]>;
  readonly compared: (minutes: readonly ComparedMinute[], past?: readonly ComparedMinute[]) => readonly ComparedPart[];
  readonly now: Date;
}

export interface ComparedTwice {
  readonly minutes: readonly ComparedMinute[];
  readonly comparisons: readonly ComparedPart[];
  readonly doubts: readonly Unseen[];
  /** What everybody should read who reads the verdict. */
  readonly told: readonly string[];
}

/**
 * Who condemns looks once more: at minutes that are proven to be all published; where times condemn, beside those in
 * which production's version was as new; and at the hours before the release, for how far apart production's minutes
 * are by themselves and, beside a canary that is alone, what it did at its worst. Nothing of that is asked for before.
 */
export async function compareTwice(looks: Looks): Promise<ComparedTwice> {
  const { compared, now, read } = looks;
  const minutes = await read();
  const comparisons = compared(minutes);
  if (!comparisons.some(condemns)) return { minutes, comparisons, doubts: [], told: [] };
  const proven = await read('with proof');
  const again = await besideThePast(proven, looks, await besideItsAge(proven, looks, compared(proven)));
  if (again.some(condemns)) return { minutes: proven, comparisons: again, doubts: [], told: [] };
  const condemned = comparisons.flatMap(({ outcome, part }) => (outcome === 'worse' && part ? [part] : []));
  const excused = again.flatMap(({ excuse }) => (excuse === undefined ? [] : [excuse]));
  return {
    minutes: proven,
    comparisons: again,
    doubts: excused.length > 0 ? [] : neverWhole(proven, condemned, now),
    told: [...describeLeftOut(proven, now), ...new Set(excused)],
  };
}

/** A comparison, and why it does not condemn though it looked worse. */
type Weighed = ComparedPart & { readonly excuse?: string };

/** Chance at which a version that is in production is believed to have been slow when it was new. */
const WAS_SLOW = 0.05;

/**
 * New environments and cold caches take time. That is an excuse where production's version took it as well when it was
 * new: slower than what was in production then, by as much or more.
 */
async function besideItsAge(
  minutes: readonly ComparedMinute[],
  { compared, readFresh }: Looks,
  comparisons: readonly Weighed[],
): Promise<readonly Weighed[]> {
  if (!comparisons.some(isSlower)) return comparisons;
  const young = await readFresh();
  if (young.length === 0 || compared(besideFresh(minutes, young)).some(isSlower)) return comparisons;
  const then = compared(young).find(({ part }) => part === 'times');
  if (then === undefined || then.p > WAS_SLOW) return comparisons;
  const excuse = 'slower than production is, and no slower than that was itself when it was as new';
  return comparisons.map((each) => (isSlower(each) ? { ...each, outcome: 'open', excuse } : each));
}

/**
 * What production does to its users now and then, without a release, is not this one's fault. And where its bad
 * requests come in clusters, so do the canary's: then it has been seen to fail less often than it looks.
 */
async function besideThePast(
  minutes: readonly ComparedMinute[],
  { compared, readPast }: Looks,
  comparisons: readonly Weighed[],
): Promise<readonly Weighed[]> {
  if (!comparisons.some(condemns)) return comparisons;
  const again = compared(minutes, await readPast());
  return comparisons.map((each, i) => {
    const beside = again[i];
    if (!condemns(each) || beside === undefined) return each;
    return beside.outcome === 'worse'
      ? beside
      : { ...each, outcome: 'open', excuse: each.before === true ? NO_WORSE_THAN_BEFORE : MAY_BE_CLUSTERS };
  });
}

const NO_WORSE_THAN_BEFORE =
  'worse than production was before, and no worse than that was at its worst in the hours before';
const MAY_BE_CLUSTERS = 'worse than production, and no surer than clusters of requests make it that production has too';

const isSlower = ({ outcome, part }: ComparedPart): boolean => outcome === 'worse' && part === 'times';
