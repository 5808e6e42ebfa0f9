import * as events from 'aws-cdk-lib/aws-events';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { REFUSALS } from '../../statemachine/contract/errors.ts';
import { tell } from './tell.ts';

export interface RefusedDeploysProps {
  readonly serviceName: string;
  readonly machine: sfn.StateMachine;
  readonly notify: sns.Topic;
  readonly undelivered: sqs.Queue;
}

/** What the rule for deploys starts the machine with, and a rule for what was queued, which says more. */
export const ON_DEPLOY = { onDeploy: true } as const;

/** Nobody watches an execution that a deploy started: its refusal is told, in plain text. */
export class RefusedDeploys extends Construct {
  constructor(scope: Construct, id: string, props: RefusedDeploysProps) {
    super(scope, id);
    const { machine, serviceName } = props;
    const rule = new events.Rule(this, 'Rule', {
      description: 'A release that a deploy started was refused: tell people',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [machine.stateMachineArn],
          status: ['FAILED'],
          // `{"onDeploy":true}` and `{"onDeploy":true,"after":…}`.
          input: events.Match.prefix(JSON.stringify(ON_DEPLOY).slice(0, -1)),
          error: [...REFUSALS],
        },
      },
    });
    const error = events.EventField.fromPath('$.detail.error');
    const execution = events.EventField.fromPath('$.detail.executionArn');
    tell(
      rule,
      props,
      events.RuleTargetInput.fromText(
        `The deploy of ${serviceName} released nothing: ${error}, and nothing was touched. Why: the cause of ` +
          `${execution}, and RUNBOOK.md under that name. Then start the release by hand; one that was refused as ` +
          'RolloutInProgress is started by itself when the release that runs has ended, unless a person ended it.',
      ),
    );
  }
}
