import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betsAgainstWorse, betsAlone, oddsBeside, stakeFor, type Bet } from '../../../rollout/evidence/bets.ts';
import { divergence, upperBound } from '../../../rollout/evidence/chernoff.ts';
import { NOTHING, share, type Minute } from '../../../rollout/evidence/counts.ts';
import { highestWealth, pValue } from '../../../rollout/evidence/e-process.ts';
import { alternativesOf, ANY_SHARE, RARE } from '../../../rollout/evidence/grid.ts';
import { levelOf } from '../../../rollout/evidence/level.ts';
import { fewestRequests, requestsToDetect } from '../../../rollout/evidence/minimum.ts';
import { logGain, logOutcome, oddsOf } from '../../../rollout/evidence/odds.ts';
import { winnerOf } from '../../../rollout/evidence/winner.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';

/** Terms of a binomial distribution. */
function binomialTerms(n: number, p: number): number[] {
  const choose = (k: number): number => (k === 0 ? 1 : (choose(k - 1) * (n - k + 1)) / k);
  return Array.from({ length: n + 1 }, (_, k) => choose(k) * p ** k * (1 - p) ** (n - k));
}

function gainOf(bet: Bet, minute: Minute, ratio: number): number {
  return logGain(oddsBeside(bet, minute.canary.requests, minute.production.requests, ratio), minute);
}

/** What a bet makes of 1 on average, summed over everything that can happen. */
function expected(bet: Bet, ratio: number, n: number, m: number, canary: number, production: number): number {
  return binomialTerms(n, canary).reduce(
    (sum, chance, bad) =>
      sum +
      binomialTerms(m, production).reduce(
        (inner, other, badOther) =>
          inner +
          chance *
            other *
            Math.exp(gainOf(bet, { canary: { requests: n, bad }, production: { requests: m, bad: badOther } }, ratio)),
        0,
      ),
    0,
  );
}

/** Production's true chance, in multiples of the one that the bet takes for it. */
const far = fc.double({ min: 0, max: 3, noNaN: true });
/** How far from the border, which is where a mistake shows first. */
const part = fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
const setting = fc.record({
  tolerance: fc.record({
    ratio: fc.double({ min: 1, max: 3, noNaN: true }),
    margin: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
  }),
  grid: fc.constantFrom(RARE, ANY_SHARE),
  n: fc.integer({ min: 1, max: 6 }),
  m: fc.integer({ min: 1, max: 6 }),
  pick: fc.nat(),
});

function pickFrom(bets: readonly Bet[], pick: number): Bet {
  const bet = bets[pick % bets.length];
  if (bet === undefined) throw new Error('no bet to pick');
  return bet;
}

