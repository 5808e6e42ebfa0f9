import { describe, expect, it } from 'vitest';
import { askedTrigger } from '../../../rollout/rollback/asked-input.ts';
import { alarmChanged, personAsked } from '../../../rollout/rollback/trigger.ts';

const ARN = 'arn:aws:states:eu-west-1:111122223333:execution:rollout:e1';
const ended = (detail: object) =>
  askedTrigger({ rollback: { event: { source: 'aws.states', detail: { executionArn: ARN, ...detail } } } });
const alarm = (state: object) => {
  const timestamp = '2026-01-05T09:00:00.000+0000';
  const detail = { alarmName: 'errors', state: { timestamp, ...state } };
  return askedTrigger({ rollback: { event: { source: 'aws.cloudwatch', detail } } });
};

describe('the end of an execution', () => {
  it.each(['RUNNING', 'PENDING_REDRIVE'])('is not %s, and rolls nothing back', (status) => {
    expect(ended({ status })).toEqual({ kind: 'none', reason: `execution e1 is ${status}` });
  });

  it.each<[status: string, error: string | undefined, unasked: boolean]>([
    ['TIMED_OUT', undefined, true],
    ['TIMED_OUT', 'SmokeTestFailed', true],
    ['FAILED', undefined, true],
    ['FAILED', 'States.Runtime', true],
    ['FAILED', 'CanaryRolledBack', false],
    ['ABORTED', undefined, false],
    ['ABORTED', 'States.Runtime', false],
    ['SUCCEEDED', undefined, false],
  ])('as %s with %s is a rollback that nobody asked for: %s', (status, error, unasked) => {
    expect(ended({ status, error })).toMatchObject({ kind: 'execution ended', id: ARN, unasked });
  });

  it('is told with its error and its cause', () => {
    expect(ended({ status: 'FAILED', error: 'States.Runtime', cause: 'no such variable' })).toMatchObject({
      reason: 'its execution ended as FAILED with States.Runtime: no such variable',
    });
    expect(ended({ status: 'FAILED', error: 'States.Runtime' })).toMatchObject({
      reason: 'its execution ended as FAILED with States.Runtime: no cause was given',
    });
    expect(ended({ status: 'ABORTED' })).toMatchObject({ reason: 'its execution ended as ABORTED' });
  });
});

describe('an alarm event', () => {
  it('of an alarm that goes off rolls nothing back', () => {
    expect(alarm({ value: 'OK', reason: 'calm' })).toEqual({
      kind: 'none',
      reason: 'alarm errors went to OK at 2026-01-05T09:00:00.000Z: calm',
    });
  });

  it('without a reason is read all the same', () => {
    expect(alarm({ value: 'ALARM' })).toMatchObject({
      kind: 'alarm',
      reason: 'alarm errors is on since 2026-01-05T09:00:00.000Z: no reason given',
    });
  });

  it('rejects a time that is none', () => {
    expect(() => alarm({ value: 'ALARM', timestamp: 'noon' })).toThrow(
      expect.objectContaining({
        name: 'InvalidInput',
        message: 'execution input: rollback.event.detail.state.timestamp must be a time, got "noon"',
      }),
    );
  });
});

describe('a request', () => {
  const at = new Date('2026-01-05T09:00:00Z');

  it('is as old as the execution that passes it on, where that is known', () => {
    expect(askedTrigger({ rollback: { reason: 'slow' } }, at)).toStrictEqual(personAsked('slow', at));
    expect(personAsked('slow', at)).toStrictEqual({ kind: 'request', error: 'RollbackAsked', reason: 'slow', at });
    expect(personAsked('slow')).toStrictEqual({ kind: 'request', error: 'RollbackAsked', reason: 'slow' });
  });

  it('rejects what is neither a reason nor an event, and says what was expected', () => {
    expect(() => askedTrigger({ rollback: {} })).toThrow(
      'execution input: must be {"rollback":{"reason":"…"}} or {"rollback":{"event":{…}}}: ',
    );
    expect(() => askedTrigger({ rollback: { event: { source: 'aws.s3', detail: {} } } })).toThrow(
      'execution input: rollback.event must be an execution or an alarm event of EventBridge: ',
    );
  });
});

it.each([
  ['ALARM', 'alarm'],
  ['INSUFFICIENT_DATA', 'none'],
  ['OK', 'none'],
])('an alarm that changes to %s is of kind %s', (state, kind) => {
  expect(alarmChanged({ name: 'a', state, at: new Date(0), reason: 'r' }).kind).toBe(kind);
});
