import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { letRulesPublish } from './topics.ts';

interface Told {
  /** Never the rollback topic: news must not ask for a rollback. */
  readonly notify: sns.Topic;
  readonly undelivered: sqs.Queue;
}

/**
 * Sends people a text whenever the rule matches. Written out, because CDK's own target for topics knows no target of a
 * notice with its dead letters in a queue of ours.
 *
 * @param text of the event only what can hold no quote, as EventBridge does not escape values
 */
export function tell(rule: events.Rule, { notify, undelivered }: Told, text: events.RuleTargetInput): void {
  letRulesPublish(notify);
  undelivered.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [undelivered.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }),
  );
  rule.addTarget({
    bind: () => ({
      arn: notify.topicArn,
      input: text,
      deadLetterConfig: { arn: undelivered.queueArn },
      targetResource: notify,
    }),
  });
}
