import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import { parseInput } from '../core/operation-input.ts';
import type { Operations } from '../core/types.ts';
import type { Topics } from './topics.ts';

const publishSchema = z.strictObject({
  TopicArn: z.string().optional(),
  TargetArn: z.string().optional(),
  Message: z.string(),
  Subject: z.string().optional(),
  MessageAttributes: z.record(z.string(), z.strictObject({ DataType: z.string(), StringValue: z.string() })).optional(),
});

const listSchema = z.strictObject({ NextToken: z.undefined().optional() });

/** The operations on topics. */
export function topicOperations(topics: Pick<Topics, 'listTopics' | 'publish'>): Operations {
  return {
    async Publish(input, caller) {
      const { Message, MessageAttributes = {}, Subject, TargetArn, TopicArn } = parseInput(publishSchema, input, 'InvalidParameter');
      const topicArn = TopicArn ?? TargetArn;
      if (topicArn === undefined) throw new AwsError('InvalidParameter', 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter');
      const attributes = Object.fromEntries(Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) => [name, { Type: DataType, Value: StringValue }]));
      const { messageId } = await topics.publish({ topicArn, message: Message, attributes, caller, ...(Subject === undefined ? {} : { subject: Subject }) });
      return { MessageId: messageId };
    },

    async ListTopics(input) {
      parseInput(listSchema, input, 'InvalidParameter');
      return { Topics: topics.listTopics().map((TopicArn) => ({ TopicArn })) };
    },
  };
}
