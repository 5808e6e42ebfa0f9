import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, expect, test } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import { type Answers, type Harness, startHarness } from './harness.ts';

let harness: Harness;
const start = async (answers: Answers) => {
  harness = await startHarness(answers);
  return new SNSClient(harness.client);
};
afterEach(() => harness.close());

const TopicArn = 'arn:aws:sns:eu-central-1:111122223333:rollback';
const form = (body: string, service = 'monitoring') =>
  fetch(harness.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      authorization:
        `AWS4-HMAC-SHA256 Credential=AKID/20260105/eu-central-1/${service}/aws4_request, SignedHeaders=host, ` +
        'Signature=0',
    },
  });

test('a message is published with all that belongs to it', async () => {
  const sns = await start({ sns: { Publish: { MessageId: 'm-1' } } });
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'a & b' } };
  const answer = await sns.send(
    new PublishCommand({ TopicArn, Subject: 'S', Message: '{"reason":"checkout is red"}', MessageAttributes }),
  );
  expect(answer.MessageId).toBe('m-1');
  expect(harness.calls[0]?.input).toEqual({
    TopicArn,
    Subject: 'S',
    Message: '{"reason":"checkout is red"}',
    MessageAttributes,
  });
});

test('a map reaches the client as a map, and markup in it as text', async () => {
  const Attributes = { TopicArn, Policy: '{"a":"<b> & \'c\'"}' };
  const sns = await start({ sns: { GetTopicAttributes: { Attributes } } });
  expect((await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes).toEqual(Attributes);
});

test('an error reaches the client by its name', async () => {
  const sns = await start({ sns: { Publish: new AwsError('NotFound', 'Topic does not exist', 404) } });
  await expect(sns.send(new PublishCommand({ TopicArn, Message: 'm' }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Topic does not exist',
    $metadata: { httpStatusCode: 404 },
  });
});

test('CloudWatch is spoken in Query too, with lists in order, numbers, truth values and times', async () => {
  await start({ monitoring: { PutMetricAlarm: {}, PutMetricData: {} } });
  const actions = Array.from({ length: 11 }, (_, i) => `AlarmActions.member.${11 - i}=a${11 - i}`).join('&');
  await form(
    `Action=PutMetricAlarm&Version=2010-08-01&${actions}&Threshold=5.5&ActionsEnabled=true` +
      '&Dimensions.member.1.Name=Resource&Dimensions.member.1.Value=42',
  );
  expect(harness.calls[0]?.input).toEqual({
    AlarmActions: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9', 'a10', 'a11'],
    Threshold: 5.5,
    ActionsEnabled: true,
    Dimensions: [{ Name: 'Resource', Value: '42' }],
  });
  await form(
    'Action=PutMetricData&MetricData.member.1.Timestamp=2026-01-05T09:00:00Z&MetricData.member.1.Value=42' +
      '&MetricData.member.1.Values.member.1=7&MetricData.member.1.Dimensions.member.1.Value=42',
  );
  expect(harness.calls[1]?.input).toEqual({
    MetricData: [
      { Timestamp: new Date('2026-01-05T09:00:00Z'), Value: 42, Values: [7], Dimensions: [{ Value: '42' }] },
    ],
  });
});

test('answers are the XML of the service: namespace, wrapper, lists as members, times in ISO 8601', async () => {
  await start({
    monitoring: {
      DescribeAlarms: {
        MetricAlarms: [{ AlarmName: 'a<b', StateUpdatedTimestamp: new Date('2026-01-05T09:00:00Z') }],
        NextToken: undefined,
      },
    },
  });
  const answer = await form('Action=DescribeAlarms');
  expect(answer.headers.get('content-type')).toBe('text/xml');
  expect(await answer.text()).toBe(
    '<DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">' +
      '<DescribeAlarmsResult><MetricAlarms><member><AlarmName>a&lt;b</AlarmName>' +
      '<StateUpdatedTimestamp>2026-01-05T09:00:00.000Z</StateUpdatedTimestamp></member></MetricAlarms>' +
      '</DescribeAlarmsResult>' +
      '<ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000001</RequestId></ResponseMetadata>' +
      '</DescribeAlarmsResponse>',
  );
});

test.each([
  ['a form without an action', 'TopicArn=x', 'SerializationException', 'the form has no Action'],
  [
    'a number that is none',
    'Action=DescribeAlarms&MaxRecords=many',
    'SerializationException',
    'MaxRecords must be a number',
  ],
  [
    'a member that is value and structure at once',
    'Action=DescribeAlarms&A=1&A.b=2',
    'SerializationException',
    'both a value and a structure',
  ],
  [
    'an operation that is not there',
    'Action=PutDashboard',
    'UnknownOperationException',
    'does not have PutDashboard of CloudWatch',
  ],
])('rejects %s', async (_what, body, code, message) => {
  await start({ monitoring: { DescribeAlarms: {} } });
  const text = await (await form(body)).text();
  expect(text).toContain(
    `<Error><Type>${code === 'SerializationException' ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code>`,
  );
  expect(text).toContain(message);
});

test('rejects a service that the local cloud does not have, in the form its client reads', async () => {
  await start({});
  const answer = await form('Action=CreatePolicy&Version=2010-05-08', 'iam');
  expect(answer.status).toBe(501);
  expect(await answer.text()).toContain('the local cloud does not have the service iam');
});
