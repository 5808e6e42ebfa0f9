import { Duration } from 'aws-cdk-lib/core';
import { Choice, Condition, Errors, Fail, Succeed, Wait, WaitTime, type State } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { ErrorName } from './contract/errors.ts';
import { StateName } from './contract/names.ts';
import { LAMBDA_REFUSES } from './contract/retry-policy.ts';
import { CAUGHT_CAUSE, CAUGHT_ERROR, EXECUTION, jsonata, textOr } from './jsonata.ts';
import { CONFIRM_RETRIES, ROLL_BACK_RETRIES } from './outline/retries.ts';
import { is, wait, type Parts } from './parts.ts';
import { task } from './task.ts';
import { withoutLambda } from './without-lambda.ts';

/** How a rollout ends whose close went through, whatever it failed with afterwards. */
export interface GoodEndings {
  readonly promoted: Succeed;
  readonly reverted: Succeed;
}

/**
 * Gives production every request back, for this rollout (`trigger.kind` is `own`) or on behalf of an event or a
 * person (`asked`). The variable `rollback` is what the handler found: rollout, error and cause.
 *
 * An execution that was asked and could not do it fails under a name that starts no further rollback.
 */
export function rollbackBranch(parts: Parts, { promoted, reverted }: GoodEndings): State {
  const { scope } = parts;
  const holdSeconds = parts.plan.brokenProductionHoldSeconds;
  const failed = rollbackFailed(parts);
  const whoAsked = rolledBack(parts);

  const rollBack = task(parts, StateName.rollBack, {
    comment: 'Revoke the claim, then give production every request',
    invoke: 'rollBack',
    args: {
      execution: EXECUTION,
      trigger: jsonata('$trigger'),
      ...(holdSeconds > 0 && {
        brokenProduction: {
          holdSeconds,
          canaryAlarms: parts.canaryAlarmNames,
          productionAlarms: parts.productionAlarmNames,
        },
      }),
    },
    retries: ROLL_BACK_RETRIES,
    assign: { rollback: jsonata('$states.result.Payload') },
  });
  const confirm = task(parts, StateName.confirmRollback, {
    comment: 'By now no late writer can be alive: what is read is what stays',
    invoke: 'confirm',
    args: { execution: EXECUTION, rollout: jsonata('$rollback.rollout') },
    retries: CONFIRM_RETRIES,
  });
  const announce = task(parts, StateName.announce, {
    comment: 'Tell everyone, then close the rollout so that the next one can begin',
    invoke: 'close',
    args: { execution: EXECUTION, rollout: jsonata('$rollback.rollout'), outcome: 'rolled back' },
    retries: CONFIRM_RETRIES,
  });
  rollBack.addCatch(withoutLambda(parts, rollBack), { errors: [LAMBDA_REFUSES] });
  [rollBack, confirm, announce].forEach((state) => failOnFailure(state, failed));

  const settle = wait(
    scope,
    StateName.settleRollback,
    parts.plan.settleSeconds,
    'Every writer of the rollout has ended after this, and the data plane follows',
  );
  settle.next(confirm).next(everythingBack(parts, rollBack, announce));
  announce.next(whoAsked);
  const standBy = holdSeconds > 0 ? standByState(parts, rollBack) : undefined;
  rollBack.next(rollbackFound(parts, { settle, standBy, promoted, reverted, whoAsked, failed }));
  return rollBack;
}

function rollbackFound(
  parts: Parts,
  to: GoodEndings & { settle: State; standBy: State | undefined; whoAsked: State; failed: State },
): Choice {
  const { scope } = parts;
  const withoutClaim = Fail.jsonata(scope, StateName.failed, {
    comment: 'This execution failed before it held the claim; there was nothing to roll back',
    error: jsonata(textOr('$rollback.error', 'Unknown')),
    cause: jsonata(textOr('$rollback.cause', 'no cause given')),
  });
  const nothing = Succeed.jsonata(scope, StateName.nothingToRollBack, {
    comment: 'No rollout that this event or person may roll back',
  });
  const found = Choice.jsonata(scope, StateName.rollbackFound, {
    comment: 'An answer that is not understood counts as a rollback that failed',
    assign: {
      rollbackFailure: {
        error: 'Unknown',
        cause: jsonata(
          `'the rollback gave no answer that is understood: ' & ${textOr('$states.input.message', 'no message')}`,
        ),
      },
    },
  });
  if (to.standBy) {
    found.when(is('$states.input.outcome', 'hold'), to.standBy, {
      comment: 'Production has no better answer; look again soon',
    });
  }
  return found
    .when(is('$states.input.outcome', 'settle'), to.settle, {
      comment: 'Production has the requests; make sure that it stays so',
    })
    .when(is('$states.input.outcome', 'already promoted'), to.promoted, {
      comment: 'The close went through: the release stays',
    })
    .when(is('$states.input.outcome', 'already reverted'), to.reverted, {
      comment: 'The close went through: the revert stays',
    })
    .when(is('$states.input.outcome', 'already rolled back'), to.whoAsked, { comment: 'Somebody else finished it' })
    .when(Condition.jsonata(jsonata("$states.input.outcome = 'nothing' and $trigger.kind = 'own'")), withoutClaim, {
      comment: 'It never held the claim',
    })
    .when(is('$states.input.outcome', 'nothing'), nothing, { comment: 'Nothing to roll back' })
    .otherwise(to.failed);
}

