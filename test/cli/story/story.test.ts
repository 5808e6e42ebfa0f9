import { expect, test } from 'vitest';
import type { Happening } from '../../../cli/story/happenings.ts';
import { Storyteller } from '../../../cli/story/story.ts';

const own = { at: 0, execution: 'e1', own: true } as const;
const other = { at: 0, execution: 'e2', own: false } as const;
const tell = (...happenings: Happening[]) => {
  const storyteller = new Storyteller();
  return happenings.map((happening) => {
    const line = storyteller.tell(happening);
    return line && `${line.what}: ${line.text}`;
  });
};

test('what is deployed, started, answered and ended is told in its own words', () => {
  expect(
    tell(
      { kind: 'deployed', at: 0, release: '1.0.0', version: '1', first: true },
      { kind: 'deployed', at: 0, release: '2.0.0', version: '2', first: false },
      { kind: 'started', ...own, input: {} },
      { kind: 'answered', ...own, state: 'Check alarms at 10%', message: '10 %: healthy, 342 requests' },
      { kind: 'weights', at: 0, production: 90, canary: 10 },
      { kind: 'asked', at: 0, text: 'stops the execution' },
      { kind: 'ended', ...own, status: 'SUCCEEDED', state: 'Promoted' },
    ),
  ).toEqual([
    '1.0.0 deployed: version 1, in production',
    '2.0.0 published: version 2; no request moved',
    'Execution started: input {}',
    'Check alarms at 10%: 10 %: healthy, 342 requests',
    'Weights: [#---------] canary 10 %, production 90 %',
    'Somebody: stops the execution',
    'Execution SUCCEEDED: Promoted',
  ]);
});

test('a wait is told when it begins, not each time a bake goes on; tasks and choices by what they answer', () => {
  const bake: Happening = { kind: 'state', ...own, state: 'Bake at 10%' };
  expect(
    tell(
      bake,
      bake,
      { kind: 'state', ...own, state: 'Shift to 10%' },
      { kind: 'state', ...own, state: '10% healthy?' },
    ),
  ).toEqual(['Bake at 10%: alarms watch', undefined, undefined, undefined]);
});

test('an alarm is told when it goes on, with its figures, and when it goes off again; first data is no news', () => {
  const alarm = { kind: 'alarm', at: 0, name: 'canary-errors' } as const;
  expect(
    tell(
      { ...alarm, before: 'INSUFFICIENT_DATA', state: 'OK', reason: 'r' },
      {
        ...alarm,
        before: 'OK',
        state: 'ALARM',
        reason:
          'Threshold Crossed: 1 out of the last 1 datapoints [6014.97 (24/11/26 14:15:00)] was greater than ' +
          'the threshold (5000.0) (minimum 1 datapoint for OK -> ALARM transition).',
      },
      { ...alarm, before: 'OK', state: 'ALARM', reason: 'set by hand' },
      { ...alarm, before: 'ALARM', state: 'OK', reason: 'r' },
    ),
  ).toEqual([
    undefined,
    'Alarm: canary-errors is on: 6,015, the threshold is 5,000',
    'Alarm: canary-errors is on: set by hand',
    'Alarm: canary-errors is off: OK',
  ]);
});

test.each([
  [
    { event: { 'detail-type': 'CloudWatch Alarm State Change', detail: { alarmName: 'a' } } },
    'a rule saw alarm a go on',
  ],
  [
    { event: { 'detail-type': 'Step Functions Execution Status Change', detail: { status: 'ABORTED' } } },
    'a rule saw the execution ABORTED',
  ],
  [{ reason: 'orders fall' }, 'orders fall'],
  [{ event: {} }, 'for no reason given'],
])('says why a rollback was asked for: %j', (rollback, text) => {
  expect(tell({ kind: 'started', ...other, input: { rollback } })).toEqual([`Rollback started: ${text}`]);
});

