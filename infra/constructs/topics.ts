import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface TopicsProps {
  /** Subscribed to the release events. @default - nobody */
  readonly email?: string;
}

/**
 * Two topics that never meet. Whatever is published to `rollback` rolls back the active rollout; what rollouts
 * announce goes to `releaseEvents`. A notice published to the first would start the next rollback.
 *
 * Neither is encrypted with a key: with the AWS-managed SNS key, CloudWatch's messages are dropped without a word.
 */
export class Topics extends Construct {
  readonly rollback: sns.Topic;
  readonly releaseEvents: sns.Topic;

  constructor(scope: Construct, id: string, props: TopicsProps) {
    super(scope, id);
    this.rollback = this.topic('Rollback', 'Rollback: a message here rolls the canary back');
    this.releaseEvents = this.topic('ReleaseEvents', 'Release events');
    if (props.email !== undefined) this.releaseEvents.addSubscription(new EmailSubscription(props.email));
  }

  private topic(id: string, displayName: string): sns.Topic {
    const topic = new sns.Topic(this, id, { displayName, enforceSSL: true });
    // A policy of our own replaces the default one, so CloudWatch must be let in by name. The account, not alarm
    // ARNs, is the condition: alarms name the topic, and naming them back would be a circle.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }
}