describe('a bet', () => {
  it('multiplies by 1 + stake (bad - chance) for each request', () => {
    expect(logOutcome(oddsOf(0.25, 2), { requests: 3, bad: 1 })).toBeCloseTo(Math.log(2.5 * 0.5 * 0.5), 12);
  });

  it('takes the stake that gains fastest for the odds it is meant for', () => {
    // Odds of 1 to 9, nine times as high: a chance of 1/2. (0.5 - 0.1) / (0.1 * 0.9)
    expect(stakeFor(0.1, 9)).toBeCloseTo(0.4 / 0.09, 12);
    expect(stakeFor(0.5, 1 / 3)).toBeCloseTo(-1, 12);
  });

  it('against "worse" wins by the good requests of the canary and by the bad ones of production', () => {
    const bet: Bet = { production: 0.1, canary: 0.1, stake: -1 };
    const gain = gainOf(bet, { canary: { requests: 1, bad: 0 }, production: { requests: 10, bad: 10 } }, 1);
    expect(gain).toBeCloseTo(Math.log(1.1) + 10 * Math.log(1.09), 12);
  });

  it('stakes less where production has few requests, so that none of them ruins it', () => {
    // -t = -s / 10 may be 0.9 / 0.1 = 9 at most, so s is held at 0.9.
    const bet: Bet = { production: 0.1, canary: 0.1, stake: -5 };
    const gain = gainOf(bet, { canary: { requests: 10, bad: 0 }, production: { requests: 1, bad: 0 } }, 1);
    expect(gain).toBeCloseTo(10 * Math.log(1 + 0.09) + Math.log(0.1), 12);
  });

  it('stays as it is when one side had no requests', () => {
    const bet: Bet = { production: 0.1, canary: 0.1, stake: 1 };
    expect(gainOf(bet, { canary: { requests: 9, bad: 9 }, production: { requests: 0, bad: 0 } }, 1)).toBe(0);
    expect(gainOf(bet, { canary: { requests: 0, bad: 0 }, production: { requests: 9, bad: 9 } }, 1)).toBe(0);
  });

  it('gains nothing on average on a canary that is worse, when it is against that', () => {
    fc.assert(
      fc.property(setting, far, part, ({ tolerance, grid, n, m, pick }, far, part) => {
        const bet = pickFrom(betsAgainstWorse(grid, tolerance), pick);
        const production = Math.min(far * bet.production, (1 - tolerance.margin) / tolerance.ratio);
        const canary = 1 - part * (1 - tolerance.ratio * production - tolerance.margin);
        expect(expected(bet, tolerance.ratio, n, m, canary, production)).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 400 },
    );
    expect.hasAssertions();
  });

  it('on the canary alone is made for every odds, and for none when anything is tolerable', () => {
    expect(betsAlone(ANY_SHARE, 0.1).map(({ canary, stake }) => [canary, stake])).toEqual(
      ANY_SHARE.odds.map((odds) => [0.1, stakeFor(0.1, odds)]),
    );
    expect(betsAlone(ANY_SHARE, 1)).toEqual([]);
  });

  it('is made for no border at which all requests may be bad', () => {
    const all = { ratio: 1, margin: 0.7 };
    expect(new Set(betsAgainstWorse(RARE, all).map(({ production }) => production))).toEqual(
      new Set(RARE.production.slice(0, -1)),
    );
    expect(alternativesOf(RARE, all)).toHaveLength((RARE.production.length - 1) * RARE.odds.length);
  });
});

/** Of bets on one cut: what each makes of a stake of 1, minute by minute. */
const wealthOf = (gains: readonly (readonly number[])[]): number =>
  highestWealth([{ count: gains[0]?.length ?? 0, minutes: gains.length, gains: (minute) => gains[minute] ?? [] }]);

describe('the wealth of a series', () => {
  it('is 1 before the first minute', () => expect(wealthOf([])).toBe(1));

  it('counts what has begun, minute by minute, and what is still kept', () => {
    // After one: 1/2 * 2 + 1/2. After two: (1 + 1/6) * 3 + 1/3.
    expect(wealthOf([[2]])).toBeCloseTo(1.5, 12);
    expect(wealthOf([[2], [3]])).toBeCloseTo(3.5 + 1 / 3, 12);
  });

  it('averages over the bets', () => {
    expect(wealthOf([[2, 6]])).toBeCloseTo((1 + 3) / 2 + 0.5, 12);
  });

  it('never falls, and starts again after good minutes', () => {
    expect(wealthOf([[9], [Math.exp(-50)]])).toBeCloseTo(5, 12);
    // Ruined in the first minute; the sixth of the second minute still makes 1/6 * 60 + 1/3.
    expect(wealthOf([[0], [60]])).toBeCloseTo(10 + 1 / 3, 12);
  });

  it('gains a hundredfold at most in one minute', () => {
    expect(wealthOf([[1e9, 1]])).toBeCloseTo((50 + 0.5) / 2 + 0.5, 12);
  });

  it('stays finite', () =>
    expect(pValue(wealthOf(Array.from({ length: 400 }, () => [Math.exp(500)])))).toBeGreaterThan(0));
});

describe('the winner', () => {
  it('is the bet and the stretch of minutes with the largest gain, whatever the bound on a minute', () => {
    const gains = [
      [1, 1],
      [1, 0.1],
      [1, 50],
      [1, 60],
      [1, 0.5],
    ];
    expect(winnerOf(gains)).toEqual({ bet: 1, from: 2, to: 3 });
    expect(
      winnerOf([
        [30, 1000],
        [40, 0.1],
      ]),
    ).toEqual({ bet: 0, from: 0, to: 1 });
  });

  it('is nobody where nothing gained', () => {
    expect(winnerOf([])).toBeUndefined();
    expect(winnerOf([[1, 0.5]])).toBeUndefined();
  });

  it('begins where it last had no more than its stake, and ends where it last had most', () => {
    expect(winnerOf([[1], [50]])).toEqual({ bet: 0, from: 1, to: 1 });
    expect(winnerOf([[2], [1], [0.9]])).toEqual({ bet: 0, from: 0, to: 1 });
    expect(winnerOf([[3], [0.2], [2], [2]])).toEqual({ bet: 0, from: 2, to: 3 });
  });

  it('is found where more is gained than a number can be', () => {
    expect(winnerOf([[1e200], [1e200], [0.5]])).toEqual({ bet: 0, from: 0, to: 1 });
  });
});

describe('closed forms', () => {
  it('the share of the bad is 0 where there is nothing', () => {
    expect(share({ requests: 4, bad: 1 })).toBe(0.25);
    expect(share(NOTHING)).toBe(0);
  });

  it('divergence', () => {
    expect(divergence(0.5, 0.25)).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 12);
    expect(divergence(0, 0.2)).toBeCloseTo(-Math.log(0.8), 12);
    expect(divergence(1, 0.2)).toBeCloseTo(Math.log(5), 12);
  });

  it('upper bound: without a bad request it is 1 - alpha^(1/n)', () => {
    expect(upperBound({ requests: 10, bad: 0 }, 0.05)).toBeCloseTo(1 - 0.05 ** 0.1, 9);
    expect(upperBound({ requests: 0, bad: 0 }, 0.05)).toBe(1);
    expect(upperBound({ requests: 4, bad: 4 }, 0.05)).toBe(1);
  });

  it("upper bound: as far above what was seen as Chernoff's bound allows", () => {
    const bound = upperBound({ requests: 200, bad: 10 }, 0.05);
    expect(bound).toBeGreaterThan(0.05);
    expect(200 * divergence(0.05, bound)).toBeCloseTo(Math.log(20), 9);
  });

  it('fewest requests: ln(1/alpha) over the divergence', () => {
    // ln(20) / (0.5 ln 2 + 0.5 ln(2/3)), production 0.15, ratio 1.5, margin 0.025.
    expect(fewestRequests(0.5, 0.15, { ratio: 1.5, margin: 0.025 }, 0.05)).toBeCloseTo(20.826, 2);
  });

  it('requests to see a canary that fails one time in five, at the defaults', () => {
    // ln(56 / 0.000125) / (0.2 ln(0.2 / 0.0025) + 0.8 ln(0.8 / 0.9975)) = 13.01 / 0.6999
    expect(requestsToDetect(0.2, 0.001, { ratio: 1.5, margin: 0.001 }, levelOf(DEFAULT_COMPARE.alpha, 3).beside)).toBe(
      19,
    );
  });

  it('shares the level out over series, side by side and alone, and for a wrong memory', () => {
    const { beside, alone } = levelOf(0.0012, 3);
    expect(beside).toBeCloseTo(0.0003, 12);
    expect(alone).toBeCloseTo(0.00005, 12);
    expect(3 * (beside + 2 * alone)).toBeCloseTo(0.0012, 12);
  });

  it('keeps nothing for 100 where the canary always has something beside it', () => {
    const { beside, alone } = levelOf(0.0012, 3, true);
    expect(beside).toBeCloseTo(0.0004, 12);
    expect(alone).toBe(0);
  });
});
