import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { decideWatch, type Watch } from '../../../rollout/rollback/watchdog.ts';
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
