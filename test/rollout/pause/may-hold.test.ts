import { expect, it } from 'vitest';
import { mayHoldUnasked } from '../../../rollout/pause/may-hold.ts';
import type { StoredPause } from '../../../rollout/pause/stored.ts';

const SINCE = '2026-01-05T09:06:30.000Z';

it.each<[string, StoredPause, boolean]>([
  ['was never held', {}, true],
  ['is held there already', { heldAt: 30, heldSince: SINCE, heldWhy: 'blind' }, true],
  ['was asked to hold there', { holdAt: 30 }, true],
  ['was held at another weight', { heldAt: 10, heldSince: SINCE }, false],
  ['is to be held at another weight', { holdAt: 50 }, false],
])('a rollout that %s may be held at 30 % unasked: %j, $2', (_what, rollout, may) => {
  expect(mayHoldUnasked(rollout, 30, { tooFewRequests: 'advance' })).toBe(may);
  expect(mayHoldUnasked(rollout, 30, { tooFewRequests: 'hold' })).toBe(true);
});
