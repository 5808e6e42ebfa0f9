import { Duration, Stack } from 'aws-cdk-lib/core';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { EXPECTED_FAILURES } from '../../statemachine/contract/errors.ts';
import { ON_DEPLOY } from './refused-deploys.ts';

export interface RulesProps {
  readonly machine: sfn.StateMachine;
  /** Exactly the alarms that roll back. */
  readonly canaryAlarms: readonly cloudwatch.Alarm[];
  /** ARNs of alarms that others made and that roll back too; more may be added. */
  readonly extraAlarmArns: readonly string[];
  /** Whether a completed update of the stack starts a release. */
  readonly releaseOnDeploy: boolean;
  readonly undelivered: sqs.IQueue;
}

/**
 * An event pattern holds 2,048 characters and an alarm's ARN up to about 320: five of the longest fit with what is
 * around them.
 */
const ARNS_A_RULE = 5;

/**
 * What EventBridge passes on to the machine: to its rollback branch, and, when asked for, a deploy to its beginning.
 */
export class Rules extends Construct {
  private readonly props: RulesProps;
  private extraAlarms = 0;
  private extraAlarmRule?: events.Rule;

  constructor(scope: Construct, id: string, props: RulesProps) {
    super(scope, id);
    this.props = props;
    this.alarmRule(
      'CanaryAlarm',
      'A canary alarm went to ALARM: roll back',
      props.canaryAlarms.map((alarm) => alarm.alarmArn),
    );
    props.extraAlarmArns.forEach((arn) => this.addExtraAlarm(arn));
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
    if (props.releaseOnDeploy) this.deployRule(props);
  }

  /** This alarm rolls back too. The rules are filled one after the other. */
  addExtraAlarm(arn: string): void {
    const place = this.extraAlarms % ARNS_A_RULE;
    if (this.extraAlarmRule !== undefined && place > 0) {
      this.extraAlarmRule.addEventPattern({ resources: [arn] });
    } else {
      const id = `ExtraAlarm${this.extraAlarms / ARNS_A_RULE + 1}`;
      this.extraAlarmRule = this.alarmRule(id, 'An extra alarm went to ALARM: roll back', [arn]);
    }
    this.extraAlarms += 1;
  }

  private alarmRule(id: string, description: string, arns: readonly string[]): events.Rule {
    return new events.Rule(this, id, {
      description,
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        resources: [...arns],
        detail: { state: { value: ['ALARM'] } },
      },
      targets: [rollback(this.props)],
    });
  }

  /** "Stack Status Change event detail" in the CloudFormation user guide. A first deploy has nothing to release. */
  private deployRule(props: RulesProps): void {
    new events.Rule(this, 'Deploy', {
      description: 'An update of the stack completed: release the newest version',
      eventPattern: {
        source: ['aws.cloudformation'],
        detailType: ['CloudFormation Stack Status Change'],
        detail: { 'stack-id': [Stack.of(this).stackId], 'status-details': { status: ['UPDATE_COMPLETE'] } },
      },
      targets: [startWith(ON_DEPLOY, props)],
    });
  }
}

/** The whole event, because values spliced into a text are not escaped. */
function rollback(props: RulesProps): SfnStateMachine {
  return startWith({ rollback: { event: events.EventField.fromPath('$') } }, props);
}

/**
 * An hour of retries: later than that the watchdog has repaired it long since, and an operator should read the
 * dead-letter queue.
 */
export function startWith(
  input: object,
  { machine, undelivered }: Pick<RulesProps, 'machine' | 'undelivered'>,
): SfnStateMachine {
  return new SfnStateMachine(machine, {
    input: events.RuleTargetInput.fromObject(input),
    deadLetterQueue: undelivered,
    maxEventAge: Duration.hours(1),
    retryAttempts: 185,
  });
}
