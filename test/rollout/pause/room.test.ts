import { expect, it } from 'vitest';
import { hasRoom } from '../../../rollout/pause/room.ts';
import type { StoredPause } from '../../../rollout/pause/stored.ts';

const SINCE = '2026-01-05T09:06:30.000Z';

it.each<[string, StoredPause, boolean]>([
  ['was never held', {}, true],
  ['is held there already', { heldAt: 30, heldSince: SINCE, heldWhy: 'blind' }, true],
  ['was asked to hold there', { holdAt: 30 }, true],
  ['was held at another weight', { heldAt: 10, heldSince: SINCE }, false],
  ['is to be held at another weight', { holdAt: 50 }, false],
  ['was paused at another weight', { heldAt: 10, heldSince: SINCE, heldWhy: 'told to pause', spareAt: 10 }, false],
  ['waited for approval at another weight', { heldAt: 10, heldSince: SINCE, heldWhy: 'approval' }, true],
  ['was paused where its plan does so', { heldAt: 10, heldSince: SINCE, heldWhy: 'told to pause' }, true],
  [
    'was paused at a third weight before its plan paused it',
    { heldAt: 20, heldSince: SINCE, heldWhy: 'approval', spareAt: 10 },
    false,
  ],
])('a rollout that %s may be held at 30 % unasked: %j, $2', (_what, rollout, may) => {
  expect(hasRoom(rollout, 30, { tooFewRequests: 'advance' })).toBe(may);
  expect(hasRoom(rollout, 30, { tooFewRequests: 'hold' })).toBe(true);
  expect(hasRoom(rollout, 30, { tooFewRequests: 'advance', approve: true })).toBe(true);
});
