import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { closeRollout } from '../../../rollout/record/changes.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { findTarget, wantedRollout } from '../../../rollout/rollback/target.ts';
import type { Trigger } from '../../../rollout/rollback/trigger.ts';

const claimedAt = new Date('2026-01-05T09:00:00.000Z');
const later = new Date('2026-01-05T09:10:00.000Z');
const why = { error: 'CanaryRolledBack', reason: 'because' } as const;
const alarm: Trigger = { kind: 'alarm', at: later, ...why };
const request: Trigger = { kind: 'request', at: later, ...why };
const revert: OpenRollout = newRollout('a', '1', '2', claimedAt, { kind: 'revert' });

it('an alarm does not take a revert back, for that would bring the bad version back; who asks for it does', () => {
  const record = { revision: 4, rollout: revert };
  expect(findTarget(record, alarm, undefined)).toEqual({
    outcome: 'nothing',
    words: 'a is a revert, which is not rolled back for an alarm',
  });
  expect(findTarget(record, request, undefined)).toEqual({ outcome: 'settle', rollout: revert });
});

describe('a rollback that finds nothing to do says why', () => {
  const before = new Date('2026-01-05T08:59:59.999Z');

  it.each<[what: string, trigger: Trigger, words: string]>([
    [
      'an alarm from before the claim',
      { ...alarm, at: before },
      'the alarm is older than the claim of a at 2026-01-05T09:00:00.000Z',
    ],
    [
      'a request from before the claim',
      { ...request, at: before },
      'the request is older than the claim of a at 2026-01-05T09:00:00.000Z',
    ],
    ['an alarm that went off', { kind: 'none', reason: 'it is off' }, 'it is off'],
    ['the end of an execution that never claimed', { kind: 'rollout', id: 'b', ...why }, 'b has no rollout'],
  ])('%s', (_what, trigger, words) => {
    expect(findTarget({ revision: 4, rollout: revert }, trigger, undefined)).toEqual({ outcome: 'nothing', words });
  });

  it('nothing is open', () => {
    expect(findTarget({ revision: 4 }, request, undefined)).toEqual({
      outcome: 'nothing',
      words: 'no rollout is open',
    });
  });

  it.each([
    ['promoted', 'already promoted'],
    ['rolled back', 'already rolled back'],
  ] as const)('its own was closed as %s', (closedAs, outcome) => {
    const closed = closeRollout(newRollout('a', '2', '1', claimedAt), closedAs, later);
    const words = `a was closed as ${closedAs} at 2026-01-05T09:10:00.000Z`;
    expect(findTarget({ revision: 4 }, { kind: 'rollout', id: 'a', ...why }, closed)).toEqual({
      outcome,
      closed,
      words,
    });
    const dead: Trigger = { kind: 'execution ended', id: 'a', unasked: true, ...why };
    expect(findTarget({ revision: 4 }, dead, closed)).toEqual({ outcome: 'nothing', words });
  });

  it('its own was a revert that went through', () => {
    const closed = closeRollout(revert, 'promoted', later);
    expect(findTarget({ revision: 4 }, { kind: 'rollout', id: 'a', ...why }, closed).outcome).toBe('already reverted');
  });
});

it('only its own execution and the machine’s own branch want one rollout', () => {
  expect(wantedRollout({ kind: 'rollout', id: 'a', ...why })).toBe('a');
  expect(wantedRollout({ kind: 'execution ended', id: 'a', unasked: true, ...why })).toBe('a');
  expect([alarm, request, { kind: 'none', reason: 'r' } as const].map(wantedRollout)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
