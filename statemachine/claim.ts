import { Choice, type Fail, type State } from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { answerSource } from './contract/answer-metrics.ts';
import { ALARM_WINDOW_SECONDS, FOLLOWED_WITHIN_SECONDS } from './contract/names.ts';
import { EXECUTION, jsonata, textOr } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { is, type RolloutParts } from './parts.ts';
import { refuseByName } from './refused.ts';
import { rollBackOnFailure, task } from './task.ts';

/** Claims for what the execution's input asks for, and assigns `version` and `previousVersion`. */
export function claimTask(parts: RolloutParts, name: string, comment: string, refused: Fail): LambdaInvoke {
  const weightsBackSeconds = parts.plan.settleSeconds + parts.plan.watchSeconds;
  const claim = task(parts, name, {
    comment,
    invoke: 'claim',
    args: {
      execution: EXECUTION,
      input: jsonata('$states.context.Execution.Input'),
      newestVersion: parts.newestVersion,
      weights: parts.plan.steps.map(({ weight }) => weight),
      canaryAlarms: parts.canaryAlarmNames,
      productionAlarms: parts.productionAlarmNames,
      alarmWindowSeconds: ALARM_WINDOW_SECONDS,
      ...(parts.alarmLimits && { alarmLimits: [...parts.alarmLimits] }),
      ...(answerSource(parts.answersFrom).lateSeconds > 0 && { answersFrom: parts.answersFrom }),
      ...(weightsBackSeconds < FOLLOWED_WITHIN_SECONDS && { weightsBackSeconds }),
    },
    retries: ADVANCE_RETRIES,
    assign: {
      version: jsonata('$states.result.Payload.version'),
      previousVersion: jsonata('$states.result.Payload.previousVersion'),
    },
  });
  refuseByName(claim, refused);
  rollBackOnFailure(claim, parts.rollBack);
  return claim;
}

/** Goes by what the claim answered. */
export function whatWasClaimed(
  parts: RolloutParts,
  name: string,
  comment: string,
  to: { claimed: State; nothing: State },
): Choice {
  return Choice.jsonata(parts.scope, name, {
    comment,
    assign: {
      trigger: {
        kind: 'own',
        error: 'Unknown',
        cause: jsonata(textOr('$states.input.message', 'the claim gave no answer that is understood')),
      },
    },
  })
    .when(is('$states.input.outcome', 'claimed'), to.claimed, { comment: 'The service is claimed' })
    .when(is('$states.input.outcome', 'nothing new'), to.nothing, { comment: 'Nothing to do' })
    .otherwise(parts.rollBack);
}
