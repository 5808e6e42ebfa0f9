import { describe, expect, it } from 'vitest';
import { seededChance } from '../../../bench/exposure/chance.ts';
import { compare } from '../../../rollout/evidence/comparison.ts';
import type { Minute } from '../../../rollout/evidence/counts.ts';
import { levelOf } from '../../../rollout/evidence/level.ts';
import { errorSeries, latencySeries, type Counted, type Series } from '../../../rollout/evidence/series.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';

const TOLERANCE = { ratio: 1.5, margin: 0.001 };
const LEVEL = levelOf(DEFAULT_COMPARE.alpha, 3);

function minute(bad: number, requests: number, otherBad: number, others: number): Minute {
  return { canary: { requests, bad }, production: { requests: others, bad: otherBad } };
}

function errors(...minutes: Minute[]) {
  return errorSeries('errors', { minutes }, TOLERANCE);
}

/** Two cuts: production has 90 % and 10 % beyond them. */
function times(canary: [number, number]) {
  return latencySeries(
    canary.map((bad, i) => ({
      longerThan: { canary: [30, 69][i] ?? 0, production: [20, 46][i] ?? 0 },
      minutes: thrice(minute(bad, 600, [4860, 540][i] ?? 0, 5400)),
    })),
    0.05,
  );
}

const REMEMBERED = { requests: 600_000, bad: 300 };

/** Four minutes alone, with so many bad ones in each. */
function remembered(bad: number): Counted {
  return {
    minutes: [minute(15, 15_000, 15, 15_000)],
    alone: {
      remembered: { requests: 15_000, bad: 15 },
      canary: [...thrice({ requests: 6000, bad }), { requests: 6000, bad }],
    },
  };
}

/** One minute decides nothing by itself; three do. */
function thrice<T>(one: T): T[] {
  return [one, one, one];
}

/** So many minutes alone in which everything fails, and then three good ones. */
function burstAlone(bad: number): Series {
  const burst = Array.from({ length: bad }, () => ({ requests: 60_000, bad: 60_000 }));
  const canary = [...burst, ...thrice({ requests: 60_000, bad: 30 })];
  return errorSeries('errors', { minutes: [], alone: { canary, remembered: REMEMBERED } }, TOLERANCE);
}

