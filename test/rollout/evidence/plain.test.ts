import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betsAgainstWorse, betsAlone, oddsBeside } from '../../../rollout/evidence/bets.ts';
import { compare, type Comparison } from '../../../rollout/evidence/comparison.ts';
import { upperBound } from '../../../rollout/evidence/chernoff.ts';
import { NOTHING, type Count, type Minute } from '../../../rollout/evidence/counts.ts';
import { CEILING, MOST_A_MINUTE, MOST_A_MINUTE_ALONE } from '../../../rollout/evidence/e-process.ts';
import { alternativesOf } from '../../../rollout/evidence/grid.ts';
import { logGain, logOutcome, oddsOf } from '../../../rollout/evidence/odds.ts';
import { oddsAgainst } from '../../../rollout/evidence/projection.ts';
import {
  errorSeries,
  latencySeries,
  type Alone,
  type Counted,
  type Cut,
  type Series,
} from '../../../rollout/evidence/series.ts';

const LEVEL = { beside: 0.01, alone: 0.005 };
const TOLERANCE = { ratio: 1.5, margin: 0.005 };

/** The comparison as it is written down: every gain of every bet from the counts, one list for each minute. */
function plainWealth(gains: readonly (readonly number[])[], most: number): number {
  let begun = gains[0]?.map(() => 0) ?? [];
  let highest = 1;
  for (const [i, ofMinute] of gains.entries()) {
    const minute = i + 1;
    begun = begun.map((wealth, bet) =>
      Math.min((wealth + 1 / (minute * (minute + 1))) * Math.min(ofMinute[bet] ?? 1, most), CEILING),
    );
    const sum = begun.reduce((all, wealth) => all + wealth, 0);
    if (begun.length > 0) highest = Math.max(highest, sum / begun.length + 1 / (minute + 1));
  }
  return highest;
}

const pOf = (wealth: number): number => Math.min(1, 1 / wealth);
const scaled = (gain: number, dispersion: number): number => (dispersion === 1 ? gain : gain ** (1 / dispersion));
const range = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);
const NO_MINUTE: Minute = { canary: NOTHING, production: NOTHING };

function gainsAgainst(cut: Cut, i: number, what: 'tolerable' | 'worse'): readonly number[] {
  const { border, dispersion = 1, minutes } = cut;
  const { grid, tolerance } = border;
  const minute = minutes[i] ?? NO_MINUTE;
  const [n, m] = [minute.canary.requests, minute.production.requests];
  const odds =
    what === 'tolerable'
      ? alternativesOf(grid, tolerance).map((alternative) => oddsAgainst(alternative, tolerance, n, m))
      : betsAgainstWorse(grid, tolerance).map((bet) => oddsBeside(bet, n, m, tolerance.ratio));
  return odds.map((each) => scaled(Math.exp(logGain(each, minute)), dispersion));
}

function gainsAlone({ alone, border, dispersion = 1 }: Cut, i: number, cuts: number): readonly number[] {
  if (alone === undefined) return [];
  const { requests, bad } = alone.remembered;
  const bound = upperBound({ requests: requests / dispersion, bad: bad / dispersion }, LEVEL.alone / cuts);
  const most = border.remembered.ratio * bound + border.remembered.margin;
  return betsAlone(border.grid, most).map(({ canary, stake }) =>
    scaled(Math.exp(logOutcome(oddsOf(canary, stake), alone.canary[i] ?? NOTHING)), dispersion),
  );
}

