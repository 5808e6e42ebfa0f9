import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import type { DoubtId } from '../../src/doubts/doubts.ts';
import { ERRORS } from '../../src/testing/alarms.ts';
import { doubted } from './doubted.ts';

/** A queue that takes what an event or a message brings. */
async function listening(doubts: readonly DoubtId[]) {
  const { client, cloud } = await doubted(...doubts);
  const queue = cloud.queues.putQueue({ name: 'told', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 });
  queue.policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queue.arn }],
  };
  const pattern = { source: ['shop'] };
  cloud.bus.putRule({ name: 'r', pattern, enabled: true, targets: [{ Id: 'queue', Arn: queue.arn }] });
  const topicArn = cloud.topics.putTopic({ name: 'orders' });
  cloud.topics.subscribe({ topicArn, protocol: 'sqs', endpoint: queue.arn, raw: true });
  const sqs = client(SQSClient);
  /** How many came by then, in seconds from now on. */
  const cameBy = async (...times: readonly number[]) => {
    const start = cloud.clock.now();
    const counts: number[] = [];
    for (const time of times) {
      await cloud.advance(time - (cloud.clock.now() - start) / 1000);
      const asked = { QueueUrl: queue.url, AttributeNames: ['ApproximateNumberOfMessages' as const] };
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand(asked));
      counts.push(Number(Attributes?.ApproximateNumberOfMessages));
    }
    return counts;
  };
  return {
    cloud,
    cameBy,
    event: () =>
      client(EventBridgeClient).send(
        new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{}' }] }),
      ),
    message: () => client(SNSClient).send(new PublishCommand({ TopicArn: topicArn, Message: 'order' })),
  };
}

describe.each<[doubt: DoubtId | 'none', by: 'event' | 'message', times: readonly number[], came: readonly number[]]>([
  ['none', 'event', [1, 900], [1, 1]],
  ['none', 'message', [1, 900], [1, 1]],
  ['events-doubled', 'event', [1, 30, 32, 109, 111, 900], [1, 1, 2, 2, 3, 3]],
  ['events-doubled', 'message', [1, 61, 63, 118, 120, 900], [1, 1, 2, 2, 3, 3]],
  ['events-late', 'event', [779, 781, 1600], [0, 1, 1]],
  ['events-late', 'message', [779, 781, 1600], [0, 1, 1]],
])('%s: an %s', (doubt, by, times, came) => {
  test(`came ${came.join(', ')} times within ${times.join(', ')} s`, async () => {
    const world = await listening(doubt === 'none' ? [] : [doubt]);
    await world[by]();
    expect(await world.cameBy(...times)).toEqual(came);
  });
});

test.each<DoubtId>(['events-doubled', 'events-late'])('%s: a schedule keeps its beat', async (doubt) => {
  const { cameBy, cloud } = await listening([doubt]);
  const targets = [{ Id: 'queue', Arn: cloud.queues.all()[0]?.arn ?? '' }];
  cloud.bus.putRule({ name: 'beat', scheduleExpression: 'rate(1 minute)', enabled: true, targets });
  expect(await cameBy(61, 121, 181)).toEqual([1, 2, 3]);
});

/** Whoever asks for both alarms by their names, and for all there are. */
async function alarms(doubt: DoubtId) {
  const { client, cloud } = await doubted(doubt);
  for (const name of ['b', 'a']) cloud.cloudwatch.putAlarm({ ...ERRORS, name });
  const cloudwatch = client(CloudWatchClient);
  const namesOf = async (asked: object) =>
    (await cloudwatch.send(new DescribeAlarmsCommand(asked))).MetricAlarms?.map(({ AlarmName }) => AlarmName);
  return { cloud, byName: () => namesOf({ AlarmNames: ['b', 'a'] }), all: () => namesOf({}) };
}

test('alarm-missing: of alarms asked for by name the first is not there, the list has it renamed', async () => {
  const { all, byName } = await alarms('alarm-missing');
  expect(await all()).toEqual(['a', 'b']);
  expect(await byName()).toEqual(['b']);
  expect(await all()).toEqual(['a-renamed', 'b']);
});

test('alarm-renamed: it goes ten minutes after it was first asked for', async () => {
  const { byName, cloud } = await alarms('alarm-renamed');
  expect(await byName()).toEqual(['a', 'b']);
  await cloud.advance(599);
  expect(await byName()).toEqual(['a', 'b']);
  await cloud.advance(1);
  expect(await byName()).toEqual(['b']);
});