test('rollbacks that run beside the release are marked, and what several executions find is told once', () => {
  const found = { kind: 'answered', state: 'Roll back', message: 'production has every request again' } as const;
  const waits = { kind: 'state', state: 'Wait for traffic to settle' } as const;
  expect(
    tell(
      { ...found, ...other },
      { ...found, ...other, execution: 'e3' },
      { ...found, ...own },
      { ...waits, ...other },
      { ...waits, ...own },
    ),
  ).toEqual([
    '↩ Roll back: production has every request again',
    undefined,
    undefined,
    '↩ Wait for traffic to settle: until nobody can write any more',
    undefined,
  ]);
});

test('the reason of a rollback is told once, by the first who rolls back', () => {
  const cause = 'version 2 was rolled back: alarm a is on since noon: 7 errors';
  expect(
    tell(
      {
        kind: 'answered',
        ...other,
        state: 'Roll back',
        message: 'production has every request again; version 2 was rolled back: alarm a',
        cause,
      },
      {
        kind: 'failed',
        ...own,
        state: 'Check alarms at 10%',
        error: 'ClaimLost',
        cause:
          '{"errorMessage":"e1 no longer holds the claim: it is being rolled back: alarm a is on since noon: ' +
          '7 errors"}',
      },
      { kind: 'ended', ...own, status: 'FAILED', state: 'Rolled back', error: 'CanaryRolledBack', cause },
    ),
  ).toEqual([
    '↩ Roll back: production has every request again; version 2 was rolled back: alarm a',
    'Check alarms at 10%: ClaimLost: e1 no longer holds the claim: it is being rolled back',
    'Execution FAILED: CanaryRolledBack: version 2 was rolled back',
  ]);
});

test('once a rollback is finished, the others beside it have no news; the release itself has', () => {
  const gone = 'the rollback of e1 was finished by somebody else';
  const ended = { kind: 'ended', status: 'SUCCEEDED', state: 'Rolled back as asked' } as const;
  expect(
    tell(
      { kind: 'answered', ...other, state: 'Announce the rollback', message: 'the rollback of version 2 is announced' },
      { ...ended, ...other },
      {
        kind: 'answered',
        ...other,
        execution: 'e3',
        state: 'Confirm production has everything',
        message: 'something else',
      },
      { ...ended, ...other, execution: 'e3' },
      { kind: 'answered', ...own, state: 'Confirm production has everything', message: gone },
      { kind: 'answered', ...own, state: 'Announce the rollback', message: gone },
    ),
  ).toEqual([
    '↩ Announce the rollback: the rollback of version 2 is announced',
    'Rollback ended: SUCCEEDED, Rolled back as asked',
    undefined,
    undefined,
    `Confirm production has everything: ${gone}`,
    undefined,
  ]);
});

test('a rollback that ends any other way is told', () => {
  expect(
    tell(
      { kind: 'ended', ...other, status: 'SUCCEEDED', state: 'Rolled back as asked' },
      { kind: 'ended', ...other, execution: 'e3', status: 'TIMED_OUT', state: 'Roll back' },
    ),
  ).toEqual(['Rollback ended: SUCCEEDED, Rolled back as asked', 'Rollback ended: TIMED_OUT, Roll back']);
});

test('a shift has nothing to add to the weights', () => {
  expect(
    tell(
      { kind: 'answered', ...own, state: 'Shift to 10%', message: 'weights are …' },
      { kind: 'answered', ...own, state: 'Return traffic to production', message: 'weights are …' },
    ),
  ).toEqual([undefined, undefined]);
});

test("of a failed function's JSON only the message is told", () => {
  const failed = { kind: 'failed', ...own, state: 'Claim the rollout', error: 'InvalidInput' } as const;
  expect(
    tell(
      { ...failed, cause: '{"errorType":"InvalidInput","errorMessage":"version must be a number","trace":[]}' },
      { ...failed, cause: 'a sentence' },
    ),
  ).toEqual([
    'Claim the rollout: InvalidInput: version must be a number',
    'Claim the rollout: InvalidInput: a sentence',
  ]);
});
