import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { parseInput } from '../core/operation-input.ts';
import { page } from '../core/paging.ts';
import type { Random } from '../core/random.ts';
import type { Operations } from '../core/types.ts';
import type { Message, Queue } from './queue.ts';
import type { Queues } from './queues.ts';

const INVALID = 'InvalidParameterValueException';

/** Of a message and its attributes together: 1 MiB. */
const MOST_BYTES = 1_048_576;

/** Between two purges of a queue, as SQS wants it. */
const PURGE_MS = 60_000;

const sendSchema = z.strictObject({
  QueueUrl: z.string(),
  MessageBody: z.string().min(1, 'the message is empty'),
  DelaySeconds: z.int().min(0).max(900).optional(),
  MessageAttributes: z
    .record(z.string(), z.strictObject({ DataType: z.literal('String'), StringValue: z.string() }))
    .optional(),
});

const receiveSchema = z.strictObject({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.int().min(1).max(10).optional(),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.literal(0, 'long polling is not supported').optional(),
  AttributeNames: z.array(z.string()).optional(),
  MessageSystemAttributeNames: z.array(z.string()).optional(),
  MessageAttributeNames: z.array(z.string()).optional(),
});

const queue = { QueueUrl: z.string() };
const listSchema = z.strictObject({
  QueueNamePrefix: z.string().optional(),
  MaxResults: z.int().min(1).max(1000).optional(),
  NextToken: z.string().min(1).optional(),
});
const deleteSchema = z.strictObject({ QueueUrl: z.string(), ReceiptHandle: z.string() });
const attributesSchema = z.strictObject({ QueueUrl: z.string(), AttributeNames: z.array(z.string()).optional() });

/** The operations on messages. */
export function queueOperations(
  queues: Pick<Queues, 'all' | 'authorize' | 'queueAt'>,
  { clock, random }: { clock: Clock; random: Random },
): Operations {
  return {
    async SendMessage(input, caller) {
      const {
        DelaySeconds = 0,
        MessageAttributes = {},
        MessageBody,
        QueueUrl,
      } = parseInput(sendSchema, input, INVALID);
      const queue = queues.queueAt(QueueUrl);
      queues.authorize(queue, 'sqs:SendMessage', caller);
      checkMessage(MessageBody, MessageAttributes);
      const attributes = Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
      );
      const message = queue.send(MessageBody, attributes, random, clock.now(), DelaySeconds * 1000);
      return { MessageId: message.id, MD5OfMessageBody: message.md5 };
    },

    async ReceiveMessage(input, caller) {
      const request = parseInput(receiveSchema, input, INVALID);
      const queue = queues.queueAt(request.QueueUrl);
      queues.authorize(queue, 'sqs:ReceiveMessage', caller);
      const messages = queue.receive(request.MaxNumberOfMessages ?? 1, random, clock.now(), request.VisibilityTimeout);
      if (messages.length === 0) return {};
      const system = [...(request.AttributeNames ?? []), ...(request.MessageSystemAttributeNames ?? [])];
      return { Messages: messages.map((message) => describe(message, system, request.MessageAttributeNames ?? [])) };
    },

    async DeleteMessage(input, caller) {
      const { QueueUrl, ReceiptHandle } = parseInput(deleteSchema, input, INVALID);
      const queue = queues.queueAt(QueueUrl);
      queues.authorize(queue, 'sqs:DeleteMessage', caller);
      // SQS answers well to a handle that is no longer the latest; only what was never a handle is refused.
      if (!/^[0-9a-f]{32}$/.test(ReceiptHandle))
        throw new AwsError(
          'ReceiptHandleIsInvalid',
          `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
        );
      queue.delete(ReceiptHandle);
      return {};
    },

    async PurgeQueue(input, caller) {
      const found = queues.queueAt(parseInput(z.strictObject(queue), input, INVALID).QueueUrl);
      queues.authorize(found, 'sqs:PurgeQueue', caller);
      const now = clock.now();
      if (found.purgedAt !== undefined && now - found.purgedAt < PURGE_MS) {
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${found.settings.name} is allowed every 60 seconds.`,
        );
      }
      found.purge(now);
      return {};
    },

    async GetQueueUrl(input, caller) {
      const { QueueName } = parseInput(z.strictObject({ QueueName: z.string() }), input, INVALID);
      const found = queues.queueAt(QueueName);
      queues.authorize(found, 'sqs:GetQueueUrl', caller);
      return { QueueUrl: found.url };
    },

    async ListQueues(input) {
      const { QueueNamePrefix = '', MaxResults, NextToken } = parseInput(listSchema, input, INVALID);
      const urls = queues
        .all()
        .filter(({ settings }) => settings.name.startsWith(QueueNamePrefix))
        .map(({ url }) => url);
      const { page: taken, nextToken } = page(
        urls,
        { maxResults: MaxResults, nextToken: NextToken },
        { id: (url) => url, standard: 1000, invalid: INVALID },
      );
      return { QueueUrls: taken, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
    },

    async GetQueueAttributes(input, caller) {
      const { AttributeNames = [], QueueUrl } = parseInput(attributesSchema, input, INVALID);
      const queue = queues.queueAt(QueueUrl);
      queues.authorize(queue, 'sqs:GetQueueAttributes', caller);
      return { Attributes: pick(queueAttributes(queue, clock.now()), AttributeNames, 'InvalidAttributeName') };
    },
  };
}

/**
 * @throws AwsError InvalidParameterValue when it is too large, InvalidMessageContents for characters that SQS does not
 * take
 */
function checkMessage(body: string, attributes: NonNullable<z.infer<typeof sendSchema>['MessageAttributes']>): void {
  const parts = Object.entries(attributes).flatMap(([name, { DataType, StringValue }]) => [
    name,
    DataType,
    StringValue,
  ]);
  const bytes = [body, ...parts].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  if (bytes > MOST_BYTES)
    throw new AwsError(
      INVALID,
      `One or more parameters are invalid. Reason: Message must be shorter than ${MOST_BYTES} bytes.`,
    );
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(body))
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to ' +
        '#xFFFD | #x10000 to #x10FFFF',
    );
}

function describe(message: Message, system: readonly string[], names: readonly string[]): object {
  const wanted = Object.entries(message.attributes).filter(
    ([name]) => names.includes('All') || names.includes('.*') || names.includes(name),
  );
  const systemAttributes = {
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  };
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5,
    Body: message.body,
    ...(system.length > 0 ? { Attributes: pick(systemAttributes, system) } : {}),
    ...(wanted.length > 0
      ? {
          MessageAttributes: Object.fromEntries(
            wanted.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
          ),
        }
      : {}),
  };
}

function queueAttributes(queue: Queue, now: number): Record<string, string> {
  const { delayed, hidden, visible } = queue.counts(now);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(queue.settings.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(queue.settings.retentionSeconds),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    ...(queue.policy === undefined ? {} : { Policy: JSON.stringify(queue.policy) }),
  };
}

/** @param unknown the error for a name there is no value for; without it such a name is left out */
function pick(
  values: Readonly<Record<string, string>>,
  names: readonly string[],
  unknown?: string,
): Record<string, string> {
  const missing = names.find((name) => name !== 'All' && name !== 'Policy' && !Object.hasOwn(values, name));
  if (missing !== undefined && unknown !== undefined) throw new AwsError(unknown, `Unknown Attribute ${missing}.`);
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes('All') || names.includes(name)));
}
