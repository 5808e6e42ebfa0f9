import { conduct } from '../simulation/conduct.ts';
import { executionArn } from '../simulation/disturb.ts';
import { RELEASE } from '../simulation/case.ts';
import type { Violation } from '../simulation/invariants.ts';
import { judgeRun } from '../simulation/judge-run.ts';
import { timeline } from '../simulation/trace.ts';
import type { Plant } from '../plants/plant.ts';
import type { Doubt } from './doubts.ts';
import type { Scenario } from './scenarios.ts';
import { BELIEVED } from './truth.ts';
import { settingOf } from './world/setting.ts';

/** How a release ended that was tried under some doubts. */
export interface Ending {
  readonly outcome: 'promoted' | 'held, then rolled back' | 'rolled back' | 'refused';
  /** Why, in the words of the execution; empty for what was promoted. */
  readonly cause: string;
  /** What must not be: an invariant, a bad version in production, a good one ended by words that name no doubt. */
  readonly unsafe: readonly string[];
  /** From the wish for a rollback to the canary's last weight, in simulated seconds. */
  readonly secondsToSafety: number | undefined;
  /** Everything that happened, for people. */
  readonly report: () => string;
}

export interface TryOptions {
  readonly seed: number;
  readonly plant?: Plant;
}

/** Plays a scenario in a world of these doubts. */
export async function tryScenario(
  { fault, one, release }: Scenario,
  doubts: readonly Doubt[],
  { seed, plant }: TryOptions,
): Promise<Ending> {
  const truth = doubts.reduce((changed, { change }) => change(changed), BELIEVED);
  const { ends, ...alone } = one;
  const certain = doubts.every(({ healthy }) => healthy === 'promoted');
  const run = await conduct(
    { ...alone, ...(certain && ends && { ends }), disturbances: [...one.disturbances, ...truth.disturbances] },
    { seed, setting: settingOf(truth, fault), ...(plant && { plant }) },
  );
  const { simulation, start } = run;
  const { world, machines, trace } = simulation;
  const execution = machines.execution(executionArn(RELEASE));
  const { violations, secondsToSafety } = judgeRun(run);
  const kinds = world.announcements.filter(({ rollout }) => rollout === execution.arn).map(({ kind }) => kind);
  const cause =
    execution.status === 'SUCCEEDED' ? '' : `${execution.error ?? execution.status}: ${execution.cause ?? ''}`;
  const outcome = outcomeOf(execution.status, kinds);
  const production = world.alias('production').version;
  const unsafe = [
    ...violations.map(inWords),
    ...(release !== 'good' && production === '7' ? [`production runs version 7, which ${one.about}`] : []),
    ...doubts.flatMap(({ safeWithinSeconds = Infinity }) =>
      (secondsToSafety ?? 0) > safeWithinSeconds ? [`users were back after ${secondsToSafety} s only`] : [],
    ),
    ...(release === 'good' && outcome !== 'promoted' && !named(doubts, cause)
      ? [`ends without naming a doubt: ${cause}`]
      : []),
  ];
  const report = () => [timeline(trace, start), ...unsafe.map((what) => `UNSAFE: ${what}`)].join('\n');
  return { outcome, cause, unsafe, secondsToSafety, report };
}

const inWords = ({ invariant, message }: Violation): string => `${invariant}: ${message}`;

function outcomeOf(status: string, kinds: readonly string[]): Ending['outcome'] {
  if (status === 'SUCCEEDED') return 'promoted';
  if (!kinds.includes('started') && !kinds.includes('rolled back')) return 'refused';
  return kinds.includes('held') ? 'held, then rolled back' : 'rolled back';
}

const named = (doubts: readonly Doubt[], cause: string): boolean =>
  doubts.some(({ healthy }) => healthy !== 'promoted' && healthy.test(cause));
