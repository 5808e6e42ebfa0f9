import { beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import type { ResourcePolicy } from '../../src/iam/document.ts';
import { seededRandom } from '../../src/core/random.ts';
import { type Caller, OPERATOR } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { retryDelayMs } from '../../src/sns/retry-delays.ts';
import { snsService } from '../../src/sns/service.ts';
import { Topics } from '../../src/sns/topics.ts';
import { accessOf } from '../access.ts';
import { callTo } from '../services.ts';

const PLACE = { account: '111122223333', region: 'us-east-1' };
const START = Date.UTC(2026, 0, 5, 9, 0, 0);
const ARN = 'arn:aws:sns:us-east-1:111122223333:rollback';
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:roll-back';
const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:q';
const CLOUDWATCH: Caller = {
  principal: 'cloudwatch.amazonaws.com',
  sourceArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:a',
};

interface Sent {
  to: string;
  body: string;
  caller: Caller;
}

let clock: VirtualClock;
let sent: Sent[];
let log: string[];
let failures: Error[];
let topics: Topics;

beforeEach(() => {
  clock = new VirtualClock(START);
  sent = [];
  log = [];
  failures = [];
  topics = new Topics({
    clock,
    random: seededRandom(5),
    place: PLACE,
    log: (_service, message) => log.push(message),
    access: accessOf({ log: (_service, message) => log.push(message) }),
    functions: {
      invoke: () => Promise.reject(new Error('never invoked synchronously')),
      invokeAsync: async ({ functionArn, payload, caller }) => {
        sent.push({ to: functionArn, body: payload, caller });
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
      },
    },
    queues: {
      send: async ({ queueArn, body, caller }) => {
        sent.push({ to: queueArn, body, caller });
      },
    },
  });
  topics.putTopic({ name: 'rollback' });
});

const publish = (caller: Caller = OPERATOR, message = '{"reason":"smoke"}') =>
  topics.publish({ topicArn: ARN, message, subject: 'Please', caller });
const settle = () => clock.runUntil(clock.now());

describe('Topics', () => {
  it('invokes a subscribed function with the event AWS sends it', async () => {
    const arn = topics.subscribe({ topicArn: ARN, protocol: 'lambda', endpoint: FUNCTION, raw: false });
    const { messageId } = await publish();
    await settle();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ to: FUNCTION, caller: { principal: 'sns.amazonaws.com', sourceArn: ARN } });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: arn,
          Sns: {
            Type: 'Notification',
            MessageId: messageId,
            TopicArn: ARN,
            Subject: 'Please',
            Message: '{"reason":"smoke"}',
            Timestamp: '2026-01-05T09:00:00.000Z',
            SignatureVersion: '1',
            Signature: expect.any(String),
            SigningCertUrl: expect.stringMatching(/^https:/),
            UnsubscribeUrl: expect.stringContaining(arn),
            MessageAttributes: {},
          },
        },
      ],
    });
  });

  it('gives a queue the notification, or the bare message when asked', async () => {
    topics.subscribe({ topicArn: ARN, protocol: 'sqs', endpoint: QUEUE, raw: false });
    topics.subscribe({ topicArn: ARN, protocol: 'sqs', endpoint: QUEUE, raw: true });
    await publish();
    await settle();
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      Type: 'Notification',
      TopicArn: ARN,
      Message: '{"reason":"smoke"}',
      Subject: 'Please',
    });
    expect(sent[1]?.body).toBe('{"reason":"smoke"}');
  });

  it('keeps e-mails in an outbox of limited length', async () => {
    topics.subscribe({ topicArn: ARN, protocol: 'email', endpoint: 'a@example.com', raw: false });
    for (let count = 0; count < 250; count++) await publish(OPERATOR, `message ${count}`);
    expect(topics.outbox).toHaveLength(200);
    expect(topics.outbox.at(-1)).toEqual({
      to: 'a@example.com',
      topicArn: ARN,
      subject: 'Please',
      message: 'message 249',
      time: START,
    });
  });

  it('tries again after a failure that may pass, by the phases of the documentation', async () => {
    topics.subscribe({ topicArn: ARN, protocol: 'lambda', endpoint: FUNCTION, raw: false });
    failures = Array.from({ length: 6 }, () => new AwsError('ServiceException', 'oops', 500));
    await publish();
    await clock.runUntil(START + 60_000);
    expect(sent).toHaveLength(7);
    expect([1, 2, 3, 4, 5, 6, 15, 16, 100_015, 100_016].map(retryDelayMs)).toEqual([
      0,
      0,
      0,
      1_000,
      1_000,
      1_000,
      20_000,
      20_000,
      20_000,
      undefined,
    ]);
  });

  it('gives up at once where a function is missing or not permitted, and uses the dead-letter queue', async () => {
    topics.subscribe({ topicArn: ARN, protocol: 'lambda', endpoint: FUNCTION, raw: false, deadLetterArn: QUEUE });
    failures = [new AwsError('AccessDeniedException', 'no', 403)];
    await publish();
    await clock.runUntil(START + 60_000);
    expect(sent.map(({ to }) => to)).toEqual([FUNCTION, QUEUE]);
    expect(log).toEqual([expect.stringContaining('was not delivered to arn:aws:lambda')]);
  });

  it('sends nothing to who has unsubscribed', async () => {
    topics.unsubscribe(topics.subscribe({ topicArn: ARN, protocol: 'lambda', endpoint: FUNCTION, raw: false }));
    await publish();
    await settle();
    expect(sent).toEqual([]);
  });
});

