import { describe, expect, test } from 'vitest';
import { aliasFollowed } from '../../../cli/certify/alias.ts';
import type { Answered } from '../../../cli/certify/asking.ts';
import { type Seen, timelineOf } from '../../../cli/certify/timeline.ts';
import type { HistoryEvent } from '../../../cli/story/history-event.ts';

const good = (at: number): Answered => ({ at, status: 200, release: '1.0.0' });
const thrown = (at: number, status: Answered['status'] = 502): Answered => ({ at, status, release: '' });
const seen = (change: Partial<Seen> = {}): Seen => ({
  answers: [good(0), good(10_000), thrown(13_000), good(13_000), thrown(60_000), thrown(64_000), good(65_000)],
  writes: [
    { at: 10_400, canary: 10 },
    { at: 61_000, canary: 0 },
  ],
  alarmAt: 59_000,
  revokedAt: 60_500,
  ...change,
});

const event = (id: number, at: number, rest: Partial<HistoryEvent>): HistoryEvent => ({ id, at, type: '', ...rest });

describe('the timeline of a rollback', () => {
  test('runs from the write that gave the canary weight to the last bad answer', () => {
    expect(timelineOf(seen(), '1.0.0')).toEqual({
      shifted: 10_400,
      firstOfCanary: 13_000,
      firstBad: 13_000,
      alarm: 59_000,
      revoked: 60_500,
      listenerWritten: 61_000,
      lastBad: 64_000,
      weightFollowedSeconds: { there: 2.6, back: 3 },
    });
  });

  test('leaves out what happened before the canary had weight', () => {
    const answers = [thrown(9_000), good(10_000), thrown(14_000)];
    expect(timelineOf(seen({ answers }), '1.0.0')).toMatchObject({ firstBad: 14_000, lastBad: 14_000 });
  });

  test('does not go below no time at all, for answers are told to the second', () => {
    const { weightFollowedSeconds } = timelineOf(seen({ answers: [thrown(10_000), thrown(60_000)] }), '1.0.0');
    expect(weightFollowedSeconds).toEqual({ there: 0, back: 0 });
  });

  test('is empty where the canary never had weight, and has no end where it was never written back', () => {
    expect(timelineOf(seen({ writes: [] }), '1.0.0')).toEqual({ weightFollowedSeconds: {} });
    const { writes } = seen();
    expect(timelineOf(seen({ writes: writes.slice(0, 1) }), '1.0.0').weightFollowedSeconds).toEqual({ there: 2.6 });
  });

  test.each<[string, Answered]>([
    ['status 200 with an error for a body and no release', thrown(20_000, 200)],
    ['a closed connection', thrown(20_000, 'closed')],
    ['status 500 of the release itself', { at: 20_000, status: 500, release: '2.1.0-errors' }],
  ])('knows a bad answer of the canary by %s', (_, answered) => {
    expect(timelineOf(seen({ answers: [good(15_000), answered] }), '1.0.0').firstBad).toBe(20_000);
  });

  test('a good answer of the canary is its first, and not bad', () => {
    const answers: Answered[] = [{ at: 12_000, status: 200, release: '2.1.0-errors' }, thrown(20_000)];
    expect(timelineOf(seen({ answers }), '1.0.0')).toMatchObject({ firstOfCanary: 12_000, firstBad: 20_000 });
  });
});

describe('how soon an alias is followed', () => {
  const claimed = event(1, 1_000, { type: 'TaskStateExited', state: 'Claim the rollout' });
  const stale = (id: number, at: number) => event(id, at, { type: 'TaskFailed', error: 'VersionNotVisible' });
  const tested = (at: number) => event(9, at, { type: 'TaskStateExited', state: 'Smoke-test the canary' });

  test('is told by the tries of the smoke test', () => {
    expect(aliasFollowed([claimed, tested(1_500)])).toEqual({ stale: 0, seconds: 0.5 });
    expect(aliasFollowed([claimed, stale(2, 2_000), stale(3, 7_000), tested(12_000)])).toEqual({
      stale: 2,
      seconds: 11,
    });
  });

  test('is not known where the smoke test never passed', () => {
    expect(aliasFollowed([claimed, stale(2, 2_000)])).toEqual({ stale: 1 });
  });
});
