import { describe, expect, test } from 'vitest';
import type { WayView } from '../../../local/console/model/ways.ts';
import { at, bake, running, say, WEIGHTS } from './baking.ts';
import { alarm, execution, record, ROLLED_BACK, way } from './views.ts';

const back = (production: string, fields: Partial<Omit<WayView, 'left'>> = {}) =>
  say({
    release: { record: record({ phase: 'promoting', version: '1' }), aliases: { production } },
    executions: [execution({ kind: 'revert', version: '1' })],
    ways: { next: [], now: way({ legs: [], ...fields }) },
  });
const refused = (version: string) =>
  say({ executions: [execution({ version, status: 'FAILED', state: 'Refused', error: 'CanaryAlarmActive' })] });

describe('promoting and promoted', () => {
  const all = { 10: at('08:40:00'), 30: at('08:47:00'), 100: at('08:54:00'), promotion: at('09:01:00') };
  const weights = [
    { at: at('08:54:30'), canary: 100 },
    { at: at('09:04:00'), canary: 0 },
  ];
  const aliases = { production: '2', previous: '1' };

  test('all users are on it before it is production, and after', () => {
    const now = way({ beganAt: all, left: at('09:01:00') });
    const promoting = { ways: { next: [], now }, weights, executions: [execution()] };
    const open = record({ phase: 'promoting' });
    expect(say({ ...promoting, release: { record: open, weight: 100 } }, at('09:02:00'))).toMatchObject({
      text: 'All users are on 2.0.0 since 08:54:30; it becomes production.',
      next: 'done at about 09:09, if production’s alarms stay quiet.',
      tone: 'busy',
    });
    const moved = { ...now, movedAt: at('09:03:00') };
    const after = { ...promoting, ways: { next: [], now: moved }, release: { record: open, weight: 0, aliases } };
    expect(say(after, at('09:04:30')).text).toBe(
      'All users are on 2.0.0 since 08:54:30; it is production since 09:03:00.',
    );
  });

  test('promoted: since when, how its watch ended, and what a revert does', () => {
    const now = way({ beganAt: all, movedAt: at('09:03:00'), closedAt: at('09:10:00') });
    const done = execution({ status: 'SUCCEEDED', state: 'Promoted', closed: { outcome: 'promoted' } });
    const promoted = { ways: { next: [], now }, weights, executions: [done] };
    expect(say({ ...promoted, release: { aliases } })).toEqual({
      tag: '2.0.0 was promoted',
      text: 'All users are on 2.0.0 since 08:54:30; it is production since 09:03:00.',
      next: 'nothing by itself. The watch after the promotion ended well at 09:10:00.',
      because: '1.0.0 is kept as previous: a revert puts it back at once.',
      tone: 'good',
    });
    expect(say(promoted).text).toBe(
      'All users are on 1.0.0; 2.0.0 was promoted, and production was moved by hand since.',
    );
  });

  test('a revert: who is on what before and after production was moved', () => {
    expect(back('2').text).toBe('All users are on 2.0.0; production goes back to 1.0.0.');
    expect(back('1', { movedAt: at('09:11:00') })).toMatchObject({
      tag: 'Reverting to 1.0.0',
      text: 'All users are back on 1.0.0 since 09:11:00; it is watched.',
    });
  });
});