function plain(cuts: readonly Cut[]): Pick<Comparison, 'p' | 'outcome'> {
  const longest = Math.max(...cuts.map(({ minutes }) => minutes.length));
  const beside = range(longest).map((i) => cuts.flatMap((cut) => gainsAgainst(cut, i, 'tolerable')));
  const judged = cuts.filter(({ alone }) => alone !== undefined);
  const longestAlone = Math.max(0, ...judged.map(({ alone }) => alone?.canary.length ?? 0));
  const alone = range(longestAlone).map((i) => judged.flatMap((cut) => gainsAlone(cut, i, judged.length)));
  const fine = cuts.map((cut) =>
    pOf(
      plainWealth(
        range(cut.minutes.length).map((i) => gainsAgainst(cut, i, 'worse')),
        MOST_A_MINUTE,
      ),
    ),
  );
  const [pBeside, pAlone] = [pOf(plainWealth(beside, MOST_A_MINUTE)), pOf(plainWealth(alone, MOST_A_MINUTE_ALONE))];
  const worse = pBeside <= LEVEL.beside || pAlone <= LEVEL.alone;
  const isFine = judged.length === 0 && fine.every((p) => p <= 0.01);
  return { p: Math.min(pBeside, pAlone), outcome: worse ? 'worse' : isFine ? 'fine' : 'open' };
}

const counts = (most: number): fc.Arbitrary<Count> =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.constantFrom(0, 0, 0.01, 0.1, 0.5, 1))
    .map(([requests, share]) => ({ requests, bad: Math.round(share * requests) }));
const minutes = fc.array(fc.record({ canary: counts(200), production: counts(900) }), { minLength: 1, maxLength: 12 });
const ALONE: readonly (readonly Count[])[] = [[{ requests: 300, bad: 9 }], [{ requests: 300, bad: 150 }]];
const MEMORIES: readonly Count[] = [
  { requests: 9_000, bad: 9 },
  { requests: 9_000, bad: 900 },
];
/** Often with one half that is another cut's, too. */
const alone: fc.Arbitrary<Alone> = fc.record({
  remembered: fc.oneof(fc.constantFrom(...MEMORIES), counts(9_000)),
  canary: fc.oneof(fc.constantFrom(...ALONE), fc.array(counts(900), { minLength: 1, maxLength: 6 })),
});
const rest = fc.record({ alone, dispersion: fc.constantFrom(1, 1.7, 4) }, { requiredKeys: [] });
const counted: fc.Arbitrary<Counted> = fc.tuple(minutes, rest).map(([both, more]) => ({ minutes: both, ...more }));
/** Most of which share minutes with the one before, and with it or not what else they count. */
const times: fc.Arbitrary<readonly Counted[]> = fc
  .array(fc.tuple(minutes, fc.array(fc.tuple(rest, fc.integer({ min: 1, max: 2 })), { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 2,
  })
  .map((drawn) =>
    drawn.flatMap(([both, mores]) =>
      mores.flatMap(([more, often]) => range(often).map(() => ({ minutes: both, ...more }))),
    ),
  );

/** So that the stronger of the two does not hide what the other comes to. */
const onlyBeside = ({ noun, cuts }: Series): Series => ({ noun, cuts: cuts.map(({ alone: _alone, ...cut }) => cut) });
const NO_MINUTES: readonly Minute[] = [];
const onlyAlone = ({ noun, cuts }: Series): Series => ({
  noun,
  cuts: cuts.map((cut) => ({ ...cut, minutes: NO_MINUTES })),
});

describe('a comparison', () => {
  it('gives to the last bit what a plain one gives', () => {
    const series = fc.oneof(
      counted.map((each) => errorSeries('errors', each, TOLERANCE)),
      times.map((each) => latencySeries(each, 0.05)),
      fc.tuple(times, times).map(([bulk, tail]) => latencySeries(bulk, 0.05, { times: tail, share: 0.01 })),
      // The very same minutes by two borders.
      times.map(([each = { minutes: [] }]) => latencySeries([each], 0.05, { times: [each], share: 0.01 })),
    );
    fc.assert(
      fc.property(series, (drawn) => {
        for (const each of [drawn, onlyBeside(drawn), onlyAlone(drawn)]) {
          const { outcome, p } = compare(each, LEVEL, true);
          expect({ outcome, p }).toStrictEqual(plain(each.cuts));
        }
      }),
      { numRuns: 200 },
    );
  });
});
