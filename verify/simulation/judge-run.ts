import { StateName } from '../../statemachine/contract/names.ts';
import { LOWEST_LAST_WEIGHT } from '../../statemachine/contract/plan.ts';
import { shiftsAmong, weightsAmong } from '../../statemachine/contract/state-name.ts';
import type { Execution } from 'local-aws/states';
import { NEXT } from './case.ts';
import { MOST_EXECUTIONS, type Run } from './conduct.ts';
import { executionArn } from './disturb.ts';
import { violationsOf, type Violation } from './invariants.ts';
import { othersFaults } from './others.ts';
import { provisionedFaults } from './provisioned.ts';
import { atRestSince, calmBefore, calmSince, exposures, weightsByHand } from './measure.ts';

/** Everything that a run is measured by. */
export interface Judgement {
  readonly violations: readonly Violation[];
  /**
   * From a wish for a rollback to the canary's last weight, in simulated seconds, the worst of the run; undefined when
   * nothing was asked for.
   */
  readonly secondsToSafety: number | undefined;
  /** Requests that a version failed after its rollback was wanted. */
  readonly badRequests: number;
}

/** Two rounds of the watchdog, a minute apart, and the time that the second takes at most. */
export const TWO_ROUNDS_SECONDS = 2 * 60 + 20;

export function judgeRun({ one, simulation }: Run): Judgement {
  const { dataPlane, machines, trace } = simulation;
  const { entries } = trace;
  const end = simulation.clock.now();
  const violations: Violation[] = [
    ...violationsOf(entries, { weightsOf: (arn) => weightsIn(machines.execution(arn)) }),
  ];
  const violated = (invariant: Violation['invariant'], at: number, message: string) =>
    violations.push({ invariant, at, message });

  const wanted = exposures(entries, end);
  for (const { rollout, safeAt, until } of wanted)
    if (safeAt === undefined)
      violated('I2', until, `the canary still has weight, though ${rollout} is to be rolled back`);

  if (simulation.started >= MOST_EXECUTIONS)
    violated('I6', end, `${simulation.started} executions: rollbacks start rollbacks`);

  const hands = weightsByHand(entries, end);
  for (const { safeAt, until } of hands)
    if (safeAt === undefined) violated('I2', until, 'the canary still has the weight that a person gave it by hand');

  const bound = one.safeWithinSeconds ?? TWO_ROUNDS_SECONDS;
  for (const { askedAt, safeAt } of [...wanted, ...hands]) {
    if (safeAt === undefined) continue;
    const seconds = (safeAt - calmBefore(entries, safeAt, askedAt)) / 1000;
    if (seconds > bound)
      violated(
        'I2',
        safeAt,
        `the canary kept weight for ${seconds} s after a rollback was wanted and the last fault was over`,
      );
  }

  const calm = calmSince(entries);
  const rest = atRestSince(entries);
  if (rest === undefined) violated('I5', end, 'the service is not at rest, and nobody does anything about it any more');
  else if (rest - calm > TWO_ROUNDS_SECONDS * 1000)
    violated(
      'I5',
      rest,
      `at rest only ${(rest - calm) / 1000} s after the last execution ended and the last fault was over`,
    );

  for (const [name, expected] of Object.entries({ ...one.ends, ...(one.next && { [NEXT]: 'promoted' as const }) })) {
    const execution = machines.execution(executionArn(name));
    if (isPromoted(execution) === (expected === 'promoted')) continue;
    violated(
      expected === 'promoted' ? 'I6' : 'I2',
      end,
      `${name} was to be ${expected} and ended ${ending(execution)}`,
    );
  }

  const { world } = simulation;
  const [shown, runs] = world.hasPreview ? [world.alias('preview').version, world.alias('production').version] : [];
  if (shown !== runs) violated('I5', end, `testers still reach version ${shown}, and production runs version ${runs}`);

  for (const { invariant, message } of othersFaults(simulation, one)) violated(invariant, end, message);
  for (const { invariant, message, at = end } of provisionedFaults(simulation)) violated(invariant, at, message);

  return {
    violations,
    secondsToSafety: [...wanted, ...hands].reduce<number | undefined>(
      (worst, { askedAt, safeAt, until }) => Math.max(worst ?? 0, ((safeAt ?? until) - askedAt) / 1000),
      undefined,
    ),
    badRequests: wanted.reduce(
      (sum, { version, askedAt, until }) =>
        sum + dataPlane.requests(askedAt, until, (way) => way.version === version && simulation.fails(way)),
      0,
    ),
  };
}

const isPromoted = ({ status, position }: Execution): boolean =>
  status === 'SUCCEEDED' && (position.state === StateName.promoted || position.state === StateName.reverted);

const ending = ({ status, error, position }: Execution): string =>
  `${status} in "${position.state}"${error === undefined ? '' : `, ${error}`}`;

/**
 * Where it must have baked, as the states of its definition have it: a machine that is updated changes nothing for what
 * runs. That is where it shifts to, whether or not it bakes there; except 100, where the weight before may be a plan's
 * last and nothing bakes at 100.
 */
function weightsIn(execution: Execution): readonly number[] {
  const states = [...execution.revision.definition.states.keys()];
  const shifts = shiftsAmong(states);
  const settlesOnly = (shifts.at(-2) ?? 0) >= LOWEST_LAST_WEIGHT && !weightsAmong(states).includes(100);
  return settlesOnly ? shifts.filter((weight) => weight < 100) : shifts;
}