describe('rolling back and rolled back', () => {
  const weights = [...WEIGHTS, { at: at('09:11:30'), canary: 0 }];
  const open = record({ phase: 'rolling back', reason: 'an alarm is on\nand more' });

  test('while weight is left, who still reaches it', () => {
    expect(say(running({ record: open }))).toMatchObject({
      tag: 'Rolling back 2.0.0',
      text: '30 % of users still reach 2.0.0, which is being taken back.',
      next: 'all back on 1.0.0, within seconds.',
      because: 'an alarm is on',
      tone: 'bad',
    });
  });

  test('then all users are back, and the proof comes at a time or without one', () => {
    const waits = execution({
      name: 'r',
      kind: 'rollback',
      state: 'Wait for traffic to settle',
      stateSince: at('09:11:40'),
    });
    const back = { ...running({ record: open, weight: 0 }), weights };
    expect(say({ ...back, executions: [waits, execution()] })).toMatchObject({
      text: 'All users are back on 1.0.0 since 09:11:30.',
      next: 'the proof that nobody reaches 2.0.0, at about 09:13.',
    });
    expect(say({ ...back, executions: [waits, execution()] }, at('09:14:00')).next).toBe(
      'the proof that nobody reaches 2.0.0.',
    );
    expect(say(back).next).toBe('the proof that nobody reaches 2.0.0.');
  });

  test('what is taken back is never about to meet its first users, though its record still advances', () => {
    const told = { ...running({ weight: 0 }), executions: [execution({ state: 'Roll back' })] };
    expect(say(told)).toMatchObject({ tag: 'Rolling back 2.0.0', tone: 'bad' });
    expect(say(running({ weight: 0 }))).toMatchObject({ tag: '2.0.0 gets no request any more', tone: 'bad' });
  });

  test('taken back after production was moved, all users are on it until production is back', () => {
    expect(say(running({ record: open, weight: 0, aliases: { production: '2' } })).text).toBe(
      'All users are on 2.0.0. It is being taken back.',
    );
  });

  test('broken production: who stays where, and what ends that', () => {
    expect(say(running({ record: { ...open, phase: 'held' } }))).toMatchObject({
      text: '30 % of users stay on 2.0.0: it is to be rolled back, but production is broken too.',
      tone: 'bad',
    });
  });

  const over = { executions: [execution(ROLLED_BACK)], weights, ways: { next: [], now: bake() } };
  test('rolled back: since when, and what a person does next; an echo is no alarm', () => {
    expect(say(over)).toMatchObject({
      tag: '2.0.0 was rolled back',
      text: 'All users are on 1.0.0 since 09:11:30, when 2.0.0 was rolled back.',
      next: 'nothing by itself. Mend it, publish it and release that.',
      tone: 'wait',
    });
    expect(say({ ...over, alarms: [alarm({ looksBack: 600 })] })).toMatchObject({
      next: expect.stringMatching(/A start waits until the alarms are silent, at about 09:23\.$/) as string,
      tone: 'wait',
    });
  });

  test('aborted, and before any user met it', () => {
    const aborted = execution({ status: 'ABORTED', closed: { outcome: 'rolled back' } });
    const now = way({ beganAt: { start: at('09:00:00') } });
    expect(say({ ...over, executions: [aborted], ways: { next: [], now } }).text).toBe(
      'All users are on 1.0.0; 2.0.0 was aborted before any user met it.',
    );
  });

  test('a cause is a sentence: not what CloudWatch wrote, and not cut off', () => {
    const name = 'canary-lattice-5xx-shop';
    const cause =
      `version 2 was rolled back: alarm ${name} is on since 2026-11-24T18:43:30.310Z: Threshold Crossed: 1 out of ` +
      'the last 1 datapoints [25.0 (24/11/26 18:33:00)] was greater than the threshold (5.0) (minimum 1 datapoint ' +
      'for OK -> ALARM transition).';
    const told = say({ ...over, executions: [execution({ ...ROLLED_BACK, cause })], alarms: [alarm({ state: 'OK' })] });
    expect(told.because).toBe(
      'version 2 was rolled back: alarm canary-lattice-5xx is on since 18:43:30Z: ' +
        '25 was greater than the threshold 5',
    );
  });

  test('a rollback that failed is a person’s', () => {
    const failed = execution({ status: 'FAILED', error: 'RollbackFailed', state: 'Rollback failed' });
    expect(say({ executions: [failed] })).toMatchObject({
      text: 'All users are on 1.0.0. Its rollback was not finished (RollbackFailed).',
      next: 'you, by hand: see RollbackFailed in the runbook. The watchdog tries each minute.',
      tone: 'bad',
    });
  });
});

test('refused: who is on what, why, and where it says what to do', () => {
  expect(refused('2')).toMatchObject({
    tag: '2.0.0 was not started',
    text: 'All users are on 1.0.0; 2.0.0 was not started: CanaryAlarmActive.',
    next: 'nothing by itself. The runbook says under CanaryAlarmActive what to do.',
    tone: 'wait',
  });
  expect(refused('')).toMatchObject({
    tag: 'The last release was not started',
    next: expect.stringMatching(/2\.0\.0 waits for you to release it\.$/) as string,
  });
});
