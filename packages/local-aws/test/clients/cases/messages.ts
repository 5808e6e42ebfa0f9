import {
  DescribeRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
} from '@aws-sdk/client-sns';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { until } from '../../../src/core/until.ts';
import { ACCOUNT, type Case, REGION, type Shop } from '../shop.ts';
import { anyText } from './matchers.ts';

export function topicCases({ sns, out }: Shop): Case[] {
  const TopicArn = out('Topic');
  const nobody = `${TopicArn}s`;
  const publish = (input: object) => sns.send(new PublishCommand({ TopicArn, Message: 'hello', ...input }));
  const invalid = ['InvalidParameterException', 400] as const;
  const notFound = ['NotFoundException', 404] as const;
  return [
    {
      title: 'Publish',
      run: () => publish({ Subject: 'Order', MessageAttributes: { kind: { DataType: 'String', StringValue: 'new' } } }),
      answers: { MessageId: anyText },
    },
    {
      title: 'Publish takes 256 KiB',
      run: () => publish({ Message: 'ü'.repeat(131_072) }),
      answers: { MessageId: anyText },
    },
    {
      title: 'Publish with a byte more',
      run: () => publish({ Message: `${'ü'.repeat(131_072)}x` }),
      fails: [...invalid, /Message too long/],
    },
    {
      title: 'Publish counts attributes',
      run: () =>
        publish({
          Message: 'x'.repeat(262_144 - 10),
          MessageAttributes: { kind: { DataType: 'String', StringValue: 'n' } },
        }),
      fails: [...invalid, /Message too long/],
    },
    { title: 'Publish without a message', run: () => publish({ Message: '' }), fails: [...invalid, /Empty message/] },
    {
      title: 'Publish with a subject of two lines',
      run: () => publish({ Subject: 'one\ntwo' }),
      fails: [...invalid, /Subject/],
    },
    { title: 'Publish to nobody', run: () => publish({ TopicArn: nobody }), fails: notFound },
    {
      title: 'Publish to a telephone',
      run: () => sns.send(new PublishCommand({ PhoneNumber: '+4915112345678', Message: 'm' })),
      fails: [...invalid, /PhoneNumber/],
    },
    { title: 'ListTopics', run: () => sns.send(new ListTopicsCommand({})), answers: { Topics: [{ TopicArn }] } },
    {
      title: 'ListTopics with a token that no answer gave',
      run: () => sns.send(new ListTopicsCommand({ NextToken: 'bm9ib2R5' })),
      fails: invalid,
    },
    {
      title: 'ListSubscriptionsByTopic',
      run: () => sns.send(new ListSubscriptionsByTopicCommand({ TopicArn })),
      answers: {
        Subscriptions: [
          { TopicArn, Protocol: 'email', Endpoint: 'shop@example.com', Owner: ACCOUNT, SubscriptionArn: anyText },
        ],
      },
    },
    {
      title: 'ListSubscriptionsByTopic of nobody',
      run: () => sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: nobody })),
      fails: notFound,
    },
    {
      title: 'GetTopicAttributes',
      run: () => sns.send(new GetTopicAttributesCommand({ TopicArn })),
      answers: { Attributes: { TopicArn, Owner: ACCOUNT, DisplayName: 'Orders', SubscriptionsConfirmed: '1' } },
    },
    {
      title: 'GetTopicAttributes of nobody',
      run: () => sns.send(new GetTopicAttributesCommand({ TopicArn: nobody })),
      fails: notFound,
    },
  ];
}

