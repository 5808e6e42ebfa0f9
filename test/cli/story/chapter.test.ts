import { expect, test } from 'vitest';
import { chapterOf, fateOf, type Fate } from '../../../cli/story/chapter.ts';
import { Telling } from '../../../cli/story/telling.ts';
import { toldToGoOn, withPause } from '../../../rollout/pause/stored.ts';
import { STANDING_BY, type Phase } from '../../../rollout/record/record.ts';
import { open, promoted, rolledBack } from '../support/fake-cloud.ts';

const own = { execution: 'e1', own: true } as const;
const pause = { at: 10, why: 'asked', since: '2026-01-05T09:17:00.000Z', told: false } as const;

/** A release that the record knows of, and whose execution has ended or not. */
function telling(rollout: typeof open | undefined, ended?: { status: string; error?: string }): Telling {
  const told = new Telling();
  told.hear({ kind: 'started', at: 1, ...own, input: { version: '2' } });
  told.hear({ kind: 'state', at: 2, ...own, state: 'Bake at 10%' });
  told.recorded(rollout, undefined);
  if (ended !== undefined) told.hear({ kind: 'ended', at: 3, ...own, ...ended, state: 'Bake at 10%' });
  return told;
}

test.each<[phase: Phase, kind: string]>([
  ['advancing', 'advancing'],
  ['promoting', 'promoting'],
  [STANDING_BY, 'standing by'],
  ['rolling back', 'rolling back'],
])('a release whose record says "%s" is %s, whatever became of its execution', (phase, kind) => {
  expect(telling({ ...open, phase }).chapter).toEqual({ kind });
  expect(telling({ ...open, phase }, { status: 'ABORTED' }).chapter).toEqual({ kind });
});

test('a telling knows a pause, also once somebody said go on, and what the release is there for', () => {
  const paused = withPause(open, pause);
  expect(telling(paused)).toMatchObject({ purpose: 'release', chapter: { kind: 'paused', pause } });
  expect(telling(toldToGoOn(paused)).chapter).toEqual({ kind: 'paused', pause: { ...pause, told: true } });
  expect(telling({ ...paused, confirmedWeight: 30 }).chapter).toEqual({ kind: 'advancing' });
});

test('a release without a rollout begins until its execution ends', () => {
  expect(telling(undefined).chapter).toEqual({ kind: 'beginning' });
  expect(telling(undefined, { status: 'ABORTED' }).chapter).toEqual({ kind: 'over', fate: 'cut short' });
});

test('what the record said last stands where it says nothing any more, until the rollout is known to be closed', () => {
  const told = telling({ ...open, phase: 'promoting' });
  told.recorded(undefined, undefined);
  expect(told.chapter).toEqual({ kind: 'promoting' });
  told.recorded(undefined, promoted);
  expect(told.chapter).toEqual({ kind: 'over', fate: 'promoted' });
});

test.each<[Fate | undefined, Parameters<typeof fateOf>]>([
  [undefined, [{ status: 'RUNNING', state: 'Bake at 10%' }, undefined]],
  [undefined, [{ status: 'PENDING_REDRIVE', state: 'Bake at 10%' }, undefined]],
  ['promoted', [{ status: 'SUCCEEDED', state: 'Promoted' }, undefined]],
  ['promoted', [{ status: 'ABORTED', state: 'Close the rollout' }, promoted]],
  ['reverted', [{ status: 'SUCCEEDED', state: 'Reverted' }, undefined]],
  [
    'reverted',
    [
      { status: 'SUCCEEDED', state: '' },
      { ...promoted, kind: 'revert' },
    ],
  ],
  ['through', [{ status: 'SUCCEEDED', state: 'Nothing to release' }, undefined]],
  ['refused', [{ status: 'FAILED', error: 'RolloutInProgress', state: 'Refused' }, undefined]],
  ['rolled back', [{ status: 'FAILED', error: 'CanaryRolledBack', state: 'Rolled back' }, undefined]],
  ['rolled back', [{ status: 'TIMED_OUT', state: 'Bake at 10%' }, rolledBack]],
  ['rollback failed', [{ status: 'FAILED', error: 'RollbackFailed', state: 'Rollback failed' }, undefined]],
  [
    'rollback failed',
    [
      { status: 'ABORTED', state: '' },
      { ...rolledBack, notRestored: true },
    ],
  ],
  ['cut short', [{ status: 'TIMED_OUT', state: 'Bake at 10%' }, undefined]],
])('%s is the fate of %j', (fate, [execution, closed]) => {
  expect(fateOf(execution, closed)).toBe(fate);
});

test('of a rollout that is closed no phase is told', () => {
  const known = { execution: undefined, open: { phase: 'promoting', pause: undefined }, closed: promoted };
  expect(chapterOf(known)).toEqual({ kind: 'over', fate: 'promoted' });
});
