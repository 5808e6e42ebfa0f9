import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { busAnnouncer } from '../../../../handlers/ports/aws/bus-announcer.ts';
import { sfnExecutions } from '../../../../handlers/ports/aws/sfn-executions.ts';
import { snsAnnouncer } from '../../../../handlers/ports/aws/sns-announcer.ts';
import type { ReleaseEvent } from '../../../../rollout/release-event.ts';
import { RELEASE_EVENTS } from '../../../../statemachine/contract/names.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';

const topic = 'arn:aws:sns:eu-west-1:123456789012:release-events';
const execution = 'arn:aws:states:eu-west-1:123456789012:execution:machine:one';
const event: ReleaseEvent = {
  eventId: 'one/promoted',
  kind: 'promoted',
  service: 'greetings',
  rollout: execution,
  version: '8',
  previousVersion: '7',
  time: '2026-01-05T09:00:00.000Z',
  message: 'version 8 is production',
};
const published = '<PublishResponse><PublishResult><MessageId>m1</MessageId></PublishResult></PublishResponse>';

let aws: FakeAws;
beforeAll(async () => {
  aws = await fakeAws();
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});

const publish = async (what: ReleaseEvent) => {
  aws.answer({ headers: { 'content-type': 'text/xml' }, body: published });
  await snsAnnouncer(new SNSClient(aws.settings), topic).publish(what);
  return new URLSearchParams(aws.seen[0]?.body);
};
const status = () => sfnExecutions(new SFNClient(aws.settings)).status(execution);

describe('announcing', () => {
  it('publishes the event as JSON with a subject that a person can read', async () => {
    const sent = await publish(event);
    expect(sent.get('Action')).toBe('Publish');
    expect(sent.get('TopicArn')).toBe(topic);
    expect(sent.get('Subject')).toBe('greetings: version 8 promoted');
    expect(sent.get('MessageStructure')).toBe('json');
    const { default: forPrograms } = JSON.parse(sent.get('Message') ?? '') as Record<string, string>;
    expect(JSON.parse(forPrograms ?? '')).toEqual(event);
  });

  it('sends text by e-mail', async () => {
    const sent = await publish({ ...event, kind: 'shifted', weight: 10, message: 'version 8 has 10 %' });
    const { email } = JSON.parse(sent.get('Message') ?? '') as Record<string, string>;
    expect(email).toBe(`version 8 has 10 %

service  greetings
version  8, before it 7
weight   10 % of requests go to it
time     2026-01-05 09:00:00 UTC
release  ${execution}
event    one/promoted

What each announcement means, and what to do: RUNBOOK.md, "Announcements".
`);
  });

  it('does not call the version that is back the one that was reverted', async () => {
    const sent = await publish({ ...event, kind: 'reverted' });
    expect(sent.get('Subject')).toBe('greetings: reverted to version 8');
  });

  it('keeps the subject within what SNS takes: 100 characters of ASCII', async () => {
    const sent = await publish({ ...event, service: `é${'x'.repeat(150)}` });
    expect(sent.get('Subject')).toBe(`?${'x'.repeat(99)}`);
  });

  it('fails when SNS refuses the event', async () => {
    aws.answer({
      status: 403,
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse><Error><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>',
    });
    await expect(snsAnnouncer(new SNSClient(aws.settings), topic).publish(event)).rejects.toThrow('no');
  });
});

const announce = () => busAnnouncer(new EventBridgeClient(aws.settings)).publish(event);

describe('announcing on the bus', () => {
  it('puts one event, with source, type, resource and time of its own', async () => {
    aws.answer({ body: { FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] } });
    await announce();
    expect(aws.seen).toMatchObject([{ target: 'AWSEvents.PutEvents' }]);
    expect(JSON.parse(aws.seen[0]?.body ?? '')).toEqual({
      Entries: [
        {
          Source: RELEASE_EVENTS.source,
          DetailType: RELEASE_EVENTS.detailType,
          Resources: [execution],
          Time: Date.UTC(2026, 0, 5, 9) / 1000,
          Detail: JSON.stringify(event),
        },
      ],
    });
  });

  it.each([
    [
      'with status 200',
      { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] },
      'EventBridge refused one/promoted: ThrottlingException slow down',
    ],
    ['without a word', {}, 'EventBridge refused one/promoted: no reason'],
  ])('fails for an event that is refused %s', async (_what, body, message) => {
    aws.answer({ body });
    await expect(announce()).rejects.toThrow(message);
  });
});

describe('executions', () => {
  it.each(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'])(
    'tells the status %s',
    async (expected) => {
      aws.answer({ body: { executionArn: execution, status: expected } });
      expect(await status()).toBe(expected);
      expect(aws.seen).toMatchObject([
        { target: 'AWSStepFunctions.DescribeExecution', body: JSON.stringify({ executionArn: execution }) },
      ]);
    },
  );

  it('tells nothing of an execution that cannot be found', async () => {
    aws.answer({ status: 400, body: { __type: 'ExecutionDoesNotExist', message: 'no such execution' } });
    expect(await status()).toBeUndefined();
  });

  it('fails when the call is refused', async () => {
    aws.answer({ status: 400, body: { __type: 'AccessDeniedException', message: 'no' } });
    await expect(status()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
