import { Duration, Names, RemovalPolicy } from 'aws-cdk-lib/core';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  Errors,
  Fail,
  LogLevel,
  QueryLanguage,
  StateMachine,
  StateMachineType,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { StateName } from './contract/names.ts';
import type { Plan } from './contract/plan.ts';
import { goOnArgs } from './go-on.ts';
import { CAUGHT_CAUSE, CAUGHT_ERROR, jsonata } from './jsonata.ts';
import { ADVANCE_RETRIES, retriesOf } from './outline/retries.ts';
import type { RolloutFunctions } from './parts.ts';
import { task } from './task.ts';
import { longestTask } from './timeouts.ts';
import { TASK_ROWS } from './contract/functions.ts';

export interface AnswerMachineProps {
  readonly plan: Plan;
  readonly functions: RolloutFunctions;
  /** @default ONE_WEEK: after a week the logs of the executions are deleted */
  readonly logRetention?: RetentionDays;
}

/**
 * Says "go on", or asks for a pause, and does nothing else. A machine of its own, because IAM cannot tell one input of
 * an execution from another, but one machine from another: who may approve need not be who may release.
 */
export class AnswerMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { plan, functions, logRetention }: AnswerMachineProps) {
    super(scope, id);
    const tell = task({ scope: this, functions }, StateName.goOn, {
      comment: 'Note in the record that somebody said go on, or pause; the next check of the rollout reads it',
      invoke: 'goOn',
      args: goOnArgs({ plan }),
      retries: ADVANCE_RETRIES,
    });
    tell.addCatch(
      Fail.jsonata(this, StateName.refused, {
        comment: 'Nothing was touched',
        error: jsonata('$refusal.error'),
        cause: jsonata('$refusal.cause'),
      }),
      { errors: [Errors.ALL], assign: { refusal: { error: jsonata(CAUGHT_ERROR), cause: jsonata(CAUGHT_CAUSE) } } },
    );
    tell.next(Succeed.jsonata(this, StateName.told, { comment: 'The rollout does as it was told at its next check' }));
    this.stateMachine = new StateMachine(this, 'Machine', {
      comment: 'Lets the release that runs go on, or pauses it; who may start this may start no release',
      stateMachineType: StateMachineType.STANDARD,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(tell),
      timeout: Duration.seconds(longestTask(TASK_ROWS.goOn.timeoutSeconds, retriesOf('goOn', ADVANCE_RETRIES))),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 100, separator: '-' })}`,
          retention: logRetention ?? RetentionDays.ONE_WEEK,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        includeExecutionData: true,
      },
    });
  }
}
