import { Succeed, type Fail, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { refuseByName } from './claim.ts';
import { StateName } from './contract/names.ts';
import { EXECUTION, jsonata } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import type { RolloutParts } from './parts.ts';
import { rollBackOnFailure, task } from './task.ts';

/**
 * Tells the rollout that is held to go on. It holds no claim itself, so that when it fails there is nothing of its own
 * to roll back.
 */
export function goOn(parts: RolloutParts, refused: Fail): State {
  const tell = task(parts, StateName.goOn, {
    comment: 'Note in the record that somebody said go on; the next check of the held rollout reads it',
    invoke: 'goOn',
    args: { execution: EXECUTION, input: jsonata('$states.context.Execution.Input') },
    retries: ADVANCE_RETRIES,
  });
  refuseByName(tell, refused);
  rollBackOnFailure(tell, parts.rollBack);
  tell.next(
    Succeed.jsonata(parts.scope, StateName.toldToGoOn, { comment: 'The held rollout goes on at its next check' }),
  );
  return tell;
}
