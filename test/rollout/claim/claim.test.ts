import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../rollout/alarms.ts';
import {
  handMadeChange,
  newRollout,
  ownOrFree,
  requireAtRest,
  requireQuietAlarms,
} from '../../../rollout/claim/claim.ts';
import { closeRollout } from '../../../rollout/record/changes.ts';
import { canaryAt } from '../../../rollout/weights.ts';

const claimedAt = new Date('2026-01-05T09:00:00.000Z');
const later = new Date('2026-01-05T09:10:00.000Z');
const refused = (name: string, message: string) => expect.objectContaining({ name, message });

describe('a rollout that begins', () => {
  it('has moved nothing, neither weight nor production', () => {
    expect(newRollout('a', '2', '1', claimedAt)).toStrictEqual({
      id: 'a',
      phase: 'advancing',
      version: '2',
      previousVersion: '1',
      claimedAt: '2026-01-05T09:00:00.000Z',
      confirmedWeight: 0,
      intendedWeight: 0,
      productionMoved: false,
    });
    expect(newRollout('a', '2', '1', claimedAt, { holdAt: 30 })).toMatchObject({ holdAt: 30 });
  });
});

describe('a claim that is refused says who has the service', () => {
  const open = newRollout('a', '2', '1', claimedAt);

  it('when another rollout holds it', () => {
    expect(() => ownOrFree({ revision: 4, rollout: open }, 'b', undefined)).toThrow(
      refused(
        'RolloutInProgress',
        'another rollout holds the service: a (version 2, advancing, since 2026-01-05T09:00:00.000Z)',
      ),
    );
  });

  it.each([
    ['errors', 'a has claimed before and is rolling back: errors'],
    [undefined, 'a has claimed before and is rolling back: past its claim'],
  ])('when its own is past its claim, for the reason %s', (reason, words) => {
    const rollout = { ...open, phase: 'rolling back' as const, ...(reason !== undefined && { reason }) };
    expect(() => ownOrFree({ revision: 4, rollout }, 'a', undefined)).toThrow(refused('ClaimLost', words));
  });

  it('when its own was closed', () => {
    expect(() => ownOrFree({ revision: 4 }, 'a', closeRollout(open, 'promoted', later))).toThrow(
      refused(
        'ClaimLost',
        'a has claimed before and was closed as promoted at 2026-01-05T09:10:00.000Z; start a new execution',
      ),
    );
  });
});

const alarm = (name: string, state: AlarmState['state'] = 'OK'): AlarmState => ({
  name,
  state,
  reason: `${name} says so`,
  since: claimedAt,
});

const quiet = (...states: readonly AlarmState[]) => requireQuietAlarms(states, ['c1', 'c2'], ['p1']);

const said = (name: string) => `${name} since 2026-01-05T09:00:00.000Z (${name} says so)`;

describe('a claim', () => {
  it('is refused while the canary has weight that no rollout explains', () => {
    expect(() => requireAtRest(canaryAt(0))).not.toThrow();
    expect(() => requireAtRest(canaryAt(1))).toThrow(
      refused(
        'WeightsDrifted',
        'no rollout is running, yet the live weights are production 99, canary 1; expected production 100, canary 0',
      ),
    );
  });

  it('is refused where an alarm that must watch does not exist, and names each', () => {
    expect(() => quiet(alarm('c1'), alarm('c2'), alarm('p1'))).not.toThrow();
    expect(() => quiet(alarm('c2'))).toThrow(
      refused('AlarmMissing', 'alarms that must watch the rollout do not exist: c1, p1'),
    );
  });

  it('is refused while an alarm of the canary is on, which could not tell new errors from old ones', () => {
    expect(() => quiet(alarm('c1', 'ALARM'), alarm('c2', 'ALARM'), alarm('p1'))).toThrow(
      refused('CanaryAlarmActive', `canary alarms are on before the rollout begins: ${said('c1')}; ${said('c2')}`),
    );
    expect(() => quiet(alarm('c1'), alarm('c2', 'ALARM'), alarm('p1', 'ALARM'))).toThrow(
      refused('CanaryAlarmActive', `canary alarms are on before the rollout begins: ${said('c2')}`),
    );
  });

  it('may come while production’s alarms are on, and while the canary has no data', () => {
    expect(() => quiet(alarm('c1', 'INSUFFICIENT_DATA'), alarm('c2'), alarm('p1', 'ALARM'))).not.toThrow();
  });
});

describe('production that was moved by hand', () => {
  it.each<[last: string | undefined, production: string, found: string | undefined]>([
    [undefined, '2', undefined],
    ['2', '2', undefined],
    ['1', '2', 'production was moved by hand: it runs version 2, the last promotion left it at 1'],
  ])('after the promotion of %s, found at %s: %s', (last, production, found) => {
    expect(handMadeChange(last, production)).toBe(found);
  });
});
