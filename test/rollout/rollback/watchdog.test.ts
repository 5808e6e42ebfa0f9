import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import {
  decideWatch,
  isDriftRollout,
  keeperOf,
  takeDrift,
  takeOver,
  type Watch,
} from '../../../rollout/rollback/watchdog.ts';
import { canaryAt, liveWeights } from '../../../rollout/weights.ts';

const later = new Date('2026-01-05T09:10:00Z');
const seen = (seconds: number) => new Date(later.getTime() - seconds * 1000).toISOString();
const open = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  ...newRollout('a', '2', '1', new Date('2026-01-05T09:00:00Z')),
  ...over,
});
const watch = (rollout: OpenRollout | undefined, over: Partial<Watch> = {}): Watch => ({
  record: { revision: 4, ...(rollout && { rollout }) },
  live: liveWeights(canaryAt(0)),
  keeper: undefined,
  back: true,
  now: later,
  ...over,
});
const watchdogs = (seconds: number) =>
  open({ phase: 'rolling back', rescuer: 'watchdog', rescuerSeenAt: seen(seconds) });
const rescued = (seconds: number) => open({ phase: 'rolling back', rescuer: 'r', rescuerSeenAt: seen(seconds) });
const standingBy = (secondsLeft: number) =>
  open({ phase: 'held', rescuer: 'r', rescuerSeenAt: seen(60), heldUntil: seen(-secondsLeft) });
const canary10 = liveWeights(canaryAt(10));

describe('what the watchdog decides', () => {
  it.each<[string, Watch, string]>([
    ['at rest', watch(undefined), 'leave'],
    ['at rest with canary weight', watch(undefined, { live: canary10 }), 'take the drift'],
    ['a running rollout', watch(open(), { keeper: 'RUNNING', live: canary10 }), 'leave'],
    ['a rollout that waits for its redrive', watch(open(), { keeper: 'PENDING_REDRIVE', live: canary10 }), 'leave'],
    ['an aborted one', watch(open(), { keeper: 'ABORTED' }), 'take over'],
    ['one not found, young', watch(open({ claimedAt: seen(300) })), 'leave'],
    ['one not found, old', watch(open({ claimedAt: seen(301) })), 'take over'],
    ['a rollback with a living rescuer', watch(rescued(9999), { keeper: 'RUNNING' }), 'leave'],
    [
      'a rollback with a living rescuer that cannot write the weights',
      watch(rescued(9999), { keeper: 'RUNNING', live: canary10, back: false }),
      'take over',
    ],
    [
      'a rollback with a living rescuer that cannot move the alias',
      watch(rescued(9999), { keeper: 'RUNNING', back: false }),
      'take over',
    ],
    [
      'a rollback that stands by, with a living rescuer',
      watch(standingBy(1), { keeper: 'RUNNING', live: canary10 }),
      'leave',
    ],
    [
      'a rollback that stands by, in the last moment of its time',
      watch(standingBy(0), { keeper: 'RUNNING', live: canary10 }),
      'leave',
    ],
    [
      'a rollback that stands by and that nobody ended in time',
      watch(standingBy(-1), { keeper: 'RUNNING', live: canary10 }),
      'take over',
    ],
    [
      'a rollback that stands by, with a dead rescuer',
      watch(standingBy(1), { keeper: 'ABORTED', live: canary10 }),
      'take over',
    ],
    [
      'an old rollout whose execution cannot be looked up',
      watch(open({ claimedAt: seen(9999) }), { keeper: 'UNKNOWN', live: canary10 }),
      'leave',
    ],
    ['a rollback with a dead rescuer', watch(rescued(0), { keeper: 'FAILED' }), 'take over'],
    ['a rollback with a rescuer not found, heard of lately', watch(rescued(300)), 'leave'],
    ['a rollback with a rescuer not found, silent', watch(rescued(301)), 'take over'],
    [
      'a rollback without rescuer, the rollout running, weights back',
      watch(open({ phase: 'rolling back' }), { keeper: 'RUNNING' }),
      'leave',
    ],
    [
      'a rollback without rescuer, the rollout running, weights not back',
      watch(open({ phase: 'rolling back' }), { keeper: 'RUNNING', live: canary10, back: false }),
      'take over',
    ],
    [
      'a rollback without rescuer, the rollout dead',
      watch(open({ phase: 'rolling back' }), { keeper: 'ABORTED' }),
      'take over',
    ],
    ['its own, not back', watch(watchdogs(60), { back: false }), 'take over'],
    ['its own, back, too early', watch(watchdogs(29)), 'leave'],
    ['its own, back, writers dead', watch(watchdogs(30)), 'close'],
  ])('on %s', (_, seenWorld, act) => {
    expect(decideWatch(seenWorld).act).toBe(act);
  });
});

