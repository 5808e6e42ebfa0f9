import { beforeEach, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../src/core/random.ts';
import type { Datum } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { Queues } from '../../src/sqs/queues.ts';
import { sqsService } from '../../src/sqs/service.ts';
import { accessOf } from '../access.ts';
import { callTo } from '../services.ts';

const START = Date.UTC(2026, 0, 5, 9, 0, 30);
const ARN = 'arn:aws:sqs:us-east-1:111122223333:dead';
const URL = 'https://sqs.us-east-1.amazonaws.com/111122223333/dead';
const RULE_ARN = 'arn:aws:events:us-east-1:111122223333:rule/r';
const EVENTS = { principal: 'events.amazonaws.com', sourceArn: RULE_ARN };

let clock: VirtualClock;
let data: Datum[];
let random: Random;
let queues: Queues;

beforeEach(() => {
  clock = new VirtualClock(START);
  data = [];
  random = seededRandom(2);
  queues = new Queues({
    clock,
    random,
    place: { account: '111122223333', region: 'us-east-1' },
    log: () => {},
    access: accessOf(),
    metrics: { record: (datum) => data.push(datum) },
  });
  queues.putQueue({ name: 'dead', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 });
});

const call = (name: string, input: Record<string, unknown> = {}) =>
  callTo(sqsService(queues, { clock, random }), name, { QueueUrl: URL, ...input });
const send = (MessageBody: string) => call('SendMessage', { MessageBody });

interface Received {
  Messages?: { Body: string; ReceiptHandle: string }[];
}
const receive = async (input: Record<string, unknown> = {}) =>
  ((await call('ReceiveMessage', input)) as Received).Messages ?? [];

describe('Queues', () => {
  it('hand out the oldest visible messages, hide them for a while, and forget them when deleted', async () => {
    for (const body of ['a', 'b', 'c']) await send(body);
    const [first, second] = await receive({ MaxNumberOfMessages: 2 });
    expect([first?.Body, second?.Body]).toEqual(['a', 'b']);
    expect((await receive({ MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['c']);
    await call('DeleteMessage', { ReceiptHandle: first?.ReceiptHandle });
    await clock.runUntil(START + 30_000);
    expect((await receive({ MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['b', 'c']);
  });

  it('answer with the checksum that SDKs verify', async () => {
    // MD5 of "abc", RFC 1321.
    expect(await send('abc')).toMatchObject({ MD5OfMessageBody: '900150983cd24fb0d6963f7d28e17f72' });
    expect(await receive()).toMatchObject([{ MD5OfBody: '900150983cd24fb0d6963f7d28e17f72' }]);
  });

  it('show attributes only to who asks for them', async () => {
    await call('SendMessage', {
      MessageBody: 'a',
      MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } },
    });
    const hidden = { VisibilityTimeout: 0 };
    expect((await receive(hidden))[0]).not.toHaveProperty('MessageAttributes');
    expect(
      await receive({ ...hidden, MessageAttributeNames: ['All'], AttributeNames: ['ApproximateReceiveCount'] }),
    ).toMatchObject([
      {
        MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } },
        Attributes: { ApproximateReceiveCount: '2' },
      },
    ]);
  });

  it('count what is visible, in flight and delayed', async () => {
    for (const body of ['a', 'b', 'c']) await send(body);
    await call('SendMessage', { MessageBody: 'd', DelaySeconds: 60 });
    await receive();
    expect(await call('GetQueueAttributes', { AttributeNames: ['All'] })).toMatchObject({
      Attributes: {
        QueueArn: ARN,
        ApproximateNumberOfMessages: '2',
        ApproximateNumberOfMessagesNotVisible: '1',
        ApproximateNumberOfMessagesDelayed: '1',
      },
    });
    expect(await call('GetQueueAttributes', { AttributeNames: ['QueueArn'] })).toEqual({
      Attributes: { QueueArn: ARN },
    });
  });

  it('record the number of visible messages each minute', async () => {
    await send('a');
    await clock.runUntil(START + 90_000);
    const metric = {
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: 'dead' },
      value: 1,
      unit: 'Count',
    };
    expect(data).toEqual([
      { ...metric, time: START + 30_000 },
      { ...metric, time: START + 90_000 },
    ]);
  });

  it('forget messages after their retention', async () => {
    queues.putQueue({ name: 'dead', visibilityTimeoutSeconds: 30, retentionSeconds: 60 });
    await send('a');
    await clock.runUntil(START + 60_000);
    expect(await receive()).toEqual([]);
  });

  it('take a message of a service only where the policy allows it', async () => {
    const message = { queueArn: ARN, body: 'b', attributes: { RULE_ARN }, caller: EVENTS };
    await expect(queues.send(message)).rejects.toMatchObject({ code: 'AccessDenied' });
    queues.queueAt(ARN).policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: ARN,
          Condition: { ArnEquals: { 'aws:SourceArn': RULE_ARN } },
        },
      ],
    };
    await queues.send(message);
    await expect(queues.send({ ...message, caller: { ...EVENTS, sourceArn: `${RULE_ARN}2` } })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
    expect((await receive()).map(({ Body }) => Body)).toEqual(['b']);
  });

  it.each([
    ['SendMessage', { MessageBody: '' }, 'InvalidParameterValueException'],
    ['SendMessage', { QueueUrl: `${URL}x`, MessageBody: 'a' }, 'QueueDoesNotExist'],
    ['ReceiveMessage', { MaxNumberOfMessages: 11 }, 'InvalidParameterValueException'],
    ['ReceiveMessage', { WaitTimeSeconds: 20 }, 'InvalidParameterValueException'],
    ['DeleteMessage', { ReceiptHandle: 'nonsense' }, 'ReceiptHandleIsInvalid'],
    ['GetQueueAttributes', { AttributeNames: ['Colour'] }, 'InvalidAttributeName'],
  ])('%s rejects %j', async (name, input, code) => {
    await expect(call(name, input)).rejects.toMatchObject({ code });
  });
});