describe('a comparison of errors', () => {
  it('says in plain words what it found', () => {
    const bad = errors(minute(20, 450, 8, 4000), minute(17, 452, 8, 4110), minute(18, 448, 8, 4090));
    expect(compare(bad, LEVEL)).toMatchObject({
      outcome: 'worse',
      words: 'canary 4.1 % errors (55 of 1,350) against 0.2 % (24 of 12,200): worse, p < 0.001',
    });
    expect(compare(errors(minute(1, 902, 16, 8110)), LEVEL)).toMatchObject({
      outcome: 'open',
      words: 'canary 0.11 % errors (1 of 902) against 0.2 % (16 of 8,110): no sign of worse',
    });
  });

  it('has nothing to say without requests on both sides', () => {
    for (const minutes of [[], [minute(0, 0, 0, 100)], [minute(9, 9, 0, 0)]])
      expect(compare(errors(...minutes), LEVEL)).toMatchObject({
        outcome: 'open',
        p: 1,
        words: 'errors: nothing to compare',
      });
  });

  it('sees a canary of which every request fails within three minutes at one request a second', () => {
    expect(compare(errors(...thrice(minute(6, 6, 0, 54))), LEVEL).outcome).toBe('worse');
  });

  it.each([1, 1000])('lets no minute decide alone, nor two, however bad they are: %s times as many', (times) => {
    const burst = minute(6 * times, 6 * times, 0, 54 * times);
    const good = minute(0, 6 * times, 0, 54 * times);
    expect(compare(errors(burst), LEVEL).outcome).toBe('open');
    expect(compare(errors(burst, burst, good, good), LEVEL).outcome).toBe('open');
    expect(compare(errors(good, good, good, good, good, burst, burst, good), LEVEL).outcome).toBe('open');
  });

  it('of a canary that is alone lets no three minutes decide, however bad they are; four do', () => {
    expect(compare(burstAlone(3), LEVEL).outcome).toBe('open');
    expect(compare(burstAlone(4), LEVEL).outcome).toBe('worse');
  });

  it('names the part that condemned, with its own counts and minutes, though good ones follow', () => {
    const good = Array.from({ length: 6 }, () => minute(2, 600, 18, 5400));
    const bad = thrice(minute(60, 600, 18, 5400));
    expect(
      compare(
        errors(
          ...[...good, ...bad, ...good].map((one, i) => ({ ...one, start: new Date(Date.UTC(2026, 0, 5, 12, i)) })),
        ),
        LEVEL,
      ),
    ).toMatchObject({
      outcome: 'worse',
      words: 'canary 10 % errors (180 of 1,800) against 0.33 % (54 of 16,200), 12:06 to 12:09 UTC: worse, p < 0.001',
    });
  });

  it('tells at 100 % what was found beside production, also where nothing is alone yet', () => {
    const bad = thrice(minute(60, 600, 18, 5400));
    const alone = { remembered: { requests: 16_200, bad: 54 }, canary: [] };
    expect(compare(errorSeries('errors', { minutes: bad, alone }, TOLERANCE), LEVEL).words).toBe(
      'canary 10 % errors (180 of 1,800) against 0.33 % (54 of 16,200): worse, p < 0.001',
    );
  });

  it('is not moved by what is bad on both sides, and says so', () => {
    const burst = Array.from({ length: 10 }, () => minute(60, 1000, 495, 9000));
    expect(compare(errors(...burst), LEVEL)).toMatchObject({
      outcome: 'open',
      words:
        'canary 6 % errors (600 of 10,000) against 5.5 % (4,950 of 90,000): no sign of worse, but production ' +
        'is in trouble too',
    });
  });

  it('rounds in words what CloudWatch interpolates, and judges by what it says', () => {
    expect(compare(errors(minute(1.4, 902.25, 16.5, 8110.4)), LEVEL).words).toBe(
      'canary 0.16 % errors (1 of 902) against 0.2 % (17 of 8,110): no sign of worse',
    );
  });

  it('bears what the tolerance allows: 0.24 % against 0.1 %', () => {
    expect(compare(errors(...Array.from({ length: 30 }, () => minute(24, 10_000, 90, 90_000))), LEVEL).outcome).toBe(
      'open',
    );
  });

  it('sees a fault that starts in the middle of a bake', () => {
    const good = Array.from({ length: 10 }, () => minute(1, 600, 5, 5400));
    expect(compare(errors(...good, ...thrice(minute(30, 600, 5, 5400))), LEVEL).outcome).toBe('worse');
  });

  it('is certain of a good canary after enough requests, but only where somebody wants to know', () => {
    const good = Array.from({ length: 5 }, () => minute(6, 6000, 54, 54_000));
    expect(compare(errors(...good), LEVEL, true)).toMatchObject({
      outcome: 'fine',
      words: 'canary 0.1 % errors (30 of 30,000) against 0.1 % (270 of 270,000): certainly no worse',
    });
    expect(compare(errors(...good), LEVEL).outcome).toBe('open');
    expect(compare(errors(minute(0, 60, 0, 540)), LEVEL, true).outcome).toBe('open');
  });

  it('beside a production that is only remembered is never certain of a good one', () => {
    const good = Array.from({ length: 5 }, () => minute(6, 6000, 54, 54_000));
    const cut = {
      minutes: good,
      alone: { remembered: { requests: 270_000, bad: 270 }, canary: [{ requests: 60_000, bad: 60 }] },
    };
    expect(compare(errorSeries('errors', cut, TOLERANCE), LEVEL, true)).toMatchObject({
      outcome: 'open',
      words: 'canary 0.1 % errors (60 of 60,000) against 0.1 % (270 of 270,000) before: no sign of worse',
    });
  });

  it('finishes at a higher weight what a lower one began to show', () => {
    const low = Array.from({ length: 7 }, () => minute(1, 60, 0, 540));
    const high = Array.from({ length: 3 }, () => minute(6, 300, 0, 300));
    expect(compare(errors(...low), LEVEL).outcome).toBe('open');
    expect(compare(errors(...high), LEVEL).outcome).toBe('open');
    expect(compare(errors(...low, ...high), LEVEL).outcome).toBe('worse');
  });

  it('beside a production that is only remembered judges by what it did at most', () => {
    expect(compare(errorSeries('errors', remembered(300), TOLERANCE), LEVEL)).toMatchObject({
      outcome: 'worse',
      words: 'canary 5 % errors (1,200 of 24,000) against 0.1 % (15 of 15,000) before: worse, p < 0.001',
    });
    expect(compare(errorSeries('errors', remembered(60), TOLERANCE), LEVEL).outcome).toBe('open');
    expect(
      compare(
        errorSeries(
          'errors',
          { minutes: [], alone: { remembered: { requests: 0, bad: 0 }, canary: [{ requests: 300, bad: 300 }] } },
          TOLERANCE,
        ),
        LEVEL,
      ).outcome,
    ).toBe('open');
  });
});