describe('what the watchdog says', () => {
  it.each<[string, Watch, string]>([
    ['at rest', watch(undefined), 'the service is at rest'],
    ['before anybody adopted the listener', watch(undefined, { notAdopted: 'not adopted yet' }), 'not adopted yet'],
    [
      'of weights that nothing explains',
      watch(undefined, { live: canary10 }),
      'no rollout is open, yet the live weights are production 90, canary 10',
    ],
    ['of a dead execution', watch(open(), { keeper: 'ABORTED' }), 'a no longer runs (ABORTED)'],
    ['of one not found', watch(open({ claimedAt: seen(301) })), 'a no longer runs (not found)'],
    [
      'of weights that are not back',
      watch(rescued(0), { keeper: 'RUNNING', live: canary10, back: false }),
      'the claim was revoked, yet the live weights are production 90, canary 10',
    ],
    [
      'of an alias that is not back',
      watch(rescued(0), { keeper: 'RUNNING', back: false }),
      'the claim was revoked, yet alias production is not back at version 1',
    ],
    [
      'of a hold that nobody ended',
      watch(standingBy(-1), { keeper: 'RUNNING', live: canary10 }),
      `nobody ended the hold until ${seen(1)}`,
    ],
    [
      'of one that is looked after',
      watch(rescued(0), { keeper: 'RUNNING' }),
      'a (version 2, rolling back, since 2026-01-05T09:00:00.000Z) is looked after by r',
    ],
    ['of its own, not back', watch(watchdogs(60), { back: false }), 'not everything is back yet'],
    ['of its own, back', watch(watchdogs(30)), 'everything is back'],
    ['of its own, too early', watch(watchdogs(12.5)), 'everything is back; a late write is still possible for 18 s'],
  ])('%s', (_, seenWorld, words) => {
    expect(decideWatch(seenWorld).words).toBe(words);
  });

  it('of a default action that is somebody else’s, which it leaves alone', () => {
    const live = { atRest: false, foreign: { 'tg-9': 100 }, words: 'tg-9 100' };
    expect(decideWatch(watch(undefined, { live }))).toEqual({
      act: 'tell of a foreign action',
      words: expect.stringContaining("somebody else's (tg-9 100) and is left alone") as string,
    });
  });
});

it('the execution that claimed finishes a rollout until somebody rescues it', () => {
  expect(keeperOf(open())).toBe('a');
  expect(keeperOf(open({ phase: 'rolling back' }))).toBe('a');
  expect(keeperOf(rescued(0))).toBe('r');
});

describe('what the watchdog takes', () => {
  it('is its own from now on, with the first error and the first reason', () => {
    const taken = { ...open(), phase: 'rolling back', rescuer: 'watchdog', rescuerSeenAt: seen(0) };
    expect(takeOver(open(), 'dead', later)).toStrictEqual({ ...taken, error: 'CanaryRolledBack', reason: 'dead' });
    expect(takeOver(open({ error: 'E', reason: 'first' }), 'dead', later)).toStrictEqual({
      ...taken,
      error: 'E',
      reason: 'first',
    });
  });

  it('of weights that nothing explains is a rollout that releases nothing and has moved nothing', () => {
    const drift = takeDrift('2', 'drifted', later);
    expect(drift).toStrictEqual({
      id: `watchdog:${seen(0)}`,
      phase: 'rolling back',
      version: '2',
      previousVersion: '2',
      claimedAt: seen(0),
      confirmedWeight: 0,
      intendedWeight: 0,
      productionMoved: false,
      error: 'WeightsDrifted',
      reason: 'drifted',
      rescuer: 'watchdog',
      rescuerSeenAt: seen(0),
    });
    expect(isDriftRollout(drift)).toBe(true);
    expect(isDriftRollout(open())).toBe(false);
  });
});
