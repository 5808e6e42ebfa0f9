import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { highest, newestTried, triedBefore } from '../../../rollout/lambda/versions.ts';
import { closeRollout } from '../../../rollout/record/changes.ts';

const at = new Date('2026-01-05T09:00:00Z');
const open = (version: string) => newRollout('a', version, '1', at);
const last = (version: string) => closeRollout(open(version), 'rolled back', at);

describe('the newest version that was tried', () => {
  it('is the highest number, not the longest text or the last', () => {
    expect(highest(['9', '10', undefined, 'unknown'])).toBe('10');
    expect(highest([undefined, '$LATEST'])).toBeUndefined();
  });

  it('is known from what a record of earlier handlers holds', () => {
    expect(newestTried({ revision: 0 })).toBeUndefined();
    expect(newestTried({ revision: 3, last: last('8'), lastPromoted: '7' })).toBe('8');
    expect(newestTried({ revision: 3, last: last('8'), lastPromoted: '7', newestTried: '12' })).toBe('12');
  });
});

describe('a version on deploy', () => {
  it.each([
    ['is new to a service that never tried one', { revision: 0 }, undefined],
    ['is new above all that were tried', { revision: 1, newestTried: '6' }, undefined],
    [
      'was tried and rolled back',
      { revision: 1, last: last('7') },
      'nothing to release: version 7 was tried before (rolled back): start it by hand',
    ],
    [
      'was tried long ago',
      { revision: 1, last: last('5'), newestTried: '8' },
      'nothing to release: version 7 was tried before: start it by hand',
    ],
    ['is under way', { revision: 1, rollout: open('7') }, 'nothing to release: version 7 is being tried right now'],
  ])('%s', (_, record, why) => {
    expect(triedBefore(record, '7')).toBe(why);
  });
});
