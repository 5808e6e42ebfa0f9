import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRollout, ownOrFree } from '../../rollout/claim/claim.ts';
import { requireClaim } from '../../rollout/claim/claimant.ts';
import { aliasStanding } from '../../rollout/lambda/aliases.ts';
import { atRestAfter, closeRollout, withRollout } from '../../rollout/record/changes.ts';
import type { OpenRollout, Phase, RolloutRecord } from '../../rollout/record/record.ts';
import { revoke } from '../../rollout/rollback/revoke.ts';
import { findTarget } from '../../rollout/rollback/target.ts';
import type { Trigger } from '../../rollout/rollback/trigger.ts';
import { canaryAt, isAtRest } from '../../rollout/weights.ts';

const claimedAt = new Date('2026-01-05T09:00:00Z');
const later = new Date('2026-01-05T09:10:00Z');
const open = (over: Partial<OpenRollout> = {}): OpenRollout => ({ ...newRollout('a', '2', '1', claimedAt), ...over });
const record = (rollout?: OpenRollout, over: Partial<RolloutRecord> = {}): RolloutRecord => ({
  revision: 4,
  ...(rollout && { rollout }),
  ...over,
});
const closed = (outcome: 'promoted' | 'rolled back') => closeRollout(open(), outcome, later);
const phases = ['advancing', 'promoting', 'held', 'rolling back'] as const;

function outcomeOf(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.name : 'nothing';
  }
}

describe('who may claim', () => {
  it('a newcomer at rest, and the holder whose reply was lost', () => {
    expect(ownOrFree(record(), 'a', undefined)).toBeUndefined();
    expect(ownOrFree(record(open()), 'a', undefined)).toEqual(open());
  });

  it.each<[string, RolloutRecord, boolean, string]>([
    ['the rollout of another', record(open({ id: 'b' })), false, 'RolloutInProgress'],
    ['its own, promoting', record(open({ phase: 'promoting' })), false, 'ClaimLost'],
    ['its own, rolling back', record(open({ phase: 'rolling back' })), false, 'ClaimLost'],
    ['its own, closed', record(), true, 'ClaimLost'],
  ])('nobody over %s', (_, found, ended, name) => {
    expect(() => ownOrFree(found, 'a', ended ? closed('rolled back') : undefined)).toThrow(
      expect.objectContaining({ name }),
    );
  });
});

describe('who holds the claim', () => {
  it('one execution, in the phases that count', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...phases),
        fc.constantFrom('a', 'b'),
        fc.subarray([...phases]),
        (phase: Phase, me, wanted) => {
          expect(outcomeOf(() => requireClaim(record(open({ phase })), me, wanted).phase)).toBe(
            me === 'a' && wanted.includes(phase) ? phase : 'ClaimLost',
          );
        },
      ),
    );
  });
});

describe('which rollout a trigger rolls back', () => {
  const error = 'CanaryRolledBack' as const;
  const reason = 'because';
  const own = (id: string): Trigger => ({ kind: 'rollout', id, error, reason });
  const execution = (id: string): Trigger => ({ kind: 'execution ended', id, error, reason, unasked: false });
  const alarm = (at: Date): Trigger => ({ kind: 'alarm', at, error, reason });
  const request: Trigger = { kind: 'request', error, reason };
  const none: Trigger = { kind: 'none', reason };
  const before = new Date('2026-01-05T08:59:59.999Z');

  it.each<[string, Trigger, 'open' | 'rest' | 'promoted' | 'rolled back', string]>([
    ['its own, open', own('a'), 'open', 'settle'],
    ['its own, never claimed', own('b'), 'open', 'nothing'],
    ['its own, promoted', own('a'), 'promoted', 'already promoted'],
    ['its own, rolled back', own('a'), 'rolled back', 'already rolled back'],
    ['the end of the holder', execution('a'), 'open', 'settle'],
    ['the end of another', execution('b'), 'open', 'nothing'],
    ['the end of one that was promoted', execution('a'), 'promoted', 'nothing'],
    ['the end of one that was rolled back', execution('a'), 'rolled back', 'nothing'],
    ['a request', request, 'open', 'settle'],
    ['a request since the claim', { ...request, at: later }, 'open', 'settle'],
    ['a request from before the claim, delivered late or again', { ...request, at: before }, 'open', 'nothing'],
    ['a request at rest', request, 'rest', 'nothing'],
    ['an alarm since the claim', alarm(later), 'open', 'settle'],
    ['an alarm in the moment of the claim', alarm(claimedAt), 'open', 'settle'],
    ['an alarm before the claim', alarm(before), 'open', 'nothing'],
    ['an alarm at rest', alarm(later), 'rest', 'nothing'],
    ['no trigger at all', none, 'open', 'nothing'],
  ])('%s', (_, trigger, state, outcome) => {
    const ended = state === 'promoted' || state === 'rolled back' ? closed(state) : undefined;
    expect(findTarget(record(state === 'open' ? open() : undefined), trigger, ended).outcome).toBe(outcome);
  });
});

