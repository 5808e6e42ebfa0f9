import { expect, test } from 'vitest';
import { Follower } from '../../../local/cli/standing.ts';
import { Tally } from '../../../local/traffic/tally.ts';

const traffic = new Tally().report();
const own = { execution: 'e1', own: true } as const;
const other = { execution: 'e2', own: false } as const;

function following() {
  const follower = new Follower();
  // As a timetable has them: the last state first.
  follower.expect({
    timetable: new Map([
      ['Promote the canary', 0],
      ['Bake at 10%', 300],
      ['Settle at 10%', 390],
    ]),
    passing: new Set(['Check alarms at 10%']),
    alarms: ['a', 'b'],
  });
  follower.follow({ kind: 'started', at: 1_000, ...own, input: {} });
  return follower;
}

test('counts down from the state that was entered, through the checks of its bake', () => {
  const follower = following();
  follower.follow({ kind: 'state', at: 10_000, ...own, state: 'Bake at 10%' });
  follower.follow({ kind: 'state', at: 70_000, ...own, state: 'Check alarms at 10%' });
  follower.follow({ kind: 'state', at: 71_000, ...own, state: 'Bake at 10%' });
  expect(follower.standing(80_000, traffic)).toMatchObject({
    startedAt: 1_000,
    state: 'Bake at 10%',
    secondsLeft: 230,
  });
  expect(follower.standing(999_000, traffic).secondsLeft).toBe(0);
});

test('says nothing of time left once the release rolls back, by itself or through a rule', () => {
  const byItself = following();
  byItself.follow({ kind: 'state', at: 10_000, ...own, state: 'Bake at 10%' });
  byItself.follow({ kind: 'state', at: 20_000, ...own, state: 'Roll back' });
  expect(byItself.standing(30_000, traffic).secondsLeft).toBeUndefined();
  const throughRule = following();
  throughRule.follow({ kind: 'state', at: 10_000, ...own, state: 'Bake at 10%' });
  throughRule.follow({ kind: 'started', at: 11_000, ...other, input: { rollback: {} } });
  expect(throughRule.standing(30_000, traffic).secondsLeft).toBeUndefined();
});

const secondsLeftAfter = (state: string) => {
  const follower = following();
  follower.expect({
    timetable: new Map([
      ['Return traffic to production', 100],
      ['Bake at 10%', 300],
    ]),
    passing: new Set(),
    alarms: [],
  });
  follower.follow({ kind: 'state', at: 10_000, ...own, state });
  follower.follow({ kind: 'weights', at: 10_000, production: 100, canary: 0 });
  return follower.standing(10_000, traffic).secondsLeft;
};

test('weights back at production mean a rollback, except at the end of a promotion', () => {
  expect(secondsLeftAfter('Bake at 10%')).toBeUndefined();
  expect(secondsLeftAfter('Return traffic to production')).toBe(100);
});

test('shows the state of the rollback that a rule started only when the release has ended', () => {
  const follower = following();
  follower.follow({ kind: 'state', at: 1, ...own, state: 'Bake at 10%' });
  follower.follow({ kind: 'state', at: 2, ...other, state: 'Roll back' });
  expect(follower.standing(3, traffic).state).toBe('Bake at 10%');
  follower.follow({ kind: 'ended', at: 4, ...own, status: 'ABORTED', state: 'Bake at 10%' });
  follower.follow({ kind: 'state', at: 5, ...other, state: 'Wait for traffic to settle' });
  expect(follower.standing(6, traffic).state).toBe('Wait for traffic to settle');
});

test('knows releases, weight and alarms', () => {
  const follower = following();
  follower.follow({ kind: 'deployed', at: 0, release: '1.0.0', version: '1', first: true });
  follower.follow({ kind: 'weights', at: 0, production: 70, canary: 30 });
  follower.follow({ kind: 'alarm', at: 0, name: 'a', state: 'ALARM', before: 'OK', reason: '' });
  const { canaryWeight, alarms, releases } = follower.standing(0, traffic);
  expect([canaryWeight, [...alarms], [...releases]]).toEqual([
    30,
    [
      ['a', 'ALARM'],
      ['b', 'INSUFFICIENT_DATA'],
    ],
    [['1', '1.0.0']],
  ]);
});

test('alarms keep the state that they had before anybody knew which would watch, and stand in the order given', () => {
  const follower = new Follower();
  follower.follow({ kind: 'alarm', at: 0, name: 'b', state: 'OK', before: 'INSUFFICIENT_DATA', reason: '' });
  follower.expect({ timetable: new Map(), passing: new Set(), alarms: ['a', 'b'] });
  expect([...follower.standing(0, traffic).alarms]).toEqual([
    ['a', 'INSUFFICIENT_DATA'],
    ['b', 'OK'],
  ]);
});

test('says what share of a wait and of all waits is over, and nothing once it rolls back', () => {
  const follower = following();
  follower.follow({ kind: 'state', at: 0, ...own, state: 'Settle at 10%' });
  expect(follower.standing(45_000, traffic).done).toEqual({ state: 0.5, rollout: 45 / 390 });
  follower.follow({ kind: 'state', at: 100_000, ...own, state: 'Bake at 10%' });
  expect(follower.standing(175_000, traffic).done).toEqual({ state: 0.25, rollout: 165 / 390 });
  follower.follow({ kind: 'state', at: 400_000, ...own, state: 'Promote the canary' });
  expect(follower.standing(400_000, traffic).done).toEqual({ state: undefined, rollout: 1 });
  follower.follow({ kind: 'state', at: 500_000, ...own, state: 'Roll back' });
  expect(follower.standing(500_000, traffic).done).toBeUndefined();
});