describe('a comparison of times', () => {
  it('names the times at which both sides differ most', () => {
    expect(compare(times([590, 430]), LEVEL)).toMatchObject({
      outcome: 'worse',
      words:
        'canary 72 % longer than 69 ms (1,290 of 1,800) against 10 % longer than 46 ms (1,620 of 16,200): worse, ' +
        'p < 0.001',
    });
  });

  it('finds nothing in a canary that is as fast, or within the factor', () => {
    expect(compare(times([300, 10]), LEVEL)).toMatchObject({ outcome: 'open', words: 'latency: no sign of worse' });
    expect(compare(times([540, 60]), LEVEL).outcome).toBe('open');
  });

  it('bears a few cold starts', () => {
    expect(compare(latencySeries([{ minutes: [minute(2, 6, 1, 54), minute(1, 6, 0, 54)] }], 0.05), LEVEL).outcome).toBe(
      'open',
    );
  });
});

/** Upper bound of a chance seen `seen` times in `runs`, one-sided 95 %, by the normal approximation of Wilson. */
function upper(seen: number, runs: number): number {
  const z = 1.645;
  const share = seen / runs;
  return (
    (share + z ** 2 / (2 * runs) + z * Math.sqrt((share * (1 - share)) / runs + z ** 2 / (4 * runs ** 2))) /
    (1 + z ** 2 / runs)
  );
}

describe('measured by simulation, looking every minute for twenty minutes', () => {
  const RUNS = 3000;
  it.each([
    ['6 requests a minute, production at 10 % errors', 6, 54, () => 0.1],
    ['50 and 50, production at 1 %', 50, 50, () => 0.01],
    ['600 a minute, bursts of 20 % that hit both sides', 600, 5400, (u: number) => (u < 0.2 ? 0.2 : 0.001)],
  ])(
    'a canary as bad as just tolerable is called worse no more often than the level says: %s',
    (_, canary, production, rate) => {
      const chance = seededChance(20_260_105);
      const alpha = 0.05;
      let wrong = 0;
      for (let run = 0; run < RUNS; run += 1) {
        const minutes = Array.from({ length: 20 }, () => {
          const p = rate(chance.uniform());
          return minute(chance.binomial(canary, 1.5 * p + 0.001), canary, chance.binomial(production, p), production);
        });
        if (compare(errors(...minutes), { beside: alpha, alone: 0 }).outcome === 'worse') wrong += 1;
      }
      expect(upper(wrong, RUNS)).toBeLessThanOrEqual(alpha);
    },
  );

  it('so is one beside a production that is only remembered, though the memory may be wrong', () => {
    const chance = seededChance(20_260_106);
    const alone = 0.025;
    let wrong = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const remembered = { requests: 2000, bad: chance.binomial(2000, 0.01) };
      const canary = Array.from({ length: 10 }, () => ({ requests: 300, bad: chance.binomial(300, 3 * 0.01 + 0.011) }));
      if (
        compare(errorSeries('errors', { minutes: [], alone: { remembered, canary } }, TOLERANCE), { beside: 0, alone })
          .outcome === 'worse'
      )
        wrong += 1;
    }
    expect(upper(wrong, RUNS)).toBeLessThanOrEqual(2 * alone);
  });
});
