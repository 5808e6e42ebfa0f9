import { describe, expect, it } from 'vitest';
import { lookAtTraffic, TIMES_REFUSED, type Watched } from '../../../../handlers/protocol/lambda/traffic.ts';
import { TIMES, type AliasMinute, type ComparedMinute } from '../../../../rollout/lambda/minutes.ts';
import type { RolloutRecord } from '../../../../rollout/record/record.ts';
import { addSeconds } from '../../../../rollout/time.ts';
import { NO_5XX_SEEN } from '../../../../statemachine/contract/answer-metrics.ts';
import { DEFAULT_COMPARE } from '../../../../statemachine/contract/compare.ts';
import { memoryPorts } from '../../../../verify/memory/ports.ts';
import { memoryService, START } from '../../../../verify/memory/service.ts';

const DAY = 24 * 3600;
/** Ten minutes after the shift, which settled for 90 s. */
const SHIFTED = START;
const NOW = addSeconds(START, 600);
const AT_10 = { shiftedAt: SHIFTED.toISOString(), subject: 'canary', weight: 10, previousVersion: '1' } as const;
const since = (firstShiftedAt: Date): Watched => ({
  ...AT_10,
  compare: { ...DEFAULT_COMPARE, firstShiftedAt: firstShiftedAt.toISOString() },
});

const side = (requests: number, bad: number, slow: number): AliasMinute => ({
  invocations: requests,
  errors: bad,
  requests,
  serverErrors: 0,
  slower: TIMES.map(() => slow),
  slowerByFactor: { 1: TIMES.map(() => slow), 1.5: TIMES.map(() => slow) },
});
interface Load {
  readonly bad?: number;
  readonly slow?: number;
  readonly refused?: (i: number) => boolean;
}

/** A look at minutes in which production has 900 requests and the canary 100, of which so many are bad, or slow. */
async function look(watched: Watched, { bad = 0, slow = 0, refused }: Load = {}, record: Partial<RolloutRecord> = {}) {
  const asked: unknown[][] = [];
  const { minutes } = memoryPorts(memoryService().world);
  const read: typeof minutes.read = (...args) => {
    asked.push(args);
    const [from, to] = args;
    const first = Math.floor(from.getTime() / 60_000);
    const count = Math.min(60, Math.floor(to.getTime() / 60_000) - first);
    const all = Array.from({ length: count }, (_, i): ComparedMinute => ({
      start: new Date((first + i) * 60_000),
      canary: side(100, bad, slow),
      production: side(900, 0, 0),
      ...(refused?.(i) && { withoutTimes: true }),
    }));
    return Promise.resolve(all);
  };
  const seen = await lookAtTraffic(
    { minutes: { ...minutes, read } },
    watched,
    { revision: 1, ...record },
    addSeconds(SHIFTED, 120),
    NOW,
  );
  return { asked, seen };
}

describe('a look at traffic', () => {
  it('asks for the release’s own minutes and nothing besides, of which those that have settled count', async () => {
    const { asked, seen } = await look(since(SHIFTED));
    expect(asked).toEqual([[SHIFTED, NOW, TIMES, [1.5], [], undefined]]);
    // From 09:02 to 09:10: the minute that begins as the weight has settled is one of them.
    expect(seen.requests).toBe(800);
    expect(seen.comparisons?.map(({ noun }) => noun)).toEqual(['errors', 'answers with status 5XX', 'latency']);
    expect(seen.blindSpots).toEqual([]);
  });

  it('compares no answers where nobody counts them, and says so', async () => {
    const { seen } = await look({ ...since(SHIFTED), answersFrom: 'none' });
    expect(seen.comparisons?.map(({ noun }) => noun)).toEqual(['errors', 'latency']);
    expect(seen.blindSpots).toEqual([NO_5XX_SEEN]);
  });

  it('says once that times are not compared where CloudWatch refuses to count them in any minute', async () => {
    const { seen } = await look(since(SHIFTED), { refused: (i) => i === 3 });
    expect(seen.blindSpots).toEqual([TIMES_REFUSED]);
  });

  it('goes back two weeks at most, and says so where that leaves something out', async () => {
    const whole = await look(since(addSeconds(NOW, -14 * DAY)));
    expect(whole.asked[0]?.[0]).toEqual(addSeconds(NOW, -14 * DAY));
    expect(whole.seen.blindSpots).toEqual([]);
    const part = await look(since(addSeconds(NOW, -14 * DAY - 1)));
    expect(part.asked[0]?.[0]).toEqual(addSeconds(NOW, -14 * DAY));
    expect(part.seen.blindSpots).toEqual(['compared is what came in the last 14 days']);
  });
});

describe('a canary that looks worse', () => {
  it('is looked at beside the three hours before the release, as far as CloudWatch has them', async () => {
    const first = addSeconds(NOW, -14 * DAY + 3 * 3600);
    const { asked, seen } = await look(since(first), { bad: 20 });
    expect(asked.map(([from, to]) => [from, to])).toEqual([
      [first, NOW],
      [first, NOW],
      [addSeconds(first, -3 * 3600), first],
    ]);
    expect(asked[1]?.at(-1)).toBe('with proof');
    expect(seen.comparisons?.[0]).toMatchObject({ noun: 'errors', outcome: 'worse' });
  });

  it('is worse all the same where it has them no more, and does not ask', async () => {
    const { asked, seen } = await look(since(addSeconds(NOW, -14 * DAY + 3 * 3600 - 1)), { bad: 20 });
    expect(asked).toHaveLength(2);
    expect(seen.comparisons?.[0]).toMatchObject({ noun: 'errors', outcome: 'worse' });
  });

  it('by its times is looked at beside production when that was new, read as both sides in one call', async () => {
    const claimed = addSeconds(START, -DAY);
    const record = { lastPromoted: '1', lastPromotedClaimedAt: claimed.toISOString() };
    const { asked } = await look(since(SHIFTED), { slow: 90 }, record);
    expect(asked[2]).toEqual([claimed, addSeconds(claimed, 600 + 900), TIMES, [1.5, 1]]);
  });
});
