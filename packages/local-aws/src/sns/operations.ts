import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import { parseInput } from '../core/operation-input.ts';
import { page } from '../core/paging.ts';
import type { Operations } from '../core/types.ts';
import type { Subscription, Topics } from './topics.ts';

const INVALID = 'InvalidParameter';

const publishSchema = z.strictObject({
  TopicArn: z.string().optional(),
  TargetArn: z.string().optional(),
  Message: z.string(),
  Subject: z.string().optional(),
  MessageAttributes: z.record(z.string(), z.strictObject({ DataType: z.string(), StringValue: z.string() })).optional(),
});

const paging = { NextToken: z.string().min(1).optional() };
const topic = { TopicArn: z.string() };

/** The operations on topics. */
export function topicOperations(
  topics: Pick<Topics, 'attributesOf' | 'listTopics' | 'publish' | 'subscriptionsOf'>,
  account: string,
): Operations {
  return {
    async Publish(input, caller) {
      const {
        Message,
        MessageAttributes = {},
        Subject,
        TargetArn,
        TopicArn,
      } = parseInput(publishSchema, input, INVALID);
      const topicArn = TopicArn ?? TargetArn;
      if (topicArn === undefined)
        throw new AwsError(INVALID, 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter');
      const attributes = Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) => [
          name,
          { Type: DataType, Value: StringValue },
        ]),
      );
      const { messageId } = await topics.publish({
        topicArn,
        message: Message,
        attributes,
        caller,
        ...(Subject === undefined ? {} : { subject: Subject }),
      });
      return { MessageId: messageId };
    },

    async ListTopics(input) {
      const paged = parseInput(z.strictObject(paging), input, INVALID);
      return listed('Topics', topics.listTopics(), paged, { id: (arn) => arn, show: (TopicArn) => ({ TopicArn }) });
    },

    async ListSubscriptionsByTopic(input) {
      const { TopicArn, ...paged } = parseInput(z.strictObject({ ...topic, ...paging }), input, INVALID);
      return listed('Subscriptions', topics.subscriptionsOf(TopicArn), paged, {
        id: ({ arn }) => arn,
        show: (subscription) => describe(subscription, account),
      });
    },

    async GetTopicAttributes(input) {
      return { Attributes: topics.attributesOf(parseInput(z.strictObject(topic), input, INVALID).TopicArn) };
    },
  };
}

function listed<T>(
  member: string,
  items: readonly T[],
  { NextToken }: { NextToken?: string | undefined },
  { id, show }: { id: (item: T) => string; show: (item: T) => object },
): object {
  const { page: taken, nextToken } = page(items, { nextToken: NextToken }, { id, invalid: INVALID });
  return { [member]: taken.map(show), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

function describe({ arn, endpoint, protocol, topicArn }: Subscription, account: string): object {
  return { SubscriptionArn: arn, Owner: account, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}
