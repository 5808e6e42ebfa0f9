import type { Unseen } from '../../../rollout/evidence/unseen.ts';
import type { ComparedPart } from '../../../rollout/lambda/comparisons.ts';
import { besideFresh } from '../../../rollout/lambda/fresh.ts';
import type { ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { describeLeftOut, neverWhole } from '../../../rollout/lambda/whole.ts';

export interface Looks {
  /** The release's minutes; with what proves that they are all published, for ten more statistics. */
  readonly read: (proof?: 'with proof') => Promise<readonly ComparedMinute[]>;
  /** Those in which production's version was a canary; none where nobody knows. */
  readonly readFresh: () => Promise<readonly ComparedMinute[]>;
  readonly compared: (minutes: readonly ComparedMinute[]) => readonly ComparedPart[];
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
 * Who condemns looks once more: at minutes that are proven to be all published; and, where times condemn, beside those
 * in which production's version was as new. Nothing of that is asked for before.
 */
export async function compareTwice(looks: Looks): Promise<ComparedTwice> {
  const { compared, now, read } = looks;
  const minutes = await read();
  const comparisons = compared(minutes);
  const condemned = comparisons.flatMap(({ outcome, part }) => (outcome === 'worse' && part ? [part] : []));
  if (condemned.length === 0) return { minutes, comparisons, doubts: [], told: [] };
  const proven = await read('with proof');
  const { again, cold } = await besideItsAge(proven, looks);
  if (again.some(({ judges, outcome }) => outcome === 'worse' && judges !== false))
    return { minutes: proven, comparisons: again, doubts: [], told: [] };
  return {
    minutes: proven,
    comparisons: again,
    doubts: cold ? [] : neverWhole(proven, condemned, now),
    told: [...describeLeftOut(proven, now), ...(cold ? [COLD] : [])],
  };
}

const COLD = 'slower than production is, and no slower than that was itself when it was as new';

/** New environments and cold caches take time, and production's version took it as well. */
async function besideItsAge(minutes: readonly ComparedMinute[], { compared, readFresh }: Looks) {
  const comparisons = compared(minutes);
  if (!comparisons.some(isSlower)) return { again: comparisons, cold: false };
  const young = compared(besideFresh(minutes, await readFresh()));
  if (young.some(isSlower)) return { again: comparisons, cold: false };
  const again = comparisons.map((each) => (isSlower(each) ? { ...each, outcome: 'open' as const } : each));
  return { again, cold: true };
}

const isSlower = ({ outcome, part }: ComparedPart): boolean => outcome === 'worse' && part === 'times';
