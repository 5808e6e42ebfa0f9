import { RELEASE } from '../simulation/case.ts';
import type { Run } from '../simulation/conduct.ts';
import { executionArn } from '../simulation/disturb.ts';
import type { Judgement } from '../simulation/judge-run.ts';
import type { Doubt } from './doubts.ts';
import type { Ending } from './ending.ts';
import type { Scenario } from './scenarios.ts';

/** What must not be in how a release ended, one line each; nothing where it is safe. */
export function unsafeIn(
  run: Run,
  { one, release }: Scenario,
  doubts: readonly Doubt[],
  { violations, secondsToSafety = 0 }: Judgement,
  { outcome, cause }: Pick<Ending, 'outcome' | 'cause'>,
): readonly string[] {
  const { world } = run.simulation;
  const runsIt = world.alias('production').version === '7';
  const ranIt = world.written.some(({ actor, what }) => actor === executionArn(RELEASE) && what === 'production 7');
  const onlyThere = one.versions['7'] === 'fails in production';
  // Doubts beside each other take away what would have brought users back in time.
  const bound = doubts.length === 1 ? doubts[0]?.safeWithinSeconds : undefined;
  return [
    ...violations.map(({ invariant, message }) => `${invariant}: ${message}`),
    ...(release !== 'good' && runsIt ? [`production runs version 7, which ${one.about}`] : []),
    ...(release === 'bad' && !onlyThere && ranIt ? [`version 7, which ${one.about}, was promoted`] : []),
    ...(secondsToSafety > (bound ?? Infinity) ? [`users were back after ${secondsToSafety} s only`] : []),
    ...(release === 'good' && outcome !== 'promoted' && !namesOne(doubts, cause)
      ? [`ends without naming a doubt: ${cause}`]
      : []),
  ];
}

const namesOne = (doubts: readonly Doubt[], cause: string): boolean =>
  doubts.some(({ healthy }) => healthy !== 'promoted' && healthy.test(cause));
