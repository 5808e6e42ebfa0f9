import { median, upperChance } from './proportion.ts';
import type { Outcome } from './simulate.ts';

/** What became of a number of releases. */
export interface Tally {
  readonly runs: number;
  readonly promoted: number;
  readonly rolledBack: number;
  readonly held: number;
  /** Of all of them together, within the time that was watched. */
  readonly bad: number;
  /** Seconds from the first bad answer that was possible to the decision: half of those rolled back. */
  readonly detection?: number;
}

export const NO_RUNS: Tally = { runs: 0, promoted: 0, rolledBack: 0, held: 0, bad: 0 };

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const ended = (how: Outcome['ended']) => outcomes.filter((outcome) => outcome.ended === how).length;
  const detection = median(
    outcomes.flatMap(({ ended: how, detection: seconds }) =>
      how === 'rolled back' && seconds !== undefined ? [seconds] : [],
    ),
  );
  return {
    runs: outcomes.length,
    promoted: ended('promoted'),
    rolledBack: ended('rolled back'),
    held: ended('held'),
    bad: outcomes.reduce((sum, { bad }) => sum + bad, 0),
    ...(detection !== undefined && { detection }),
  };
}

/** Without the seconds, which have no sum. */
export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, each) => ({
      runs: sum.runs + each.runs,
      promoted: sum.promoted + each.promoted,
      rolledBack: sum.rolledBack + each.rolledBack,
      held: sum.held + each.held,
      bad: sum.bad + each.bad,
    }),
    NO_RUNS,
  );
}

/** Not rolled back: also what was held, for users go on getting its answers. */
export const missed = ({ runs, rolledBack }: Tally): number => (runs === 0 ? 1 : 1 - rolledBack / runs);

export const meanBad = ({ runs, bad }: Tally): number => (runs === 0 ? 0 : bad / runs);

/** Upper 95 % bound of the chance of being rolled back, and of not being. */
export const mostRolledBack = ({ runs, rolledBack }: Tally): number => upperChance(rolledBack, runs);
export const mostMissed = ({ runs, rolledBack }: Tally): number => upperChance(runs - rolledBack, runs);
