import { z } from 'zod';
import { askedByTheService } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import { operation } from '../../core/service.ts';
import { MOST_BYTES } from '../attributes.ts';
import { md5OfAttributes } from '../digest.ts';
import { describeMessage } from '../received.ts';
import type { Queues } from '../queues.ts';
import { INVALID } from './common.ts';

/** What a message may be asked for beside its own attributes ("MessageSystemAttributeNames" of ReceiveMessage). */
const systemNames = z.array(
  z.enum([
    'All',
    'SenderId',
    'SentTimestamp',
    'ApproximateReceiveCount',
    'ApproximateFirstReceiveTimestamp',
    'SequenceNumber',
    'MessageDeduplicationId',
    'MessageGroupId',
    'AWSTraceHeader',
    'DeadLetterQueueSourceArn',
  ]),
);

const sentAttributes = z.record(z.string(), z.strictObject({ DataType: z.literal('String'), StringValue: z.string() }));

/** What is done to messages. A queue has a policy of its own, so that the service asks; see `Queues.authorize`. */
export function messageOperations(queues: Queues, { clock, random }: { clock: Clock; random: Random }) {
  return {
    SendMessage: operation({
      needs: askedByTheService,
      input: z.strictObject({
        QueueUrl: z.string(),
        MessageBody: z.string().min(1, 'the message is empty'),
        DelaySeconds: z.int().min(0).max(900).default(0),
        MessageAttributes: sentAttributes.optional(),
      }),
      run({ DelaySeconds, MessageAttributes = {}, MessageBody, QueueUrl }, caller) {
        const queue = queues.queueAt(QueueUrl);
        queues.authorize(queue, 'sqs:SendMessage', caller);
        checkMessage(MessageBody, MessageAttributes);
        const attributes = Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
        );
        const message = queue.send(MessageBody, attributes, random, clock.now(), DelaySeconds * 1000);
        const digest = md5OfAttributes(attributes);
        return {
          MessageId: message.id,
          MD5OfMessageBody: message.md5,
          ...(digest !== undefined && { MD5OfMessageAttributes: digest }),
        };
      },
    }),

    ReceiveMessage: operation({
      needs: askedByTheService,
      input: z.strictObject({
        QueueUrl: z.string(),
        MaxNumberOfMessages: z.int().min(1).max(10).optional(),
        VisibilityTimeout: z.int().min(0).max(43_200).optional(),
        WaitTimeSeconds: z.literal(0, 'long polling is not supported').optional(),
        AttributeNames: systemNames.optional(),
        MessageSystemAttributeNames: systemNames.optional(),
        MessageAttributeNames: z.array(z.string()).optional(),
      }),
      run(request, caller) {
        const queue = queues.queueAt(request.QueueUrl);
        queues.authorize(queue, 'sqs:ReceiveMessage', caller);
        const limit = request.MaxNumberOfMessages ?? 1;
        const messages = queue.receive(limit, random, clock.now(), request.VisibilityTimeout);
        if (messages.length === 0) return {};
        const system = [...(request.AttributeNames ?? []), ...(request.MessageSystemAttributeNames ?? [])];
        return {
          Messages: messages.map((message) => describeMessage(message, system, request.MessageAttributeNames ?? [])),
        };
      },
    }),

    DeleteMessage: operation({
      needs: askedByTheService,
      input: z.strictObject({ QueueUrl: z.string(), ReceiptHandle: z.string() }),
      run({ QueueUrl, ReceiptHandle }, caller) {
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
    }),
  };
}

/**
 * @throws AwsError InvalidParameterValue when it is too large, InvalidMessageContents for characters that SQS does not
 * take
 */
function checkMessage(body: string, attributes: z.infer<typeof sentAttributes>): void {
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
