import { Succeed, type Fail, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { StateName } from './contract/names.ts';
import { pausingWeights } from './contract/pauses.ts';
import { EXECUTION, jsonata } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import type { RolloutParts } from './parts.ts';
import { refuseByName } from './refused.ts';
import { rollBackOnFailure, task } from './task.ts';

/**
 * Tells the rollout that runs to go on, or to pause. It holds no claim itself, so that when it fails there is nothing
 * of its own to roll back.
 */
export function goOn(parts: RolloutParts, refused: Fail): State {
  const tell = tellTask(parts);
  refuseByName(tell, refused);
  rollBackOnFailure(tell, parts.rollBack);
  return tell;
}

/** Ends well once the rollout was told; what follows a failure is the machine's to say. */
export function tellTask(parts: Pick<RolloutParts, 'answersElsewhere' | 'functions' | 'plan' | 'scope'>) {
  const tell = task(parts, StateName.goOn, {
    comment: 'Note in the record that somebody said go on, or pause; the next check of the rollout reads it',
    invoke: 'goOn',
    args: goOnArgs(parts),
    retries: ADVANCE_RETRIES,
  });
  tell.next(
    Succeed.jsonata(parts.scope, StateName.told, { comment: 'The rollout does as it was told at its next check' }),
  );
  return tell;
}

/** What an execution says, and what its machine knows of the plan. */
function goOnArgs({ answersElsewhere, plan }: Pick<RolloutParts, 'answersElsewhere' | 'plan'>) {
  const pausing = pausingWeights(plan);
  return {
    execution: EXECUTION,
    input: jsonata('$states.context.Execution.Input'),
    weights: plan.steps.map(({ weight }) => weight),
    ...(pausing.length > 0 && { pausingWeights: [...pausing] }),
    ...(answersElsewhere === true && { answersElsewhere }),
  };
}
