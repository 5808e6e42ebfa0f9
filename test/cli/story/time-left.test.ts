import { expect, test } from 'vitest';
import { outlineIn } from '../../../cli/story/deployed.ts';
import { timetable } from '../../../cli/story/time-left.ts';

const check = (bakeSeconds: number) => ({ Arguments: { Payload: { bakeSeconds } } });
const definition = {
  States: {
    'Shift to 100%': {},
    'Settle at 100%': { Seconds: 90 },
    'Check alarms at 100%': check(300),
    'Shift to 10%': {},
    'Settle at 10%': { Seconds: 90 },
    'Check alarms at 10%': check(120),
    'Settle after promotion': { Seconds: 30 },
    'Settle on production': { Seconds: 40 },
    'Check production alarms': check(60),
  },
};

test('adds up, from the end, what each state of a healthy rollout waits', () => {
  expect([...timetable(outlineIn(definition))]).toEqual([
    ['Close the rollout', 0],
    ['Watch production', 60],
    ['Settle on production', 100],
    ['Return traffic to production', 100],
    ['Confirm the new production', 100],
    ['Settle after promotion', 130],
    ['Promote the canary', 130],
    ['Bake at 100%', 430],
    ['Settle at 100%', 520],
    ['Shift to 100%', 520],
    ['Bake at 10%', 640],
    ['Settle at 10%', 730],
    ['Shift to 10%', 730],
    ['Smoke-test the canary', 730],
    ['Claim the rollout', 730],
  ]);
});

test('a definition that says nothing about time leaves no time', () => {
  expect(new Set(timetable(outlineIn({})).values())).toEqual(new Set([0]));
});
