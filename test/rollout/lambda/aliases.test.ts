import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { requirePromotable, requireUnmoved, requireVersion } from '../../../rollout/lambda/aliases.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';

const rollout = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  ...newRollout('a', '2', '1', new Date('2026-01-05T09:00:00Z')),
  confirmedWeight: 100,
  ...over,
});
const at = (version: string) => ({ version, revisionId: 'r' });
const promote = (over: Partial<OpenRollout>, canary: string, production: string) => () =>
  requirePromotable(rollout(over), { canary: at(canary), production: at(production) });

describe('a promotion', () => {
  it.each<[what: string, over: Partial<OpenRollout>, canary: string, production: string]>([
    ['of what baked at 100 %', {}, '2', '1'],
    ['that is tried again before production moved', { phase: 'promoting', confirmedWeight: 0 }, '2', '1'],
    ['that is tried again after production moved', { phase: 'promoting', confirmedWeight: 0 }, '2', '2'],
  ])('%s goes on', (_what, over, canary, production) => {
    expect(promote(over, canary, production)).not.toThrow();
  });

  it.each<[what: string, over: Partial<OpenRollout>, canary: string, production: string, name: string, words: string]>([
    ['of another version than baked', {}, '3', '1', 'VersionDrifted', 'alias canary is at version 3, expected 2'],
    ['over another version', {}, '2', '3', 'VersionDrifted', 'alias production is at version 3, expected 1'],
    ['of what is there before it', {}, '2', '2', 'VersionDrifted', 'alias production is at version 2, expected 1'],
    [
      'over a third version, tried again',
      { phase: 'promoting' },
      '2',
      '3',
      'VersionDrifted',
      'alias production is at version 3, expected 1 or 2',
    ],
    [
      'of what has not baked at 100 %',
      { confirmedWeight: 50 },
      '2',
      '1',
      'WeightsDrifted',
      'a promotion needs the canary at 100, the record has confirmed 50',
    ],
  ])('%s is refused', (_what, over, canary, production, name, message) => {
    expect(promote(over, canary, production)).toThrow(expect.objectContaining({ name, message }));
  });

  it('is the only thing that moves production', () => {
    expect(() => requireUnmoved(rollout({ phase: 'promoting' }), at('2'))).not.toThrow();
    expect(() => requireUnmoved(rollout(), at('1'))).not.toThrow();
    expect(() => requireUnmoved(rollout(), at('2'))).toThrow(expect.objectContaining({ name: 'VersionDrifted' }));
    expect(() => requireVersion('preview', '7', ['7', '8'])).not.toThrow();
  });
});
