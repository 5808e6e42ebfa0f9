import { expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { previewBelongs } from '../../../rollout/lambda/preview.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';

const task = { to: 'adopt', listener: 'l', before: {} } as const;

it.each<[what: string, over: Partial<OpenRollout> | undefined, belongs: ReturnType<typeof previewBelongs>]>([
  ['at rest', undefined, 'production'],
  ['during a release', {}, { at: '2' }],
  ['during a promotion', { phase: 'promoting' }, { at: '2' }],
  ['while a rollback stands by', { phase: 'held' }, { at: '2' }],
  ['during a rollback', { phase: 'rolling back' }, 'production'],
  ['during a revert', { kind: 'revert' }, 'production'],
  ['while a listener is adopted', { listener: task }, 'production'],
])('the preview shows %s what belongs there', (_what, over, belongs) => {
  const rollout = over && { ...newRollout('a', '2', '1', new Date(0)), ...over };
  expect(previewBelongs(rollout ? { rollout } : {})).toEqual(belongs);
});
