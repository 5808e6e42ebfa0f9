import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { EXPECTED_FAILURES } from '../../statemachine/contract/errors.ts';

export interface RulesProps {
  readonly machine: sfn.StateMachine;
  /** Exactly the alarms that roll back. */
  readonly canaryAlarms: readonly cloudwatch.Alarm[];
  readonly undelivered: sqs.IQueue;
}

/** What EventBridge passes on to the machine's rollback branch. */
export class Rules extends Construct {
  constructor(scope: Construct, id: string, props: RulesProps) {
    super(scope, id);
    new events.Rule(this, 'CanaryAlarm', {
      description: 'A canary alarm went to ALARM: roll back',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        resources: props.canaryAlarms.map((alarm) => alarm.alarmArn),
        detail: { state: { value: ['ALARM'] } },
      },
      targets: [rollback(props)],
    });
    new events.Rule(this, 'DeadExecution', {
      description: 'An execution of the rollout was aborted, timed out or failed unexpectedly: roll back what it left',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [props.machine.stateMachineArn],
          $or: [
            { status: ['ABORTED', 'TIMED_OUT'] },
            { status: ['FAILED'], error: [{ 'anything-but': [...EXPECTED_FAILURES] }] },
            // Every failure of the machine has an error. Should one come without, `anything-but` is not documented to
            // match a field that is not there, and CloudFormation takes no null to match one that is null: that last
            // case is the watchdog's.
            { status: ['FAILED'], error: [{ exists: false }] },
          ],
        },
      },
      targets: [rollback(props)],
    });
  }
}

/**
 * The whole event, because values spliced into a text are not escaped. An hour of retries: later than that the
 * watchdog has repaired it long since, and an operator should read the dead-letter queue.
 */
function rollback({ machine, undelivered }: RulesProps): SfnStateMachine {
  return new SfnStateMachine(machine, {
    input: events.RuleTargetInput.fromObject({ rollback: { event: events.EventField.fromPath('$') } }),
    deadLetterQueue: undelivered,
    maxEventAge: Duration.hours(1),
    retryAttempts: 185,
  });
}
