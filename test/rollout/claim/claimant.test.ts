import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { ownRollout, requireClaim } from '../../../rollout/claim/claimant.ts';
import { closeRollout } from '../../../rollout/record/changes.ts';
import type { OpenRollout, RolloutRecord } from '../../../rollout/record/record.ts';

const open = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  ...newRollout('a', '2', '1', new Date('2026-01-05T09:00:00Z')),
  ...over,
});
const record = (over: Partial<RolloutRecord>): RolloutRecord => ({ revision: 4, ...over });
const closed = (over: Partial<OpenRollout> = {}) =>
  closeRollout(open(over), 'rolled back', new Date('2026-01-05T09:10:00Z'));

describe('a claim that is lost', () => {
  const held = 'it is held because production is broken too';

  it.each<[what: string, record: RolloutRecord, words: string]>([
    ['to its rollback', record({ rollout: open({ phase: 'rolling back', reason: 'errors' }) }), 'rolled back: errors'],
    [
      'to one without a reason',
      record({ rollout: open({ phase: 'rolling back' }) }),
      'it is being rolled back: no reason given',
    ],
    ['to one that stands by', record({ rollout: open({ phase: 'held', reason: 'errors' }) }), `${held}: errors`],
    ['by going on', record({ rollout: open({ phase: 'promoting' }) }), 'it is promoting, expected advancing or held'],
    ['by its close', record({ last: closed() }), 'it was closed as rolled back at 2026-01-05T09:10:00.000Z'],
    ['by a close that says why', record({ last: closed({ reason: 'errors' }) }), '09:10:00.000Z: errors'],
    [
      'to the next rollout',
      record({ rollout: open({ id: 'b' }), last: closed({ id: 'c' }) }),
      'b (version 2, advancing, since 2026-01-05T09:00:00.000Z) holds it',
    ],
    [
      'to the next rollout, after its own close',
      record({ rollout: open({ id: 'b' }), last: closed() }),
      'it was closed as rolled back at 2026-01-05T09:10:00.000Z',
    ],
    ['to nobody', record({}), 'nobody does, the service is at rest'],
    ['to nobody, after the close of another', record({ last: closed({ id: 'c' }) }), 'nobody does, the service is at'],
  ])('%s says so', (_what, found, words) => {
    const phases = found.rollout?.phase === 'promoting' ? (['advancing', 'held'] as const) : (['promoting'] as const);
    expect(() => requireClaim(found, 'a', phases)).toThrow(
      expect.objectContaining({
        name: 'ClaimLost',
        message: expect.stringMatching(/^a no longer holds the claim: /) as string,
      }),
    );
    expect(() => requireClaim(found, 'a', phases)).toThrow(words);
    expect(() => requireClaim(found, 'a', phases)).not.toThrow('undefined');
  });

  it('is nobody’s rollout', () => {
    expect(ownRollout(record({}), 'a', ['advancing'])).toBeUndefined();
    expect(ownRollout(record({ rollout: open() }), 'b', ['advancing'])).toBeUndefined();
    expect(ownRollout(record({ rollout: open() }), 'a', ['advancing'])).toEqual(open());
  });
});
