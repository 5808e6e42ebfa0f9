import { Choice, Condition, Fail, Succeed, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { REFUSALS } from './contract/errors.ts';
import { StateName } from './contract/names.ts';
import type { ClaimArgs } from './contract/payloads.ts';
import { CAUGHT_CAUSE, CAUGHT_ERROR, EXECUTION, jsonata, textOr } from './jsonata.ts';
import { is, type RolloutParts } from './parts.ts';
import { CLAIM_RETRIES } from './retries.ts';
import { smokeTestTask } from './smoke-test.ts';
import { rollBackOnFailure, task } from './task.ts';

/** From the start of the execution to the canary's smoke test; `firstStep` follows. */
export function entry(parts: RolloutParts, firstStep: State): State {
  const smokeTest = smokeTestTask(parts, StateName.smokeTest, 'canary', 'The canary must answer before any user meets it');
  smokeTest.next(firstStep);

  const start = Choice.jsonata(parts.scope, StateName.entry, {
    comment: 'An input with "rollback" asks for one; every other input asks for a release',
    assign: { trigger: { kind: 'asked', input: jsonata('$states.input') } },
  });
  start.when(Condition.jsonata(jsonata('$not($exists($states.input.rollback))')), claim(parts, smokeTest), { comment: 'A release' });
  start.otherwise(parts.rollBack);
  return start;
}

function claim(parts: RolloutParts, smokeTest: State): State {
  const { scope } = parts;
  const take = task<ClaimArgs>(scope, parts.functions, StateName.claim, {
    comment: 'Take the right to write the listener, or refuse by name',
    invoke: 'claim',
    args: {
      execution: EXECUTION,
      input: jsonata('$states.context.Execution.Input'),
      newestVersion: parts.newestVersion,
      canaryAlarms: parts.canaryAlarms,
      productionAlarms: parts.productionAlarms,
    },
    retries: CLAIM_RETRIES,
    assign: { version: jsonata('$states.result.Payload.version'), previousVersion: jsonata('$states.result.Payload.previousVersion') },
  });
  const refused = Fail.jsonata(scope, StateName.refused, {
    comment: 'Nothing was touched',
    error: jsonata('$refusal.error'),
    cause: jsonata('$refusal.cause'),
  });
  take.addCatch(refused, { errors: [...REFUSALS], assign: { refusal: { error: jsonata(CAUGHT_ERROR), cause: jsonata(CAUGHT_CAUSE) } } });
  rollBackOnFailure(take, parts.rollBack);

  const anythingNew = Choice.jsonata(scope, StateName.anythingNew, {
    comment: 'Production may run this version already',
    assign: {
      trigger: { kind: 'own', error: 'Unknown', cause: jsonata(textOr('$states.input.message', 'the claim gave no answer that is understood')) },
    },
  });
  anythingNew.when(is('$states.input.outcome', 'claimed'), smokeTest, { comment: 'The rollout has begun' });
  anythingNew.when(
    is('$states.input.outcome', 'nothing new'),
    Succeed.jsonata(scope, StateName.nothingToRelease, { comment: 'Production runs this version already' }),
    { comment: 'Production runs it' },
  );
  anythingNew.otherwise(parts.rollBack);
  take.next(anythingNew);
  return take;
}
