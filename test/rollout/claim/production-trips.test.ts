import { describe, expect, it } from 'vitest';
import {
  isLongInProduction,
  type ProductionMinute,
  ringing,
  whyProductionTrips,
} from '../../../rollout/claim/production-trips.ts';
import type { ClosedRollout } from '../../../rollout/record/record.ts';
import type { AlarmLimit } from '../../../statemachine/contract/alarm-limits.ts';

const START = Date.parse('2026-01-05T09:00:00.000Z');

/** Three hours with 60 requests a minute, `bad` of which went wrong in minute `i`. */
const threeHours = (bad: (i: number) => number, length = 180): readonly ProductionMinute[] =>
  Array.from({ length }, (_, i) => ({
    start: new Date(START + i * 60_000),
    invocations: { requests: 60, bad: bad(i) },
    answers: { requests: 0, bad: 0 },
  }));

const errors: AlarmLimit = {
  alarm: 'canary-lambda-errors',
  settings: ['alarms.errors', 'alarms.errorsPercent'],
  counts: 'invocations',
  minutes: 10,
  ofAtLeast: 0,
  moreThan: 5,
  percent: 2,
};
const answers: AlarmLimit = { ...errors, alarm: 'canary-lattice-5xx', counts: 'answers' };
const why = (bad: (i: number) => number, length?: number) =>
  whyProductionTrips(threeHours(bad, length), [errors, answers], '7');

describe('production that trips the alarms of the canary by itself', () => {
  it('refuses the release, naming alarm, what production did, settings and the way round', () => {
    expect(why(() => 2)).toBe(
      'production alone would ring canary-lambda-errors (3.3 % of 10,800 invocations failed within three ' +
        'hours), which would take back any version at 100 %: mend production, or set alarms.errors, ' +
        'alarms.errorsPercent above what is usual; {"version":"7"} releases it all the same',
    );
  });

  it('refuses what rings in a few looks of each half hour, and not what rings in fewer', () => {
    // 13 bad of 600 are 2.2 %: ten looks of thirty. In a window that two of them share there are more.
    expect(why((i) => (i % 30 === 15 ? 13 : 0))).toContain('canary-lambda-errors');
    const oneMinute = { ...errors, minutes: 1, moreThan: 0 };
    const every = (minutes: number) =>
      whyProductionTrips(
        threeHours((i) => (i % minutes === 0 ? 2 : 0)),
        [oneMinute],
        '7',
      );
    expect(every(7)).toContain('canary-lambda-errors');
    expect(every(10)).toBeUndefined();
    // Of the first half hour 21 looks have a whole window: three that ring are more than one in ten of them.
    expect(why((i) => (i % 30 === 27 ? 13 : 0))).toContain('canary-lambda-errors');
  });

  it.each<[what: string, bad: (i: number) => number]>([
    ['has errors below the share', () => 1],
    ['has one error now and then', (i) => (i % 40 === 0 ? 12 : 0)],
    ['was out until half an hour ago', (i) => (i < 140 ? 60 : 0)],
    ['has been out for two hours', (i) => (i >= 60 ? 60 : 0)],
    ['has no errors', () => 0],
  ])('lets a release on whose production %s', (_what, bad) => {
    expect(why(bad)).toBeUndefined();
  });

  it('lets a release on where there are fewer minutes than three hours, or none', () => {
    expect(why(() => 60, 179)).toBeUndefined();
    expect(why(() => 60, 0)).toBeUndefined();
  });
});

describe('an alarm over production', () => {
  const two: AlarmLimit = { ...errors, minutes: 2, ofAtLeast: 120, moreThan: 3, percent: 3 };

  it('is on at the end of each minute whose window has too many, too large a share, of enough requests', () => {
    const bad = [0, 4, 0, 2, 2, 1];
    expect(
      ringing(
        threeHours((i) => bad[i] ?? 0, 6),
        two,
      ),
    ).toEqual([undefined, true, true, false, true, false]);
    // Neither as many as the limit nor the very share is more than it.
    expect(
      ringing(
        threeHours(() => 2, 3),
        { ...two, moreThan: 4, percent: 0 },
      ),
    ).toEqual([undefined, false, false]);
    expect(
      ringing(
        threeHours(() => 3, 3),
        { ...two, percent: 5 },
      ),
    ).toEqual([undefined, false, false]);
    expect(
      ringing(
        threeHours(() => 60, 3),
        { ...two, ofAtLeast: 121 },
      ),
    ).toEqual([undefined, false, false]);
    expect(
      ringing(
        threeHours(() => 2, 3),
        { ...two, percent: 4 },
      ),
    ).toEqual([undefined, false, false]);
  });
});

const closed = (outcome: ClosedRollout['outcome'], at: string): ClosedRollout => ({
  id: 'a',
  outcome,
  version: '7',
  previousVersion: '1',
  claimedAt: at,
  closedAt: at,
});

describe('production', () => {
  const now = new Date('2026-01-05T12:00:00.000Z');

  it.each<[string, ClosedRollout | undefined, boolean]>([
    ['that no release has changed', undefined, true],
    ['that was promoted three hours ago', closed('promoted', '2026-01-05T09:00:00.000Z'), true],
    ['that was promoted since', closed('promoted', '2026-01-05T09:00:01.000Z'), false],
    ['that a release left where it was', closed('rolled back', '2026-01-05T11:59:00.000Z'), true],
  ])('%s is worth a look at its last three hours: %s', (_what, last, look) => {
    expect(isLongInProduction(last, now)).toBe(look);
  });
});
