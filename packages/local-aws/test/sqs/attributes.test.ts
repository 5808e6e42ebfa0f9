import { beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { Queues } from '../../src/sqs/queues.ts';
import { sqsService } from '../../src/sqs/service.ts';
import { accessOf } from '../access.ts';
import { callTo } from '../services.ts';

const START = Date.UTC(2026, 0, 5, 9, 0, 30);
const SETTINGS = { name: 'orders', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 };
let clock: VirtualClock;
let queues: Queues;

beforeEach(() => {
  clock = new VirtualClock(START);
  queues = new Queues({
    clock,
    random: seededRandom(2),
    place: { account: '111122223333', region: 'us-east-1' },
    log: () => {},
    access: accessOf(),
    metrics: { record: () => undefined },
  });
  queues.putQueue(SETTINGS);
});

const call = (name: string, input: object): Promise<object> =>
  callTo(sqsService(queues, { clock, random: seededRandom(3) }), name, { QueueUrl: 'orders', ...input });
const text = (StringValue: string) => ({ DataType: 'String', StringValue });

async function received(MessageAttributeNames?: readonly string[]) {
  const asked = { VisibilityTimeout: 0, ...(MessageAttributeNames && { MessageAttributeNames }) };
  return (await call('ReceiveMessage', asked)) as { Messages: object[] };
}

async function attributes(...AttributeNames: string[]) {
  return ((await call('GetQueueAttributes', { AttributeNames })) as { Attributes: Record<string, string> }).Attributes;
}

describe('attributes of a message', () => {
  // From the README of npm's aws-md5-of-message-attributes, a client that verifies what SQS answers.
  const one = { attribName1: text('attribValue 1') };
  const MD5_OF_ONE = '19e27d4e946b072f3f58da80d94fd778';

  test('have a digest when they are sent, and one of those that are received', async () => {
    expect(
      await call('SendMessage', { MessageBody: 'm', MessageAttributes: { other: text('x'), ...one } }),
    ).toMatchObject({
      MD5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    const [message] = (await received(['attribName1'])).Messages;
    expect(message).toMatchObject({ MessageAttributes: one, MD5OfMessageAttributes: MD5_OF_ONE });
    expect((await received()).Messages[0]).not.toHaveProperty('MD5OfMessageAttributes');
  });

  test('are in the digest in the order of their names, however they are sent', async () => {
    const send = (MessageAttributes: object) => call('SendMessage', { MessageBody: 'm', MessageAttributes });
    const [b, a] = [{ b: text('2') }, { a: text('1') }];
    const digest = ((await send({ ...b, ...a })) as { MD5OfMessageAttributes?: string }).MD5OfMessageAttributes;
    expect(await send({ ...a, ...b })).toMatchObject({ MD5OfMessageAttributes: digest });
    expect(await send(one)).toMatchObject({ MD5OfMessageAttributes: MD5_OF_ONE });
    expect(await call('SendMessage', { MessageBody: 'm' })).not.toHaveProperty('MD5OfMessageAttributes');
  });

  test.each([
    [['All'], ['shop.id', 'shop.till', 'size']],
    [['.*'], ['shop.id', 'shop.till', 'size']],
    [['shop.*'], ['shop.id', 'shop.till']],
    [['size', 'none'], ['size']],
    [['shop'], undefined],
  ])('are received by their names, or by what these begin with: %j', async (names, expected) => {
    const MessageAttributes = { 'shop.id': text('7'), 'shop.till': text('1'), size: text('L') };
    await call('SendMessage', { MessageBody: 'm', MessageAttributes });
    const [message] = (await received(names)).Messages as { MessageAttributes?: object }[];
    expect(message?.MessageAttributes && Object.keys(message.MessageAttributes)).toEqual(expected);
  });

  test.each(['AttributeNames', 'MessageSystemAttributeNames'])('rejects %s that SQS does not have', async (member) => {
    await expect(call('ReceiveMessage', { [member]: ['Colour'] })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining(member) as string,
    });
  });
});

describe('attributes of a queue', () => {
  test('are what it was made with, and the defaults of SQS', async () => {
    await clock.runUntil(START + 60_000);
    queues.putQueue({ ...SETTINGS, visibilityTimeoutSeconds: 60 });
    expect(await attributes('All')).toEqual({
      QueueArn: 'arn:aws:sqs:us-east-1:111122223333:orders',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: String(START / 1000),
      LastModifiedTimestamp: String(START / 1000 + 60),
      VisibilityTimeout: '60',
      MessageRetentionPeriod: '345600',
      MaximumMessageSize: '1048576',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
    });
  });

  test.each([
    [{ kmsKey: 'alias/shop' }, { SqsManagedSseEnabled: 'false', KmsMasterKeyId: 'alias/shop' }],
    [{ managedEncryption: false }, { SqsManagedSseEnabled: 'false' }],
  ])('tell how it is encrypted: %j', async (settings, expected) => {
    queues.putQueue({ ...SETTINGS, ...settings });
    expect(await attributes('SqsManagedSseEnabled', 'KmsMasterKeyId')).toEqual(expected);
  });

  test('that it may have and has not are left out', async () => {
    expect(await attributes('Policy', 'RedrivePolicy', 'KmsMasterKeyId', 'DelaySeconds')).toEqual({
      DelaySeconds: '0',
    });
  });
});