/** The next round is about the rollout that the first one found. */
const SAME_ROLLOUT = jsonata("$merge([$trigger, {'rollout': $rollback.rollout}])");

/** Each look is the roll-back task itself: the moment that a reason to stand by is gone, it has rolled back. */
function standByState({ scope, plan }: Parts, rollBack: State): State {
  const again = `look again in ${plan.checkSeconds} s`;
  const comment = `The weights stay: production's alarms are on and the canary's are not; ${again}`;
  const time = WaitTime.duration(Duration.seconds(plan.checkSeconds));
  return Wait.jsonata(scope, StateName.standBy, { comment, time, assign: { trigger: SAME_ROLLOUT } }).next(rollBack)
    .startState;
}

/** Starts over for anything but a clear yes, and then with the rollout it found the first time. */
function everythingBack(parts: Parts, rollBack: State, announce: State): Choice {
  return Choice.jsonata(parts.scope, StateName.everythingBack, {
    comment: 'A late write that landed is rolled back once more',
    assign: { trigger: SAME_ROLLOUT },
  })
    .when(is('$states.input.next', 'done'), announce, { comment: 'Production has everything' })
    .when(is('$states.input.next', 'superseded'), announce, {
      comment: 'Somebody else closed it; closing again changes nothing',
    })
    .otherwise(rollBack);
}

function rolledBack(parts: Parts): Choice {
  const { scope } = parts;
  return Choice.jsonata(scope, StateName.whoAsked, {
    comment: 'A rollout that was rolled back ends red, so that a pipeline that waits for it does',
  })
    .when(
      is('$trigger.kind', 'asked'),
      Succeed.jsonata(scope, StateName.rolledBackAsAsked, { comment: 'Production has every request' }),
      {
        comment: 'An event or a person',
      },
    )
    .otherwise(
      Fail.jsonata(scope, StateName.rolledBack, {
        comment: 'Production has every request; the cause says why',
        error: jsonata(textOr('$rollback.error', ErrorName.CanaryRolledBack)),
        cause: jsonata(textOr('$rollback.cause', 'no cause given')),
      }),
    );
}

function rollbackFailed(parts: Parts): Choice {
  const { scope } = parts;
  const unknown = `$rollbackFailure.error & ': ' & $rollbackFailure.cause`;
  return Choice.jsonata(scope, StateName.rollbackBroke, { comment: 'The watchdog carries on in either case' })
    .when(
      is('$trigger.kind', 'own'),
      Fail.jsonata(scope, StateName.rollbackFailed, {
        comment: 'A person should look; a rule asks for the rollback once more',
        error: ErrorName.RollbackFailed,
        cause: jsonata(
          `'production may not have every request yet, the watchdog carries on (RUNBOOK.md#rollbackfailed): ` +
            `' & ${unknown}`,
        ),
      }),
      { comment: 'This rollout' },
    )
    .when(
      is('$rollbackFailure.error', ErrorName.InvalidInput),
      Fail.jsonata(scope, StateName.notUnderstood, {
        comment: 'Nothing was rolled back: correct the input and start again',
        error: ErrorName.InvalidInput,
        cause: jsonata(`'nothing was rolled back: ' & $rollbackFailure.cause`),
      }),
      { comment: 'Bad input' },
    )
    .otherwise(
      Fail.jsonata(scope, StateName.leftToWatchdog, {
        comment: 'A person should look; no further rollback is started because of this',
        error: ErrorName.RollbackNotDone,
        cause: jsonata(
          `'production may not have every request yet, only the watchdog carries on ` +
            `(RUNBOOK.md#rollbacknotdone): ' & ${unknown}`,
        ),
      }),
    );
}

function failOnFailure(state: LambdaInvoke, failed: State): void {
  state.addCatch(failed, {
    errors: [Errors.ALL],
    assign: { rollbackFailure: { error: jsonata(CAUGHT_ERROR), cause: jsonata(CAUGHT_CAUSE) } },
  });
}
