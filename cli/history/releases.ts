import { isDriftRollout } from '../../rollout/rollback/watchdog.ts';
import type { ClosedRollout } from '../../rollout/record/record.ts';

/** How releases went, and how soon users were back where one went wrong. */
export interface Summary {
  readonly releases: number;
  /** Rolled back, or promoted and put out again by a revert. */
  readonly failed: number;
  /** Median over the failed, in seconds from the claim until production had every request again, confirmed. */
  readonly restoreSeconds: number | undefined;
}

/** @param closed in any order; what a watchdog put right is no release */
export function summaryOf(closed: readonly ClosedRollout[]): Summary {
  const ordered = closed
    .filter((each) => !isDriftRollout(each))
    .toSorted((a, b) => a.closedAt.localeCompare(b.closedAt));
  const releases = ordered.filter(({ kind }) => kind === undefined);
  const restored = releases.flatMap((release) => {
    const end = release.outcome === 'rolled back' ? release : putOutBy(release, ordered);
    return end === undefined ? [] : [(Date.parse(end.closedAt) - Date.parse(release.claimedAt)) / 1000];
  });
  return { releases: releases.length, failed: restored.length, restoreSeconds: median(restored) };
}

/** The revert that ended what this release had put into production, unless another release did so first. */
function putOutBy(release: ClosedRollout, ordered: readonly ClosedRollout[]): ClosedRollout | undefined {
  const later = ordered.slice(ordered.indexOf(release) + 1).filter(({ outcome }) => outcome === 'promoted');
  const [next] = later;
  return next?.kind === 'revert' && next.previousVersion === release.version ? next : undefined;
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  return sorted.length % 2 === 1 || upper === undefined ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
