import { Choice, Succeed, type Fail, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { StateName } from './contract/names.ts';
import type { ListenerArgs } from './contract/rows/listener.ts';
import { EXECUTION, jsonata, textOr } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { is, wait, type RolloutParts } from './parts.ts';
import { refuseByName } from './refused.ts';
import { smokeTestTask } from './smoke-test.ts';
import { rollBackOnFailure, task } from './task.ts';

/**
 * Adopts a listener of others, or gives it back: claims the record, writes the default action, and confirms it once the
 * data plane follows. Before it is adopted, production must answer with the version that serves now.
 */
export function listener(parts: RolloutParts, refused: Fail): State {
  const { scope, plan } = parts;
  const claim = step(
    parts,
    StateName.claimListener,
    'claim',
    'Look what it serves, or refuse by name; nobody releases meanwhile',
    {
      version: jsonata('$states.result.Payload.version'),
      previousVersion: jsonata('$states.result.Payload.previousVersion'),
    },
  );
  const write = step(parts, StateName.writeListener, 'write', 'One write: the groups change, the version does not');
  const close = step(
    parts,
    StateName.closeListener,
    'close',
    'Note in the record whose listener it is, if it is as written',
  );
  refuseByName(claim, refused);
  for (const each of [claim, write, close]) rollBackOnFailure(each, parts.rollBack);

  const ask = smokeTestTask(
    parts,
    StateName.askProduction,
    'production',
    'Behind its alias, production must answer with the version that serves now',
  );
  const toDo = Choice.jsonata(scope, StateName.listenerClaimed, {
    comment: 'What is given back serves without our aliases',
    assign: {
      trigger: {
        kind: 'own',
        error: 'Unknown',
        cause: jsonata(textOr('$states.input.message', 'the claim gave no answer that is understood')),
      },
    },
  })
    .when(is('$states.input.outcome', 'adopt'), ask, { comment: 'It is to be adopted' })
    .when(is('$states.input.outcome', 'give back'), write, { comment: 'It is to be given back' })
    .when(
      is('$states.input.outcome', 'nothing to do'),
      Succeed.jsonata(scope, StateName.nothingOfListener, { comment: 'It is as asked for already' }),
      { comment: 'Nothing to do' },
    )
    .otherwise(parts.rollBack);
  claim.next(toDo);
  ask.next(write);
  write
    .next(wait(scope, StateName.settleListener, plan.settleSeconds, 'Give the data plane time to follow'))
    .next(close)
    .next(
      Succeed.jsonata(scope, StateName.listenerChanged, {
        comment: 'The record says whose listener it is from here on',
      }),
    );
  return claim;
}

function step(
  parts: RolloutParts,
  name: string,
  what: ListenerArgs['step'],
  comment: string,
  assign: Parameters<typeof task>[2]['assign'] = {},
) {
  return task(parts, name, {
    comment,
    invoke: 'listener',
    args: { execution: EXECUTION, input: jsonata('$states.context.Execution.Input'), step: what },
    retries: ADVANCE_RETRIES,
    assign: { ...assign },
  });
}
