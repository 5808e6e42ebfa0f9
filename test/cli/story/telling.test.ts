import { expect, test } from 'vitest';
import type { Happening } from '../../../cli/story/happenings.ts';
import { Telling } from '../../../cli/story/telling.ts';

const own = { execution: 'e1', own: true } as const;
const other = { execution: 'e2', own: false } as const;

function told(...happenings: readonly Happening[]): Telling {
  const telling = new Telling();
  happenings.forEach((happening) => telling.hear(happening));
  return telling;
}

test('knows when a release began, where it is and since when, also of a state that it comes back to', () => {
  const telling = told(
    { kind: 'started', at: 1, ...own, input: {} },
    { kind: 'state', at: 2, ...own, state: 'Bake at 10%' },
    { kind: 'state', at: 3, ...own, state: 'Check alarms at 10%' },
    { kind: 'state', at: 4, ...own, state: 'Bake at 10%' },
  );
  expect(telling).toMatchObject({ startedAt: 1, state: 'Bake at 10%', rollingBack: false });
  expect([...telling.entered]).toEqual([
    ['Bake at 10%', 2],
    ['Check alarms at 10%', 3],
  ]);
});

test('shows the state of whoever finishes a rollback only when the release has ended, and how that ended', () => {
  const telling = told(
    { kind: 'state', at: 1, ...own, state: 'Bake at 10%' },
    { kind: 'state', at: 2, ...other, state: 'Roll back' },
  );
  expect(telling.shownState).toBe('Bake at 10%');
  telling.hear({ kind: 'ended', at: 3, ...other, status: 'FAILED', state: 'Roll back' });
  expect(telling.ended).toBeUndefined();
  telling.hear({ kind: 'ended', at: 4, ...own, status: 'ABORTED', state: 'Bake at 10%', cause: 'by hand' });
  expect(telling.shownState).toBe('Bake at 10%');
  telling.hear({ kind: 'state', at: 5, ...other, state: 'Wait for traffic to settle' });
  expect(telling.shownState).toBe('Wait for traffic to settle');
  expect(telling.state).toBe('Bake at 10%');
  expect(telling.ended).toMatchObject({ at: 4, status: 'ABORTED', cause: 'by hand' });
});

test.each<[what: string, rollingBack: boolean, happenings: Happening[]]>([
  ['another execution starts', true, [{ kind: 'started', at: 1, ...other, input: { rollback: {} } }]],
  ['weights go up', false, [{ kind: 'weights', at: 1, canary: 10, production: 90 }]],
  ['weights go back', true, [{ kind: 'weights', at: 1, canary: 0, production: 100 }]],
  [
    'weights go back at the end of a promotion',
    false,
    [
      { kind: 'state', at: 1, ...own, state: 'Return traffic to production' },
      { kind: 'weights', at: 2, canary: 0, production: 100 },
    ],
  ],
])('when %s, that it is taken back is %s', (_, rollingBack, happenings) => {
  expect(told(...happenings).rollingBack).toBe(rollingBack);
});

test('knows releases, weights and alarms: what was expected, what stood, what was heard', () => {
  const telling = told(
    { kind: 'deployed', at: 0, release: '1.0.0', version: '1', first: true },
    { kind: 'weights', at: 0, production: 70, canary: 30 },
    { kind: 'alarm', at: 0, name: 'b', state: 'ALARM', before: 'OK', reason: '' },
  );
  telling.expectAlarms(['a', 'b']);
  telling.alarmStood('c', 'OK');
  expect([telling.canaryWeight, [...telling.releases], [...telling.alarms]]).toEqual([
    30,
    [['1', '1.0.0']],
    [
      ['a', 'INSUFFICIENT_DATA'],
      ['b', 'ALARM'],
      ['c', 'OK'],
    ],
  ]);
});
