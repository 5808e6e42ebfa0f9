import type { ExecutionView, RecordView, WeightPoint } from './protocol.ts';

/** A part of the weight's line. It ends at 0 either way: a promotion keeps every user, a rollback none. */
export interface Stretch {
  readonly kind: 'rises' | 'promoted' | 'rolled back';
  /** Corners, in percent. */
  readonly corners: readonly WeightPoint[];
}

/** What tells how a release went. */
export interface Told {
  readonly executions: readonly ExecutionView[];
  readonly record?: RecordView | undefined;
}

/**
 * Cuts the line of the weight where a release ends. The weight falls to 0 in either case; after a promotion the version
 * keeps all requests as production, so its line goes on at the top until the next release.
 */
export function weightLine(corners: readonly WeightPoint[], told: Told): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let line: WeightPoint[] = corners.slice(0, 1);
  let kept: WeightPoint | undefined;
  for (const corner of corners.slice(1)) {
    const before = line.at(-1)?.canary ?? 0;
    if (kept !== undefined) {
      if (corner.canary === 0 && corner !== corners.at(-1)) continue;
      stretches.push({ kind: 'promoted', corners: [kept, { at: corner.at, canary: kept.canary }] });
      line = [{ at: corner.at, canary: 0 }];
      kept = undefined;
      if (corner.canary > 0) line.push(corner);
    } else if (before > 0 && corner.canary === 0) {
      stretches.push({ kind: 'rises', corners: [...line, { at: corner.at, canary: before }] });
      if (promotedAt(corner.at, told)) kept = { at: corner.at, canary: before };
      else stretches.push({ kind: 'rolled back', corners: [{ at: corner.at, canary: before }, corner] });
      line = [corner];
    } else line.push(corner);
  }
  return line.length > 1 ? [...stretches, { kind: 'rises', corners: line }] : stretches;
}

/** Whether the release of that moment became production, or is about to. */
function promotedAt(at: number, { executions, record }: Told): boolean {
  const release = executions.find(({ kind, startedAt }) => kind === 'release' && startedAt <= at);
  if (release === undefined) return false;
  return release.closed === undefined
    ? record?.execution === release.arn && record.phase === 'promoting'
    : release.closed.outcome === 'promoted';
}
