import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import {
  overtaken,
  requirePublished,
  triedBefore,
  triedInVain,
  whyNotByItself,
} from '../../../rollout/lambda/versions.ts';
import { closeRollout } from '../../../rollout/record/changes.ts';
import type { ClosedRollout } from '../../../rollout/record/record.ts';

const at = new Date('2026-01-05T09:00:00.000Z');
const open = (id: string, version = '7') => newRollout(id, version, '1', at);
const last = (more: Partial<ClosedRollout> = {}): ClosedRollout => ({
  ...closeRollout(open('b'), 'rolled back', at),
  ...more,
});

describe('what waited for a release to end', () => {
  const follow = 'nothing to release: this was to follow b, and';

  it.each([
    ['is released where nothing came since', { revision: 4, last: last() }, undefined],
    ['is not released while another runs', { revision: 4, rollout: open('c'), last: last() }, `${follow} c came since`],
    ['is not released where another came and went', { revision: 4, last: last({ id: 'c' }) }, `${follow} c came since`],
    ['is not released where nothing is known', { revision: 4 }, `${follow} nothing is known of that`],
  ])('%s', (_what, record, why) => {
    expect(overtaken(record, 'b')).toBe(why);
  });
});

describe('a version', () => {
  it('that a person put out again is only released by its name', () => {
    expect(whyNotByItself({ revision: 4, reverted: { '7': at.toISOString() } }, '7')).toBe(
      'version 7, the newest, was in production until it was reverted at 2026-01-05T09:00:00.000Z; publish a newer ' +
        'one, or name it to release it all the same: {"version":"7"}',
    );
    expect(whyNotByItself({ revision: 4, reverted: { '6': at.toISOString() } }, '7')).toBeUndefined();
    expect(whyNotByItself({ revision: 4 }, '7')).toBeUndefined();
  });

  it.each<[what: string, closed: ClosedRollout | undefined, words: string | undefined]>([
    [
      'was taken back before',
      last({ reason: 'errors' }),
      'version 7 was rolled back before, at 2026-01-05T09:00:00.000Z: errors',
    ],
    [
      'was taken back without a reason',
      last(),
      'version 7 was rolled back before, at 2026-01-05T09:00:00.000Z: no reason given',
    ],
    ['was promoted', last({ outcome: 'promoted' }), undefined],
    ['was not the last', last({ version: '6' }), undefined],
    ['was there when a listener was not adopted', last({ listener: 'adopt' }), undefined],
    ['is the first', undefined, undefined],
  ])('that %s is told so', (_what, closed, words) => {
    expect(triedInVain({ revision: 4, ...(closed && { last: closed }) }, '7')).toBe(words);
  });

  it('that is the very newest tried is tried no second time on deploy, while another runs', () => {
    expect(triedBefore({ revision: 1, rollout: open('c', '8'), newestTried: '8' }, '7')).toBe(
      'nothing to release: version 7 was tried before: start it by hand',
    );
    expect(triedBefore({ revision: 1, newestTried: '7' }, '7')).toContain('was tried before');
    expect(triedBefore({ revision: 1, rollout: open('c', '8') }, '9')).toBeUndefined();
  });

  it.each(['1', '10', '907'])('%s is one that a rollback can come back to', (version) => {
    expect(() => requirePublished(version)).not.toThrow();
  });

  it.each(['$LATEST', '0', '07', '', '1x', 'x1'])('"%s" is none, and a claim over it is refused', (version) => {
    expect(() => requirePublished(version)).toThrow(
      expect.objectContaining({
        name: 'VersionNotFound',
        message: `alias production is at ${version}, expected a published version number`,
      }),
    );
  });
});
