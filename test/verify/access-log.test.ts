import { describe, expect, it } from 'vitest';
import type { LogLines } from '../../verify/doubt/truth.ts';
import { linesIn } from '../../verify/doubt/world/access-log.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** One request a second from the 60th minute on to the 62nd, which is left out. */
const dataPlane = {
  requests: (from: number, to: number) =>
    Math.max(0, Math.min(to, HOUR + 120 * SECOND) - Math.max(from, HOUR)) / SECOND,
};
const LINES: LogLines = { comesAfter: () => 90, latest: 90, countsIn: 'the minute of its request' };

/** By the second after the 60th minute began, for the minutes 60 to 63. */
const counts = (lines: Partial<LogLines>, second: number) =>
  [60, 61, 62, 63].map((minute) =>
    linesIn(dataPlane, { ...LINES, ...lines }, { minute, counted: () => true, now: HOUR + second * SECOND }),
  );

describe('the lines of an access log', () => {
  it('count in the minute of their request when they have come, ten seconds of them at a time', () => {
    expect(counts({}, 99)).toEqual([undefined, undefined, undefined, undefined]);
    expect(counts({}, 100)).toEqual([10, undefined, undefined, undefined]);
    expect(counts({}, 165)).toEqual([60, 10, undefined, undefined]);
    expect(counts({}, 300)).toEqual([60, 60, undefined, undefined]);
  });

  it('count in the minute of their delivery where that is so, none of them twice', () => {
    const byDelivery = { countsIn: 'the minute of its delivery' } as const;
    expect(counts(byDelivery, 300)).toEqual([undefined, 20, 60, 40]);
    expect(counts(byDelivery, 130)).toEqual([undefined, 20, 20, undefined]);
  });

  it('never count where they are lost', () => {
    const lost = { comesAfter: (batch: number) => (batch % 6 === 0 ? undefined : 90) };
    expect(counts(lost, 300)).toEqual([50, 50, undefined, undefined]);
  });
});
