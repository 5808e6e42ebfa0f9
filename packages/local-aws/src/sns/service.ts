import { z } from 'zod';
import { arnOf, askedByTheService, on, text } from '../core/access.ts';
import { AwsError } from '../core/aws-error.ts';
import { listed } from '../core/paging.ts';
import { operation, serviceOf } from '../core/service.ts';
import type { Place } from '../core/types.ts';
import { messagesIn } from './message-structure.ts';
import type { Topics } from './topics.ts';

const INVALID = 'InvalidParameter';
const paging = { NextToken: z.string().min(1).optional() };
const topic = { TopicArn: z.string() };
const onTopic = on((input) => text(input, 'TopicArn'));

/** SNS over topics. They are made by the template. */
export function snsService(topics: Topics, place: Place) {
  return serviceOf({
    name: 'sns',
    title: 'SNS',
    query: { namespace: 'http://sns.amazonaws.com/doc/2010-03-31/' },
    invalid: INVALID,
    operations: {
      Publish: operation({
        needs: askedByTheService,
        input: z.strictObject({
          TopicArn: z.string().optional(),
          TargetArn: z.string().optional(),
          Message: z.string(),
          MessageStructure: z.literal('json').optional(),
          Subject: z.string().optional(),
          MessageAttributes: z
            .record(z.string(), z.strictObject({ DataType: z.string(), StringValue: z.string() }))
            .optional(),
        }),
        async run({ Message, MessageAttributes = {}, MessageStructure, Subject, TargetArn, TopicArn }, caller) {
          const topicArn = TopicArn ?? TargetArn;
          if (topicArn === undefined)
            throw new AwsError(
              INVALID,
              'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
            );
          const attributes = Object.fromEntries(
            Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) => [
              name,
              { Type: DataType, Value: StringValue },
            ]),
          );
          const { messageId } = await topics.publish({
            topicArn,
            message: Message,
            ...(MessageStructure !== undefined && { byProtocol: messagesIn(Message) }),
            attributes,
            caller,
            ...(Subject === undefined ? {} : { subject: Subject }),
          });
          return { MessageId: messageId };
        },
      }),

      ListTopics: operation({
        needs: on((_input, place) => arnOf(place, 'sns', '*')),
        input: z.strictObject(paging),
        run: (paged) =>
          listed('Topics', topics.listTopics(), paged, {
            id: (arn) => arn,
            show: (TopicArn) => ({ TopicArn }),
            invalid: INVALID,
          }),
      }),

      ListSubscriptionsByTopic: operation({
        needs: onTopic,
        input: z.strictObject({ ...topic, ...paging }),
        run: ({ TopicArn, ...paged }) =>
          listed('Subscriptions', topics.subscriptionsOf(TopicArn), paged, {
            id: ({ arn }) => arn,
            show: ({ arn, endpoint, protocol, topicArn }) => ({
              SubscriptionArn: arn,
              Owner: place.account,
              Protocol: protocol,
              Endpoint: endpoint,
              TopicArn: topicArn,
            }),
            invalid: INVALID,
          }),
      }),

      GetTopicAttributes: operation({
        needs: onTopic,
        input: z.strictObject(topic),
        maps: ['Attributes'],
        run: ({ TopicArn }) => ({ Attributes: topics.attributesOf(TopicArn) }),
      }),
    },
  });
}