describe('revoking', () => {
  const at = later;
  it.each(phases)('from %s leads to rolling back, with reason and rescuer', (phase) => {
    expect(revoke(open({ phase }), { error: 'E', reason: 'first', rescuer: 'r', at })).toMatchObject({
      phase: 'rolling back',
      error: 'E',
      reason: 'first',
      rescuer: 'r',
      rescuerSeenAt: at.toISOString(),
    });
  });

  it('again keeps the first reason and the first rescuer', () => {
    const first = revoke(open(), { error: 'E', reason: 'first', rescuer: 'r', at: claimedAt });
    expect(revoke(first, { error: 'F', reason: 'second', rescuer: 's', at })).toEqual(first);
    expect(revoke(first, { error: 'F', reason: 'second', at })).toEqual(first);
    expect(revoke(first, { error: 'F', reason: 'second', rescuer: 'r', at })).toEqual({
      ...first,
      rescuerSeenAt: at.toISOString(),
    });
  });
});

describe('the production alias in a rollback', () => {
  it.each([
    [false, '2', 'in place'],
    [true, '1', 'in place'],
    [true, '2', 'restore'],
    [true, '3', 'moved by hand'],
  ])('moved %s, now at %s: %s', (productionMoved, production, standing) => {
    expect(aliasStanding(open({ productionMoved }), production)).toBe(standing);
  });
});

describe('the record', () => {
  it('keeps what a rollout does not change, and its close frees it', () => {
    const found = record(undefined, { last: closed('promoted'), lastPromoted: '2' });
    expect(withRollout(found, open())).toEqual({ rollout: open(), last: closed('promoted'), lastPromoted: '2' });
    expect(withRollout({ ...found, newestTried: '3' }, open())).toMatchObject({ newestTried: '3' });
    expect(atRestAfter({ ...found, newestTried: '3' }, closed('rolled back'))).toMatchObject({ newestTried: '3' });
    expect(atRestAfter(found, closed('rolled back'))).toEqual({ last: closed('rolled back'), lastPromoted: '2' });
    expect(atRestAfter(record(open()), closed('promoted'))).toEqual({
      last: closed('promoted'),
      lastPromoted: '2',
      lastPromotedClaimedAt: closed('promoted').claimedAt,
    });
    expect(atRestAfter(record(open()), closed('rolled back'))).toEqual({ last: closed('rolled back') });
  });

  it('knows when the release began that promoted production, until a revert', () => {
    const promoted = atRestAfter(record(open()), closed('promoted'));
    const { claimedAt } = closed('promoted');
    const next = withRollout({ ...promoted, revision: 2 }, open());
    expect(next.lastPromotedClaimedAt).toBe(claimedAt);
    expect(atRestAfter({ ...next, revision: 3 }, closed('rolled back')).lastPromotedClaimedAt).toBe(claimedAt);
    const reverted = atRestAfter({ ...next, revision: 3 }, { ...closed('promoted'), kind: 'revert' });
    expect(reverted).toMatchObject({ lastPromoted: '2' });
    expect(reverted).not.toHaveProperty('lastPromotedClaimedAt');
  });
});

it('weights always add up to 100', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), (weight) => {
      const weights = canaryAt(weight);
      expect(weights.production + weights.canary).toBe(100);
      expect(isAtRest(weights)).toBe(weight === 0);
    }),
  );
});
