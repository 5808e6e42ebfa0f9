import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../rollout/alarms.ts';
import { newRollout } from '../../../rollout/claim/claim.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import {
  decideStandBy,
  isStandingBy,
  mayStandBy,
  nobodyAsked,
  standBy,
  standsByUntil,
} from '../../../rollout/rollback/stand-by.ts';

const now = new Date('2026-01-05T09:10:00.000Z');
const since = new Date('2026-01-05T09:05:00.000Z');
const open = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  ...newRollout('a', '2', '1', new Date('2026-01-05T09:00:00Z')),
  confirmedWeight: 10,
  intendedWeight: 10,
  ...over,
});
const held = (until: string) => open({ phase: 'held', heldUntil: `2026-01-05T${until}.000Z` });

describe('a rollback may stand by', () => {
  it.each<[what: string, over: Partial<OpenRollout>, may: boolean]>([
    ['of a canary that has requests', {}, true],
    ['of one that may get its first ones', { confirmedWeight: 0 }, true],
    ['of one that may still have its last ones', { intendedWeight: 0 }, true],
    ['that stands by already', { phase: 'held' }, true],
    ['of a canary without requests', { confirmedWeight: 0, intendedWeight: 0 }, false],
    ['of one that is promoted', { phase: 'promoting' }, false],
    ['that is under way', { phase: 'rolling back' }, false],
    ['of a revert', { kind: 'revert' }, false],
    ['once production may have moved', { productionMoved: true }, false],
  ])('%s: %j is %s', (_what, over, may) => {
    expect(mayStandBy(open(over))).toBe(may);
  });
});

it.each<[error: string, unasked: boolean]>([
  ['CanaryRolledBack', false],
  ['WeightsDrifted', false],
  ['States.Timeout', true],
  ['Sandbox.Timedout', true],
  ['toString', true],
  ['', true],
])('what ends in the error "%s" is a rollback that nobody asked for: %s', (error, unasked) => {
  expect(nobodyAsked(error)).toBe(unasked);
});

it('a rollout stands by in that phase alone, until the time that its record has', () => {
  expect(isStandingBy({ phase: 'held' })).toBe(true);
  expect(isStandingBy({ phase: 'advancing' })).toBe(false);
  expect(standsByUntil(held('09:20:00'))).toBe('2026-01-05T09:20:00.000Z');
  expect(standsByUntil({ ...held('09:20:00'), phase: 'rolling back' })).toBeUndefined();
});

type State = AlarmState['state'];
const LIMITS = { holdSeconds: 600, canaryAlarms: ['c1', 'c2'], productionAlarms: ['p1', 'p2'] };

/** Every alarm that is not named is OK; one that is undefined does not exist. */
function decide(rollout: OpenRollout, states: Readonly<Record<string, State | undefined>>) {
  const all = { c1: 'OK', c2: 'OK', p1: 'OK', p2: 'OK', ...states } as const;
  const alarms = Object.entries(all).flatMap(([name, state]) =>
    state === undefined ? [] : [{ name, state, reason: `${name} says so`, since }],
  );
  return decideStandBy(rollout, alarms, LIMITS, now);
}

const words = (alarm: string) =>
  `production is broken too (alarm ${alarm} is on since 2026-01-05T09:05:00.000Z: ${alarm} says so) and no alarm of ` +
  'the canary is on';

describe('a rollback stands by', () => {
  it('while one of production’s alarms is on and every alarm of the canary is OK, for so long at most', () => {
    const until = new Date('2026-01-05T09:20:00.000Z');
    expect(decide(open(), { p1: 'ALARM' })).toEqual({ standBy: true, until, words: words('p1') });
    expect(decide(open(), { p2: 'ALARM' })).toEqual({ standBy: true, until, words: words('p2') });
    expect(decide(open(), { p1: undefined, p2: 'ALARM' })).toEqual({ standBy: true, until, words: words('p2') });
  });

  it('until the time that it began with, however often it is looked at', () => {
    const until = new Date('2026-01-05T09:10:00.001Z');
    const rollout = open({ phase: 'held', heldUntil: until.toISOString() });
    expect(decide(rollout, { p1: 'ALARM' })).toEqual({ standBy: true, until, words: words('p1') });
  });

  it.each<[what: string, states: Readonly<Record<string, State | undefined>>]>([
    ['production is well', {}],
    ['production has no data', { p1: 'INSUFFICIENT_DATA', p2: 'INSUFFICIENT_DATA' }],
    ['production’s alarms are gone', { p1: undefined, p2: undefined }],
    ['the canary is broken too', { p1: 'ALARM', c1: 'ALARM' }],
    ['another alarm of the canary is on', { p1: 'ALARM', c2: 'ALARM' }],
    ['the canary has no data', { p1: 'ALARM', c2: 'INSUFFICIENT_DATA' }],
    ['an alarm of the canary does not exist', { p1: 'ALARM', c1: undefined }],
  ])('not where %s', (_what, states) => {
    expect(decide(open(), states)).toStrictEqual({ standBy: false });
  });

  it.each<[what: string, states: Readonly<Record<string, State | undefined>>, until: string, ended: string]>([
    ['production is well again', {}, '09:20:00', "production's alarms are off again"],
    ['its time is over', { p1: 'ALARM' }, '09:10:00', 'nobody ended the hold until 2026-01-05T09:10:00.000Z'],
    [
      'the canary breaks',
      { p1: 'ALARM', c2: 'ALARM' },
      '09:20:00',
      'alarm c2 is on since 2026-01-05T09:05:00.000Z: c2 says so',
    ],
    ['the canary has no data any more', { p1: 'ALARM', c1: 'INSUFFICIENT_DATA' }, '09:20:00', 'alarm c1 has no data'],
    ['an alarm of the canary is gone', { p1: 'ALARM', c2: undefined }, '09:20:00', 'alarm c2 does not exist'],
    ['both are well but for an alarm without data', { c2: 'INSUFFICIENT_DATA' }, '09:20:00', 'alarm c2 has no data'],
  ])('no longer when %s', (_what, states, until, ended) => {
    expect(decide(held(until), states)).toStrictEqual({ standBy: false, ended });
  });
});

describe('standing by', () => {
  const until = new Date('2026-01-05T09:20:00.000Z');
  const asked = { error: 'States.Timeout', reason: 'a task timed out' };

  it('leaves the weights as they are, and says why, until when and who looks after it', () => {
    expect(standBy(open(), until, asked, 'r', now)).toStrictEqual({
      ...open(),
      phase: 'held',
      heldUntil: '2026-01-05T09:20:00.000Z',
      ...asked,
      rescuer: 'r',
      rescuerSeenAt: '2026-01-05T09:10:00.000Z',
    });
  });

  it('again keeps the first error and the first reason', () => {
    const first = standBy(open(), until, asked, 'r', since);
    expect(standBy(first, until, { error: 'F', reason: 'second' }, 'r', now)).toStrictEqual({
      ...first,
      rescuerSeenAt: '2026-01-05T09:10:00.000Z',
    });
  });
});
