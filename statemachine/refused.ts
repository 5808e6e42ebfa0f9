import { Fail } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { REFUSALS } from './contract/errors.ts';
import { StateName } from './contract/names.ts';
import { CAUGHT_CAUSE, CAUGHT_ERROR, jsonata } from './jsonata.ts';

/** Where an execution ends that was refused, under the name and cause that `refuseByName` has noted. */
export function refusedEnd(scope: Construct): Fail {
  return Fail.jsonata(scope, StateName.refused, {
    comment: 'Nothing was touched',
    error: jsonata('$refusal.error'),
    cause: jsonata('$refusal.cause'),
  });
}

/** A refusal ends the execution under its own name. @param errors what is one; the contract's unless told */
export function refuseByName(state: LambdaInvoke, refused: Fail, errors: readonly string[] = REFUSALS): void {
  state.addCatch(refused, {
    errors: [...errors],
    assign: { refusal: { error: jsonata(CAUGHT_ERROR), cause: jsonata(CAUGHT_CAUSE) } },
  });
}
