import { betsAgainstWorse, oddsBeside } from './bets.ts';
import { gainsOn, perBorder } from './bets-on-border.ts';
import { highestWealth, MOST_A_MINUTE_ALONE, pValue } from './e-process.ts';
import { foundAlone, foundBeside, type Found } from './found.ts';
import { besideMemory, besideProduction, type CutAlone } from './gains.ts';
import { alternativesOf } from './grid.ts';
import type { Level } from './level.ts';
import { oddsAgainst } from './projection.ts';
import { countsAs, countsOf, type Cut, type Outcome, type Series } from './series.ts';
import { describe } from './words.ts';

export interface Comparison {
  readonly noun: string;
  readonly outcome: Outcome;
  /** The chance of as much evidence from a tolerable canary, however often one looks. */
  readonly p: number;
  /** Whether both sides had requests at all. */
  readonly compared: boolean;
  /** Whether the plan names it: then it is told of at every check, also that there was nothing to compare. */
  readonly named?: boolean;
  /** False where the plan only watches it: told, and no part of the verdict. */
  readonly judges?: boolean;
  /** True where it was found beside a production that is only remembered. */
  readonly before?: boolean;
  /** "canary 4.1 % errors (37 of 902) against 0.2 % (16 of 8,110), 12:04 to 12:16 UTC: worse, p < 0.001" */
  readonly words: string;
}

/** Whether it rolls a canary back: it looks worse, and the plan lets it judge. */
export const condemns = ({ judges, outcome }: Comparison): boolean => outcome === 'worse' && judges !== false;

/**
 * A canary that is called fine, and ends its bake early if the plan allows it, is worse than tolerable with at most
 * this chance.
 */
const FINE = 0.01;

/**
 * Is the canary worse than it may be? Looks at the whole release each time, so nothing has to be kept between two
 * checks, and what a low weight began to show a higher one can finish.
 * @param wantsFine whether it matters if the canary is certainly fine: a plan that never ends a bake early need not
 * know
 */
export function compare(series: Series, level: Level, wantsFine = false): Comparison {
  const { noun, cuts } = series;
  const [beside, alone] = [againstTolerable(cuts, level.beside), againstMemory(cuts, level.alone)];
  const p = Math.min(beside.p, alone.p);
  const found = beside.found ?? alone.found;
  const outcome = found !== undefined ? 'worse' : wantsFine && isFine(cuts) ? 'fine' : 'open';
  return {
    noun,
    outcome,
    p,
    compared: cuts.some(hasBoth),
    words: describe(series, outcome, p, found),
    ...(found?.before && { before: true }),
  };
}

interface Refuted {
  readonly p: number;
  /** Where it is refuted at the level. */
  readonly found?: Found;
}

/** For each border, the bets on all alternatives against their projections. */
const againstTolerableAt = perBorder((grid, tolerance) => {
  const alternatives = alternativesOf(grid, tolerance);
  const gains = gainsOn((requests, others) =>
    alternatives.map((alternative) => oddsAgainst(alternative, tolerance, requests, others)),
  );
  return { count: alternatives.length, gains };
});

/** The same against "worse". */
const againstWorseAt = perBorder((grid, tolerance) => {
  const bets = betsAgainstWorse(grid, tolerance);
  const gains = gainsOn((requests, others) => bets.map((bet) => oddsBeside(bet, requests, others, tolerance.ratio)));
  return { count: bets.length, gains };
});

function againstTolerable(cuts: readonly Cut[], level: number): Refuted {
  const bets = besideProduction(cuts, ({ border: { grid, tolerance } }) => againstTolerableAt(grid, tolerance));
  const p = pValue(highestWealth(bets));
  const found = p <= level ? foundBeside(cuts, bets) : undefined;
  return { p, ...(found && { found }) };
}

function againstMemory(cuts: readonly Cut[], alpha: number): Refuted {
  const judged = cuts.filter((cut): cut is CutAlone => cut.alone !== undefined);
  const bets = besideMemory(judged, alpha);
  const p = pValue(highestWealth(bets, MOST_A_MINUTE_ALONE));
  const found = p <= alpha ? foundAlone(judged, bets) : undefined;
  return { p, ...(found && { found }) };
}

function hasBoth(cut: Cut): boolean {
  return countsOf(cut).every(({ requests }) => requests > 0);
}

/**
 * Certain at every cut: one that is not fine at some time is not fine. What is only remembered makes nobody certain.
 */
function isFine(cuts: readonly Cut[]): boolean {
  if (cuts.length === 0 || cuts.some(({ alone }) => alone !== undefined)) return false;
  return cuts.every((cut, k) => {
    if (cut.border === cuts[k - 1]?.border && countsAs(cut, cuts[k - 1])) return true;
    const bets = besideProduction([cut], ({ border: { grid, tolerance } }) => againstWorseAt(grid, tolerance));
    return pValue(highestWealth(bets)) <= FINE;
  });
}
