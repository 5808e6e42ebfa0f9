import { Duration } from 'aws-cdk-lib/core';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Errors, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { TASK_ROWS } from './contract/functions.ts';
import type { Plan } from './contract/plan.ts';
import { tellTask } from './go-on.ts';
import { ADVANCE_RETRIES, retriesOf } from './outline/retries.ts';
import type { RolloutFunctions } from './parts.ts';
import { refuseByName, refusedEnd } from './refused.ts';
import { longestTask } from './timeouts.ts';
import { workflow } from './workflow.ts';

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
    const tell = tellTask({ scope: this, plan, functions });
    refuseByName(tell, refusedEnd(this), [Errors.ALL]);
    this.stateMachine = workflow(this, {
      comment: 'Lets the release that runs go on, or pauses it; who may start this may start no release',
      begin: tell,
      timeout: Duration.seconds(longestTask(TASK_ROWS.goOn.timeoutSeconds, retriesOf('goOn', ADVANCE_RETRIES))),
      logRetention,
    }).stateMachine;
  }
}
