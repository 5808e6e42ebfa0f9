import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { describeRollback, reasonOf, revoke, rollbackError } from '../../../rollout/rollback/revoke.ts';

const at = new Date('2026-01-05T09:10:00.000Z');
const open = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  ...newRollout('a', '2', '1', new Date('2026-01-05T09:00:00Z')),
  ...over,
});

describe('revoking a claim', () => {
  it('names no rescuer where nobody stays to finish the rollback', () => {
    expect(revoke(open(), { error: 'E', reason: 'because', at })).toStrictEqual({
      ...open(),
      phase: 'rolling back',
      error: 'E',
      reason: 'because',
    });
  });

  it('keeps a thousand characters of the reason', () => {
    expect(revoke(open(), { error: 'E', reason: 'x'.repeat(1001), at }).reason).toBe('x'.repeat(1000));
  });

  it('of a rollback that stood by also says what ended that', () => {
    expect(reasonOf(open({ phase: 'held', reason: 'first' }), 'second')).toBe(
      'first; held while production was broken too, until: second',
    );
    expect(reasonOf(open({ phase: 'rolling back', reason: 'first' }), 'second')).toBe('first');
    expect(reasonOf(open({ phase: 'held' }), 'second')).toBe('second');
  });
});

type Told = Parameters<typeof describeRollback>[0];

describe('a rollback in words', () => {
  const told = (over: Partial<Told>) => describeRollback({ version: '2', previousVersion: '1', ...over });
  const task = { listener: 'l', before: { 'tg-9': 100 } };

  it.each<[what: string, rollout: Partial<Told>, words: RegExp]>([
    ['with its error by name', { error: 'SmokeTestFailed', reason: 'x' }, /2 was rolled back: x \(SmokeTestFailed\)$/],
    ['without the name of any rollback', { error: 'CanaryRolledBack', reason: 'errors' }, /2 was .* back: errors$/],
    ['without an error', { reason: 'errors' }, /version 2 was rolled back: errors$/],
    ['without a reason', {}, /version 2 was rolled back: no reason given$/],
    ['as asked', { error: 'RollbackAsked', reason: 'slow' }, /^as asked, .*version 2 was rolled back: slow$/],
    ['of a revert', { kind: 'revert', reason: 'x' }, /^the revert from version 1 to 2 was taken back: x$/],
    [
      'of an adoption under way',
      { listener: { to: 'adopt', ...task }, reason: 'x' },
      /^the listener was not adopted, its default action is as it was: x$/,
    ],
    ['of an adoption that is over', { listener: 'adopt', reason: 'x' }, /^the listener was not adopted, /],
    [
      'of a listener that is given back',
      { listener: { to: 'give back', ...task }, reason: 'x' },
      /^the listener was not given back, production has every request: x$/,
    ],
    ['of one that was to be given back', { listener: 'give back', reason: 'x' }, /^the listener was not given back, /],
    [
      'that could not be',
      { notRestored: true, error: 'RollbackAsked', reason: 'slow' },
      new RegExp(
        '^version 2 could not be rolled back, production still runs it because version 1 no longer exists; ' +
          'it was asked for: slow$',
      ),
    ],
    ['that could', { notRestored: false, reason: 'x' }, /version 2 was rolled back: x$/],
  ])('is told %s', (_what, rollout, words) => {
    expect(told(rollout)).toMatch(words);
  });

  it('ends by another name where production stays, which is a person’s to mend', () => {
    expect(rollbackError({ notRestored: true })).toBe('CannotRestoreProduction');
    expect(rollbackError({ notRestored: false })).toBe('CanaryRolledBack');
    expect(rollbackError({})).toBe('CanaryRolledBack');
  });
});
