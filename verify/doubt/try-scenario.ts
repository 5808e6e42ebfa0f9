import { conduct } from '../simulation/conduct.ts';
import { executionArn } from '../simulation/disturb.ts';
import { RELEASE } from '../simulation/case.ts';
import { judgeRun } from '../simulation/judge-run.ts';
import { timeline } from '../simulation/trace.ts';
import type { Plant } from '../plants/plant.ts';
import type { Doubt } from './doubts.ts';
import type { Ending } from './ending.ts';
import type { Scenario } from './scenarios.ts';
import { BELIEVED } from './truth.ts';
import { unsafeIn } from './unsafe.ts';
import { settingOf } from './world/setting.ts';

export interface TryOptions {
  readonly seed: number;
  readonly plant?: Plant;
}

/** Plays a scenario in a world of these doubts. */
export async function tryScenario(
  scenario: Scenario,
  doubts: readonly Doubt[],
  { seed, plant }: TryOptions,
): Promise<Ending> {
  const { fault, one } = scenario;
  const truth = doubts.reduce((changed, { change }) => change(changed), BELIEVED);
  const { ends, ...alone } = one;
  const certain = doubts.every(({ healthy }) => healthy === 'promoted');
  const run = await conduct(
    {
      ...alone,
      plan: truth.answersFrom === 'access-logs' ? 'answers from access logs' : alone.plan,
      ...(certain && ends && { ends }),
      disturbances: [...one.disturbances, ...truth.disturbances],
    },
    { seed, setting: settingOf(truth, fault), ...(plant && { plant }) },
  );
  const { simulation, start } = run;
  const { world, machines, trace } = simulation;
  const execution = machines.execution(executionArn(RELEASE));
  const judgement = judgeRun(run);
  const kinds = world.announcements.filter(({ rollout }) => rollout === execution.arn).map(({ kind }) => kind);
  const cause =
    execution.status === 'SUCCEEDED' ? '' : `${execution.error ?? execution.status}: ${execution.cause ?? ''}`;
  const outcome = outcomeOf(execution.status, kinds);
  const unsafe = unsafeIn(run, scenario, doubts, judgement, { outcome, cause });
  const report = () => [timeline(trace, start), ...unsafe.map((what) => `UNSAFE: ${what}`)].join('\n');
  return { outcome, cause, unsafe, secondsToSafety: judgement.secondsToSafety, report };
}

function outcomeOf(status: string, kinds: readonly string[]): Ending['outcome'] {
  if (status === 'SUCCEEDED') return 'promoted';
  if (!kinds.includes('started') && !kinds.includes('rolled back')) return 'refused';
  return kinds.includes('held') ? 'held, then rolled back' : 'rolled back';
}