export function queueCases({ sqs, out }: Shop): Case[] {
  const QueueUrl = out('Queue');
  const nobody = `${QueueUrl}s`;
  const gone = ['QueueDoesNotExist', 400] as const;
  const send = (MessageBody: string, input: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...input }));
  const receive = async (): Promise<Message | undefined> =>
    (
      await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MessageAttributeNames: ['All'],
          AttributeNames: ['All'],
          VisibilityTimeout: 30,
        }),
      )
    ).Messages?.[0];
  return [
    {
      title: 'SendMessage',
      run: () => send('{"order":7}', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'new' } } }),
      answers: { MessageId: anyText },
    },
    {
      title: 'ReceiveMessage gets it, with what belongs to it',
      run: receive,
      answers: {
        Body: '{"order":7}',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'new' } },
        Attributes: { ApproximateReceiveCount: '1', SentTimestamp: anyText },
        ReceiptHandle: anyText,
      },
    },
    {
      title: 'ReceiveMessage does not get it twice',
      run: async () => ({ second: await receive() }),
      answers: { second: undefined },
    },
    {
      title: 'ReceiveMessage of more than ten',
      run: () => sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })),
      fails: ['InvalidParameterValue', 400, /MaxNumberOfMessages/],
    },
    {
      title: 'ReceiveMessage from nobody',
      run: () => sqs.send(new ReceiveMessageCommand({ QueueUrl: nobody })),
      fails: gone,
    },
    { title: 'SendMessage takes 1 MiB', run: () => send('x'.repeat(1_048_576)), answers: { MessageId: anyText } },
    {
      title: 'SendMessage with a byte more',
      run: () => send('x'.repeat(1_048_577)),
      fails: ['InvalidParameterValue', 400, /1048576 bytes/],
    },
    {
      title: 'SendMessage with characters that XML has not',
      run: () => send('a\u0001b'),
      fails: ['InvalidMessageContents', 400],
    },
    { title: 'SendMessage to nobody', run: () => send('m', { QueueUrl: nobody }), fails: gone },
    {
      title: 'DeleteMessage',
      run: async () => {
        const received = await receive();
        return sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: received?.ReceiptHandle }));
      },
      answers: {},
    },
    {
      title: 'DeleteMessage with what was never a handle',
      run: () => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'x' })),
      fails: ['ReceiptHandleIsInvalid', 400],
    },
    {
      title: 'GetQueueAttributes',
      run: () => sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
      answers: {
        Attributes: {
          QueueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:orders`,
          ApproximateNumberOfMessages: '0',
          ApproximateNumberOfMessagesNotVisible: '1',
        },
      },
    },
    {
      title: 'GetQueueAttributes that there are not',
      run: () => sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Colour' as never] })),
      fails: ['InvalidAttributeName', 400],
    },
    {
      title: 'GetQueueUrl',
      run: () => sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' })),
      answers: { QueueUrl },
    },
    {
      title: 'GetQueueUrl of nobody',
      run: () => sqs.send(new GetQueueUrlCommand({ QueueName: 'nobody' })),
      fails: gone,
    },
    {
      title: 'ListQueues',
      run: () => sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'ord' })),
      answers: { QueueUrls: [QueueUrl] },
    },
    {
      title: 'ListQueues in pages that are too large',
      run: () => sqs.send(new ListQueuesCommand({ MaxResults: 1001 })),
      fails: ['InvalidParameterValue', 400],
    },
    { title: 'PurgeQueue', run: () => sqs.send(new PurgeQueueCommand({ QueueUrl })), answers: {} },
    {
      title: 'PurgeQueue again within a minute',
      run: () => sqs.send(new PurgeQueueCommand({ QueueUrl })),
      fails: ['PurgeQueueInProgress', 400],
    },
  ];
}

export function eventCases({ events, sqs, out }: Shop): Case[] {
  const entry = { Source: 'shop', DetailType: 'order', Detail: '{"order":8}' };
  const put = (...Entries: readonly object[]) => events.send(new PutEventsCommand({ Entries: [...Entries] }));
  const received = () =>
    until(async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl: out('Queue') }))).Messages?.[0]);
  const invalid = ['ValidationException', 400] as const;
  return [
    { title: 'PutEvents', run: () => put(entry), answers: { FailedEntryCount: 0, Entries: [{ EventId: anyText }] } },
    {
      title: 'PutEvents reached the target of its rule',
      run: async () => JSON.parse((await received()).Body ?? '') as unknown,
      answers: { source: 'shop', 'detail-type': 'order', detail: { order: 8 }, account: ACCOUNT },
    },
    {
      title: 'PutEvents refuses entries one by one',
      run: () => put({ ...entry, Detail: '{' }, { ...entry, Source: 'aws.ec2' }, { Source: 'shop' }),
      answers: {
        FailedEntryCount: 3,
        Entries: [
          { ErrorCode: 'MalformedDetail' },
          { ErrorCode: 'NotAuthorizedForSourceException' },
          { ErrorCode: 'InvalidArgument' },
        ],
      },
    },
    {
      title: 'PutEvents of eleven',
      run: () => put(...Array.from({ length: 11 }, () => entry)),
      fails: [...invalid, /Entries/],
    },
    { title: 'PutEvents of none', run: () => put(), fails: [...invalid, /Entries/] },
    {
      title: 'PutEvents of 256 KiB together',
      run: () => put({ Source: 'none', DetailType: 'd', Detail: `{"x":"${'x'.repeat(262_144 - 13)}"}` }),
      answers: { FailedEntryCount: 0 },
    },
    {
      title: 'PutEvents of a byte more',
      run: () => put({ Source: 'none', DetailType: 'd', Detail: `{"x":"${'x'.repeat(262_144 - 12)}"}` }),
      fails: [...invalid, /262145 bytes/],
    },
    {
      title: 'PutEvents to a bus that does not exist',
      run: () => put({ ...entry, EventBusName: 'orders' }),
      fails: [...invalid, /EventBusName/],
    },
    {
      title: 'ListRules',
      run: () => events.send(new ListRulesCommand({ NamePrefix: 'ord' })),
      answers: {
        Rules: [{ Name: 'orders', State: 'ENABLED', EventPattern: '{"source":["shop"]}', EventBusName: 'default' }],
      },
    },
    {
      title: 'ListRules in pages that are too large',
      run: () => events.send(new ListRulesCommand({ Limit: 101 })),
      fails: [...invalid, /Limit/],
    },
    {
      title: 'DescribeRule',
      run: () => events.send(new DescribeRuleCommand({ Name: 'orders' })),
      answers: { Name: 'orders', Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/orders`, Description: 'New orders' },
    },
    {
      title: 'DescribeRule of nobody',
      run: () => events.send(new DescribeRuleCommand({ Name: 'nobody' })),
      fails: ['ResourceNotFoundException', 400],
    },
    {
      title: 'ListTargetsByRule',
      run: () => events.send(new ListTargetsByRuleCommand({ Rule: 'orders' })),
      answers: { Targets: [{ Id: 'Queue', Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:orders` }] },
    },
    {
      title: 'ListTargetsByRule of nobody',
      run: () => events.send(new ListTargetsByRuleCommand({ Rule: 'nobody' })),
      fails: ['ResourceNotFoundException', 400],
    },
  ];
}
