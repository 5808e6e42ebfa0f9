import { Succeed, type Fail, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { checkLoop } from './check-loop.ts';
import { claimTask, whatWasClaimed } from './claim.ts';
import { StateName } from './contract/names.ts';
import { EXECUTION, jsonata, textOr } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { wait, type RolloutParts } from './parts.ts';
import { provisionPrevious } from './provision.ts';
import { smokeTestTask, wakeTask } from './smoke-test.ts';
import { rollBackOnFailure, task } from './task.ts';

/**
 * Production goes back to the version that `previous` keeps, at once and whatever the alarms say: they are why somebody
 * reverts. Afterwards they are watched and told. The canary has no weight at any moment of it.
 */
export function revert(parts: RolloutParts, reverted: Succeed, refused: Fail): State {
  const nothing = Succeed.jsonata(parts.scope, StateName.nothingToRevert, {
    comment: 'Production runs the version that previous keeps already',
  });
  const claimed = putBack(parts, reverted);
  const claim = claimTask(
    parts,
    StateName.claimRevert,
    'Take the right to move production, or refuse by name; alarms refuse nothing',
    refused,
  );
  claim.next(
    whatWasClaimed(parts, StateName.anythingToRevert, 'Production may run the version before already', {
      claimed,
      nothing,
    }),
  );
  return claim;
}

function putBack(parts: RolloutParts, reverted: Succeed): State {
  const { scope, plan } = parts;
  const move = task(parts, StateName.revert, {
    comment: 'Point production at the version that previous keeps',
    invoke: 'revert',
    args: { execution: EXECUTION, version: jsonata('$version'), previousVersion: jsonata('$previousVersion') },
    retries: ADVANCE_RETRIES,
    assign: { shiftedAt: jsonata('$states.result.Payload.revertedAt') },
  });
  rollBackOnFailure(move, parts.rollBack);

  const watch = checkLoop(parts, {
    waitName: StateName.watchRevert,
    checkName: StateName.checkRevert,
    healthyName: StateName.revertWatched,
    subject: 'production',
    weight: 0,
    seconds: plan.watchSeconds,
    reportOnly: true,
    advance: close(parts, reverted),
  });
  const confirm = smokeTestTask(
    parts,
    StateName.confirmRevert,
    'production',
    'Production should answer with the version before every time; a revert is not taken back because it ' +
      'cannot be asked',
    { reportOnly: watch },
  );
  move
    .next(wait(scope, StateName.settleRevert, plan.settleSeconds, 'Give the alias time to take effect everywhere'))
    .next(confirm)
    .next(watch);
  return provisionPrevious(parts, wakeTask(parts, move));
}

function close(parts: RolloutParts, reverted: Succeed): State {
  const close = task(parts, StateName.closeRevert, {
    comment: 'From here on the revert stays; tell everyone, and which alarms are still on',
    invoke: 'close',
    args: {
      execution: EXECUTION,
      rollout: EXECUTION.id,
      outcome: 'promoted',
      note: jsonata(`${textOr('$states.input.message', 'the watch gave no answer')} & $unasked`),
    },
    retries: ADVANCE_RETRIES,
  });
  rollBackOnFailure(close, parts.rollBack);
  close.next(reverted);
  return close;
}
