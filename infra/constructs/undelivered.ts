import { Duration } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmText } from './alarm-text.ts';

export interface UndeliveredProps {
  /** Literal; part of the alarm's name. */
  readonly serviceName: string;
  /** Told when something arrives. Never the rollback topic: the alarm about lost rollbacks must not ask for one. */
  readonly notify: ITopic;
}

/**
 * Requests for a rollback, and other events, that could not be delivered, kept for two weeks, and the alarm that says
 * so.
 */
export class Undelivered extends Construct {
  readonly queue: sqs.Queue;
  readonly alarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: UndeliveredProps) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmName: `rollback-undelivered-${props.serviceName}`,
      alarmDescription: alarmText({
        description:
          'An event (a request for a rollback, the notice of a failed one, or a deploy that releases) could ' +
          'not be delivered.',
        investigation:
          'Read the messages of the dead-letter queue: attributes name the rule or topic and the error. See ' +
          'whether the listener is at rest.',
        resolution:
          'A rollback that was missed: the rollout finds its alarm at its next check, and the watchdog ' +
          'repairs a dead one within two minutes. Fix the permission or the function, then empty the queue.',
        entry: 'rollback-undelivered',
      }),
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // An idle queue stops reporting after a while; that is no loss.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(new SnsAction(props.notify));
  }
}
