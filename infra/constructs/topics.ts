import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { letTopicsUse } from './topic-key.ts';

export interface TopicsProps {
  /** Subscribed to the release events. @default - nobody */
  readonly email?: string | undefined;
  /** Encrypts both. @default - none */
  readonly encryptionKey?: kms.IKey | undefined;
}

/**
 * Two topics that never meet. Whatever is published to `rollback` rolls back the active rollout; what rollouts
 * announce goes to `releaseEvents`. A notice published to the first would start the next rollback.
 *
 * Neither is encrypted with a key unless told: with the AWS-managed SNS key, CloudWatch's messages are dropped without
 * a word.
 */
export class Topics extends Construct {
  readonly rollback: sns.Topic;
  readonly releaseEvents: sns.Topic;

  constructor(scope: Construct, id: string, props: TopicsProps) {
    super(scope, id);
    const { encryptionKey } = props;
    if (encryptionKey !== undefined) letTopicsUse(encryptionKey, Stack.of(this).account);
    this.rollback = this.topic('Rollback', 'Rollback: a message here rolls the canary back', encryptionKey);
    this.releaseEvents = this.topic('ReleaseEvents', 'Release events', encryptionKey);
    if (props.email !== undefined) this.releaseEvents.addSubscription(new EmailSubscription(props.email));
  }

  private topic(id: string, displayName: string, encryptionKey: kms.IKey | undefined): sns.Topic {
    const topic = new sns.Topic(this, id, {
      displayName,
      enforceSSL: true,
      ...(encryptionKey === undefined ? {} : { masterKey: encryptionKey }),
    });
    // A policy of our own replaces the default one, so CloudWatch must be let in by name. The account, not alarm
    // ARNs, is the condition: alarms name the topic, and naming them back would be a circle.
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } };
    topic.addToResourcePolicy(publishBy('AlarmsOfThisAccount', 'cloudwatch.amazonaws.com', topic, conditions));
    return topic;
  }
}

/**
 * Lets EventBridge's rules publish. Without a condition: EventBridge brings none of the keys that one could ask for,
 * and a statement with a condition would match nothing. A rule of another account could publish here too, so never to
 * the rollback topic.
 */
export function letRulesPublish(topic: sns.Topic): void {
  topic.addToResourcePolicy(publishBy('Rules', 'events.amazonaws.com', topic));
}

function publishBy(
  sid: string,
  service: string,
  topic: sns.Topic,
  conditions?: Record<string, object>,
): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal(service)],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    ...(conditions && { conditions }),
  });
}
