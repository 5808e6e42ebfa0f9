import { describe, expect, test } from 'vitest';
import { type KeptAnswer, followedBy } from '../../../cli/certify/kept-connections.ts';

const SHIFTED = 100_000;
const WHEN = { shifted: SHIFTED + 400, from: SHIFTED + 20_000, to: SHIFTED + 320_000, weight: 10 };
const OLD = 0;

/** From the first answer of the canary on, one a second from each place. */
const asked = (seconds: number, one: (i: number, place: number) => Partial<KeptAnswer> = () => ({})) =>
  Array.from({ length: seconds }, (_, i) =>
    [0, 1, 2, 3].map((place): KeptAnswer => {
      const at = WHEN.from + i * 1000;
      return { at, status: 200, release: '1.0.0', openedAt: OLD, place, ...one(i, place) };
    }),
  ).flat();
const CANARY = { status: 502, release: '' } as const;
const judged = (kept: readonly KeptAnswer[]) => followedBy(kept, WHEN, '1.0.0');

describe('weights are followed', () => {
  test('by request where connections from before the weight meet the canary as often as it says', () => {
    expect(judged(asked(60, (i, place) => (i % 10 === place ? CANARY : {})))).toEqual({
      by: 'request',
      requests: 240,
      canary: 24,
    });
  });

  test('by connection where they never do', () => {
    expect(judged(asked(60))).toEqual({ by: 'connection', requests: 240, canary: 0 });
  });

  test('by connection too where all ended meanwhile: the other end may close what is old', () => {
    const ended = asked(80, (i) => (i < 60 ? {} : { ...CANARY, openedAt: WHEN.from + 60_000 }));
    expect(judged(ended)).toEqual({ by: 'connection', requests: 240, canary: 4 });
  });

  test.each<[string, readonly KeptAnswer[], number]>([
    ['too few were asked for', asked(49), 196],
    ['all ended at once, which the answer of the canary may be', asked(60, (i) => (i < 9 ? {} : opened(i))), 36],
    ['they are from after the weight', asked(60, () => ({ ...CANARY, openedAt: SHIFTED })), 0],
    ['they were asked for before new connections met it', asked(60, (i) => ({ at: SHIFTED + i })), 0],
    ['they were asked for after the rollback', asked(60, (i) => ({ at: WHEN.to + i })), 0],
  ])('by nobody knows what where %s', (_, kept, requests) => {
    expect(judged(kept)).toMatchObject({ by: 'unknown', requests });
  });
});

function opened(i: number): Partial<KeptAnswer> {
  return { openedAt: WHEN.from + i * 1000 };
}
