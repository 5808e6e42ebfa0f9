import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../../cli/history/releases.ts';
import type { ClosedRollout } from '../../../rollout/record/record.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
const closed = (from: number, to: number, change: Partial<ClosedRollout> = {}): ClosedRollout => ({
  id: `arn:aws:states:eu-west-1:1:execution:Rollout:e${from}`,
  outcome: 'promoted',
  version: '2',
  previousVersion: '1',
  claimedAt: at(from),
  closedAt: at(to),
  ...change,
});
const bad = (from: number, to: number) => closed(from, to, { outcome: 'rolled back' });
const revert = (from: number, to: number, previousVersion = '2') =>
  closed(from, to, { kind: 'revert', version: '1', previousVersion });

describe('how releases went', () => {
  it.each<[what: string, all: ClosedRollout[], failed: number, minutes: number | undefined]>([
    ['none', [], 0, undefined],
    ['one that went well', [closed(0, 35)], 0, undefined],
    ['one that was rolled back, from its claim to its close', [bad(0, 7)], 1, 7],
    ['three of which the middle counts', [bad(0, 7), bad(10, 40), bad(50, 61)], 3, 11],
    ['two, between which the middle is', [bad(0, 7), bad(10, 23)], 2, 10],
    ['one that a revert put out again', [closed(0, 35), revert(90, 95)], 1, 95],
    [
      'one after which another was promoted before the revert',
      [closed(0, 35), closed(40, 75, { version: '3' }), revert(80, 85, '3')],
      1,
      45,
    ],
    ['a revert of a revert, which puts out no release', [closed(0, 35), revert(40, 44), revert(50, 54, '1')], 1, 44],
  ])('%s', (_what, all, failed, minutes) => {
    const releases = all.filter(({ kind }) => kind === undefined).length;
    const told = { releases, failed, restoreSeconds: minutes === undefined ? undefined : minutes * 60 };
    expect(summaryOf(all)).toEqual(told);
    expect(summaryOf(all.toReversed())).toEqual(told);
  });

  it('leaves out what a watchdog put right', () => {
    expect(summaryOf([bad(0, 7), { ...bad(8, 9), id: 'watchdog:2026-01-05T09:08:00.000Z' }]).releases).toBe(1);
  });
});