describe('who may publish', () => {
  const ALLOW_CLOUDWATCH: ResourcePolicy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: ARN,
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      },
    ],
  };
  /** What CDK's enforceSSL renders: it replaces the default policy, and forgets CloudWatch. */
  const TLS_ONLY: ResourcePolicy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: ARN,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };

  it('is anyone of the account while the topic has its default policy', async () => {
    await expect(publish(CLOUDWATCH)).resolves.toHaveProperty('messageId');
  });

  it('is CloudWatch when the policy allows it for this account', async () => {
    topics.setPolicy(ARN, ALLOW_CLOUDWATCH);
    await expect(publish(CLOUDWATCH)).resolves.toHaveProperty('messageId');
    await expect(
      publish({ ...CLOUDWATCH, sourceArn: 'arn:aws:cloudwatch:us-east-1:999999999999:alarm:a' }),
    ).rejects.toMatchObject({ code: 'AuthorizationError' });
  });

  it('is not CloudWatch where the policy does not allow it: nothing is delivered, and it is logged', async () => {
    topics.subscribe({ topicArn: ARN, protocol: 'lambda', endpoint: FUNCTION, raw: false });
    topics.setPolicy(ARN, TLS_ONLY);
    await expect(publish(CLOUDWATCH)).rejects.toMatchObject({ code: 'AuthorizationError', status: 403 });
    await settle();
    expect(sent).toEqual([]);
    expect(log).toEqual([
      expect.stringContaining(
        'arn:aws:cloudwatch:us-east-1:111122223333:alarm:a is not authorized to perform: sns:Publish',
      ),
    ]);
    await expect(publish(OPERATOR)).resolves.toHaveProperty('messageId');
  });

  it('is no service when the AWS-managed key encrypts the topic', async () => {
    topics.putTopic({ name: 'rollback', kmsKey: 'alias/aws/sns' });
    await expect(publish(CLOUDWATCH)).rejects.toThrow(/AWS-managed key/);
    await expect(publish(OPERATOR)).resolves.toHaveProperty('messageId');
  });
});

function call(name: string, input: Record<string, unknown>) {
  return callTo(snsService(topics, PLACE), name, input);
}

describe('operations', () => {
  it('Publish passes message attributes on', async () => {
    topics.subscribe({ topicArn: ARN, protocol: 'lambda', endpoint: FUNCTION, raw: false });
    await call('Publish', {
      TopicArn: ARN,
      Message: 'm',
      MessageAttributes: { who: { DataType: 'String', StringValue: 'me' } },
    });
    await settle();
    expect(JSON.parse(sent[0]?.body ?? '').Records[0].Sns).toMatchObject({
      Subject: null,
      Message: 'm',
      MessageAttributes: { who: { Type: 'String', Value: 'me' } },
    });
  });

  it('Publish gives each protocol the text under its name, and all others the default', async () => {
    topics.subscribe({ topicArn: ARN, protocol: 'lambda', endpoint: FUNCTION, raw: false });
    topics.subscribe({ topicArn: ARN, protocol: 'email', endpoint: 'ann@example.com', raw: false });
    const Message = JSON.stringify({ default: '{"a":1}', email: 'for people', sms: 7 });
    await call('Publish', { TopicArn: ARN, Message, MessageStructure: 'json', Subject: 's' });
    await settle();
    expect(JSON.parse(sent[0]?.body ?? '').Records[0].Sns).toMatchObject({ Message: '{"a":1}' });
    expect(topics.outbox).toMatchObject([{ to: 'ann@example.com', subject: 's', message: 'for people' }]);
  });

  it.each([
    ['an empty message', { TopicArn: ARN, Message: '' }, 'InvalidParameter'],
    ['an unknown topic', { TopicArn: `${ARN}x`, Message: 'm' }, 'NotFound'],
    ['what is no ARN', { TopicArn: 'rollback', Message: 'm' }, 'InvalidParameter'],
    ['no topic', { Message: 'm' }, 'InvalidParameter'],
    ['a subject that is too long', { TopicArn: ARN, Message: 'm', Subject: 's'.repeat(101) }, 'InvalidParameter'],
    ['a structure that is not known', { TopicArn: ARN, Message: '{}', MessageStructure: 'xml' }, 'InvalidParameter'],
    [
      'texts by protocol that are no JSON',
      { TopicArn: ARN, Message: 'm', MessageStructure: 'json' },
      'InvalidParameter',
    ],
    [
      'texts by protocol without one for the others',
      { TopicArn: ARN, Message: '{"email":"m"}', MessageStructure: 'json' },
      'InvalidParameter',
    ],
  ])('Publish rejects %s', async (_name, input, code) => {
    await expect(call('Publish', input)).rejects.toMatchObject({ code });
  });

  it.each(['Publish', 'GetTopicAttributes', 'ListSubscriptionsByTopic'] as const)(
    '%s tells what is no ARN from a topic that is not there',
    async (operation) => {
      const failure = (TopicArn: string) =>
        call(operation, { TopicArn, ...(operation === 'Publish' && { Message: 'm' }) }).catch(
          (error: unknown) => error,
        );
      expect(await failure('arn:aws:sns:us-east-1')).toMatchObject({
        code: 'InvalidParameter',
        status: 400,
        message: 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 4',
      });
      expect(await failure('')).toMatchObject({ message: expect.stringMatching(/, not 1$/) as string });
      expect(await failure(`${ARN}x`)).toMatchObject({ code: 'NotFound', status: 404 });
    },
  );

  it('ListTopics lists them', async () => {
    topics.putTopic({ name: 'events' });
    expect(await call('ListTopics', {})).toEqual({
      Topics: [{ TopicArn: 'arn:aws:sns:us-east-1:111122223333:events' }, { TopicArn: ARN }],
    });
  });
});
