import { StateName } from '../../statemachine/contract/names.ts';
import { REFUSED, type Mutant } from './mutant.ts';
import type { Rig } from './support/rig.ts';
import { definitionMutation, propertyAt, stateIn } from './support/template.ts';

const SHIFT = StateName.shift(50);

const argsOf = (state: ReturnType<typeof stateIn>): Record<string, unknown> => state.Arguments?.Payload ?? {};

/** Somebody moves weights by hand just before the first shift, which finds them and fails. */
function drifted(rig: Rig): Promise<string> {
  rig.when(SHIFT, () => rig.moveWeights(30));
  return rig.run();
}

/** Mistakes in the machine's definition. */
export const MACHINE: readonly Mutant[] = [
  {
    name: 'a wrong name of an alarm in the check of a step',
    hurts: 'an alarm that nobody watches would let a bad version through',
    mutate: definitionMutation((definition) => {
      argsOf(stateIn(definition, StateName.check(50)))['alarms'] = ['canary-lambda-erors'];
    }),
    caughtBy: 'the execution',
    exercise: (rig) => rig.run(),
    names: [StateName.rolledBack, 'canary-lambda-erors'],
  },
  {
    name: 'a wrong name of an alarm in the claim',
    hurts: 'an alarm that is on already would not keep a rollout from beginning',
    mutate: definitionMutation((definition) => {
      argsOf(stateIn(definition, StateName.claim))['canaryAlarms'] = ['canary-lambda-erors'];
    }),
    caughtBy: 'the execution',
    exercise: (rig) => rig.run(),
    names: [StateName.refused, 'AlarmMissing', 'canary-lambda-erors'],
  },
  {
    name: 'a shift without a Catch',
    hurts: 'when the shift fails nobody rolls back, and the canary keeps its weight until the watchdog comes',
    mutate: definitionMutation((definition) => {
      delete stateIn(definition, SHIFT).Catch;
    }),
    caughtBy: 'the execution',
    exercise: drifted,
    names: [`FAILED in ${SHIFT}`, 'WeightsDrifted'],
  },
  {
    name: 'a Catch that assigns no trigger',
    hurts: 'the rollback fails with an error that nothing can catch',
    mutate: definitionMutation((definition) => {
      for (const catcher of stateIn(definition, SHIFT).Catch ?? []) delete catcher.Assign;
    }),
    caughtBy: 'the execution',
    exercise: drifted,
    names: ['States.QueryEvaluationError', '$trigger'],
  },
  {
    name: 'a task that does not pass on how often its execution was redriven',
    hurts: 'a dead rollout that is redriven would move traffic to its canary',
    mutate: definitionMutation((definition) => {
      delete (argsOf(stateIn(definition, SHIFT))['execution'] as Record<string, unknown>)['redrives'];
    }),
    caughtBy: 'the execution',
    exercise: (rig) => rig.run(),
    names: ['InvalidInput', 'shift', 'execution.redrives'],
  },
  {
    name: 'a state that leads to one that does not exist',
    hurts: 'Step Functions refuses the definition',
    mutate: definitionMutation((definition) => {
      stateIn(definition, SHIFT).Next = 'Settle at 50';
    }),
    caughtBy: 'the deployment',
    exercise: REFUSED,
    names: ['Rollout', SHIFT, 'Settle at 50'],
  },
  {
    name: 'a Wait whose seconds are a variable that is not there',
    hurts: 'the execution dies past every Catch, with weight on the canary',
    mutate: definitionMutation((definition) => {
      Object.assign(stateIn(definition, StateName.bake(50)), { Seconds: '{% $bakeSeconds %}' });
    }),
    caughtBy: 'the execution',
    exercise: (rig) => rig.run(),
    names: [`FAILED in ${StateName.bake(50)}`, 'States.QueryEvaluationError', '$bakeSeconds', 'Seconds'],
  },
  {
    name: 'a field of JSONPath in a state',
    hurts: 'Step Functions refuses the definition',
    mutate: definitionMutation((definition) => {
      Object.assign(stateIn(definition, SHIFT), { ResultPath: '$.shift' });
    }),
    caughtBy: 'the deployment',
    exercise: REFUSED,
    names: ['Rollout', SHIFT, 'ResultPath'],
  },
  {
    name: 'an environment variable missing from a handler',
    hurts: 'the first shift fails',
    mutate: (template) => {
      delete (
        propertyAt(template, 'Canary/Handlers/Shift/Function', ['Environment', 'Variables']) as Record<string, unknown>
      )['TABLE_NAME'];
    },
    caughtBy: 'the execution',
    exercise: (rig) => rig.run(),
    names: [StateName.rolledBack, 'TABLE_NAME'],
  },
];
