import { Duration } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ErrorName } from '../../statemachine/contract/errors.ts';
import { alarmText } from './alarm-text.ts';
import type { Lattice } from './lattice.ts';
import { tell } from './tell.ts';

export interface FailedRollbacksProps {
  /** Literal; part of the alarm's name. */
  readonly serviceName: string;
  readonly functionName: string;
  readonly machine: sfn.StateMachine;
  readonly watchdog: IFunction;
  readonly lattice: Lattice;
  /** Told. Never the rollback topic: news of a failed rollback must not ask for the next. */
  readonly notify: sns.Topic;
  readonly undelivered: sqs.Queue;
}

/**
 * With these a machine ends when a rollback could not be carried through. `ExecutionsFailed` would count refusals too.
 */
const FAILURES = [ErrorName.RollbackFailed, ErrorName.RollbackNotDone, ErrorName.CannotRestoreProduction];

/** Calls a person when a rollback failed after all its retries, or when the watchdog itself fails. */
export class FailedRollbacks extends Construct {
  readonly watchdogAlarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: FailedRollbacksProps) {
    super(scope, id);
    const rule = new events.Rule(this, 'Rule', {
      description: 'A rollback failed after all its retries: tell people what to do by hand',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [props.machine.stateMachineArn], status: ['FAILED'], error: FAILURES },
      },
    });
    tell(rule, props, notice(props));
    this.watchdogAlarm = this.alarmOnWatchdog(props);
  }

  private alarmOnWatchdog({ notify, serviceName, watchdog }: FailedRollbacksProps): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, 'WatchdogAlarm', {
      alarmName: `watchdog-errors-${serviceName}`,
      alarmDescription: alarmText({
        description:
          'The watchdog failed in two of three minutes: what nobody reported is not repaired, and a failed ' +
          'rollback is not tried again.',
        investigation:
          "Read the watchdog function's logs: the error names the call that failed. Look at the live weights " +
          'with aws vpc-lattice get-listener.',
        resolution:
          'If the canary has weight that no rollout explains: aws vpc-lattice update-listener with ' +
          'production 100 and canary 0, ids from the outputs of the stack. Then mend what the logs name; the ' +
          'next round repairs the rest.',
        entry: 'watchdog-errors',
      }),
      metric: watchdog.metricErrors({ statistic: 'Sum', period: Duration.minutes(1) }),
      threshold: 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      // One failure alone is no reason to wake anybody: the next round is a minute away.
      datapointsToAlarm: 2,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(notify));
    return alarm;
  }
}

/** As the AWS CLI takes it. */
const group = (id: string, weight: number) => `{targetGroupIdentifier=${id},weight=${weight}}`;

/**
 * Plain text. Of the event only what can hold no quote goes in, as EventBridge does not escape values: error name and
 * ARN of the execution.
 */
function notice({ functionName, lattice, serviceName }: FailedRollbacksProps): events.RuleTargetInput {
  const error = events.EventField.fromPath('$.detail.error');
  const execution = events.EventField.fromPath('$.detail.executionArn');
  const groups = [group(lattice.productionTargetGroup.attrId, 100), group(lattice.canaryTargetGroup.attrId, 0)];
  const rest = `forward={targetGroups=[${groups.join(',')}]}`;
  return events.RuleTargetInput.fromText(
    [
      `A rollback of ${serviceName} failed: ${error} in ${execution}.`,
      'The watchdog tries again each minute; look now whether it succeeds.',
      '1. All traffic to production: aws vpc-lattice update-listener --service-identifier ' +
        `${lattice.serviceId} --listener-identifier ${lattice.listenerId} --default-action '${rest}'`,
      `2. Which version production runs: aws lambda get-alias --function-name ${functionName} --name production`,
      `3. The version before the last promotion: aws lambda get-alias --function-name ${functionName} --name previous`,
      `4. If production runs the bad version: aws lambda update-alias --function-name ${functionName} --name ` +
        'production --function-version (the version of step 3)',
    ].join(' '),
  );
}
