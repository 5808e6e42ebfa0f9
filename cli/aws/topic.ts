import {
  GetTopicAttributesCommand,
  paginateListSubscriptionsByTopic,
  PublishCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { parseJson } from '../../statemachine/contract/json-text.ts';
import type { RollbackTopic } from '../ports.ts';

/**
 * Permissions on the topic: `sns:Publish`; for looking, `sns:GetTopicAttributes` and `sns:ListSubscriptionsByTopic`.
 */
export function snsRollbackTopic(client: SNSClient, TopicArn: string): RollbackTopic {
  return {
    async publish(reason) {
      await client.send(new PublishCommand({ TopicArn, Message: JSON.stringify({ reason }) }));
    },

    async look() {
      const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
      const lambdaEndpoints: string[] = [];
      for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
        lambdaEndpoints.push(
          ...Subscriptions.flatMap(({ Protocol, Endpoint }) =>
            Protocol === 'lambda' && Endpoint !== undefined ? [Endpoint] : [],
          ),
        );
      }
      const { Policy, KmsMasterKeyId } = Attributes;
      return {
        policy: Policy === undefined ? undefined : parseJson(Policy),
        lambdaEndpoints,
        ...(KmsMasterKeyId ? { kmsKey: KmsMasterKeyId } : {}),
      };
    },
  };
}
