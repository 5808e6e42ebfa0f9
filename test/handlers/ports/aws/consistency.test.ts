import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClosedRollout } from '../../../../rollout/record/record.ts';
import { dynamoRecords } from '../../../../handlers/ports/aws/dynamo-records.ts';
import { lambdaVersions } from '../../../../handlers/ports/aws/lambda-versions.ts';
import { latticeListener } from '../../../../handlers/ports/aws/lattice-listener.ts';
import type { Listener, Records } from '../../../../handlers/ports/index.ts';
import type { Versions } from '../../../../handlers/ports/lambda.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';
import { OPEN_ROLLOUT as rollout } from './samples.ts';

/**
 * What the protocol relies on is asked for in the request, where a fake behind the port cannot see it missing: an
 * emulator reads consistently whether it is asked to or not.
 */

const closed: ClosedRollout = {
  id: 'one',
  outcome: 'promoted',
  version: '8',
  previousVersion: '7',
  claimedAt: '2026-01-05T09:00:00.000Z',
  closedAt: '2026-01-05T09:10:00.000Z',
};

let aws: FakeAws;
let records: Records;
let versions: Versions;
let listener: Listener;
beforeAll(async () => {
  aws = await fakeAws();
  records = dynamoRecords(new DynamoDBClient(aws.settings), 'rollouts', 'greetings');
  versions = lambdaVersions(new LambdaClient(aws.settings), 'greetings');
  listener = latticeListener(new VPCLatticeClient(aws.settings), {
    serviceId: 'svc-1',
    listenerId: 'listener-1',
    productionTargetGroupId: 'tg-p',
    canaryTargetGroupId: 'tg-c',
  });
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});

/** Operations of DynamoDB that were asked for, with their input. */
const asked = () =>
  aws.seen.map(({ target = '', body }) => [target.split('.').at(-1), JSON.parse(body) as Record<string, unknown>]);
const key = (item: string) => ({ service: { S: 'greetings' }, item: { S: item } });
const consistently = (item: string) => ['GetItem', { TableName: 'rollouts', Key: key(item), ConsistentRead: true }];
const refusedWrite = {
  status: 400,
  body: { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no' },
};

describe('the record', () => {
  it('is read consistently', async () => {
    aws.answer({ body: {} });
    await records.read();
    expect(asked()).toEqual([consistently('rollout')]);
  });

  it('is read consistently too by a write that was refused, before it says so', async () => {
    aws.answer(({ target }) => (target?.endsWith('PutItem') === true ? refusedWrite : { body: {} }));
    expect(await records.compareAndSet(4, { rollout })).toBe(false);
    expect(asked()).toEqual([['PutItem', expect.anything()], consistently('rollout')]);
  });

  it('is written the first time under the condition that nobody has', async () => {
    aws.answer({ body: {} });
    expect(await records.compareAndSet(0, { lastPromoted: '7' })).toBe(true);
    const write = {
      TableName: 'rollouts',
      Item: { ...key('rollout'), lastPromoted: { S: '7' }, revision: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(revision)',
    };
    expect(asked()).toEqual([['PutItem', write]]);
  });

  it('is written later under the condition that its revision is the one that was read, which it raises', async () => {
    aws.answer({ body: {} });
    expect(await records.compareAndSet(4, { lastPromoted: '7' })).toBe(true);
    const write = {
      TableName: 'rollouts',
      Item: { ...key('rollout'), lastPromoted: { S: '7' }, revision: { N: '5' } },
      ConditionExpression: 'revision = :expected',
      ExpressionAttributeValues: { ':expected': { N: '4' } },
    };
    expect(asked()).toEqual([['PutItem', write]]);
  });

  it('is written once where the condition does not hold: no other try, and no write without it', async () => {
    aws.answer(({ target }) => (target?.endsWith('PutItem') === true ? refusedWrite : { body: {} }));
    await records.compareAndSet(0, { rollout });
    expect(asked().map(([operation]) => operation)).toEqual(['PutItem', 'GetItem']);
  });
});

describe('the history', () => {
  it('is read consistently: a claim asks it whether its execution had one before', async () => {
    aws.answer({ body: {} });
    await records.history('one');
    expect(asked()).toEqual([consistently('history#one')]);
  });

  it('is read whole, consistently, and all pages of it', async () => {
    const item = { ...key('history#one'), id: { S: 'one' }, outcome: { S: 'promoted' }, version: { S: '8' } };
    const times = { previousVersion: { S: '7' }, claimedAt: { S: closed.claimedAt }, closedAt: { S: closed.closedAt } };
    aws.answer(({ body }) => ({
      body: body.includes('ExclusiveStartKey')
        ? { Items: [{ ...key('history#two'), id: { S: 'two' } }] }
        : { Items: [{ ...item, ...times }], LastEvaluatedKey: key('history#one') },
    }));
    expect(await records.past()).toEqual({ closed: [closed], unreadable: 1 });
    const query = {
      TableName: 'rollouts',
      ConsistentRead: true,
      KeyConditionExpression: '#partition = :service AND begins_with(#sort, :history)',
      ExpressionAttributeNames: { '#partition': 'service', '#sort': 'item' },
      ExpressionAttributeValues: { ':service': { S: 'greetings' }, ':history': { S: 'history#' } },
    };
    expect(asked()).toEqual([
      ['Query', query],
      ['Query', { ...query, ExclusiveStartKey: key('history#one') }],
    ]);
  });

  it('keeps a closed rollout beside the record, under its execution', async () => {
    aws.answer({ body: {} });
    await records.archive(closed);
    const Item = expect.objectContaining({ ...key('history#one'), id: { S: 'one' } }) as object;
    expect(asked()).toEqual([['PutItem', { TableName: 'rollouts', Item }]]);
  });
});

describe('an alias', () => {
  it.each(['production', 'canary', 'previous'] as const)(
    'moves at the revision that was read before, once: %s',
    async (alias) => {
      aws.answer({ status: 412, headers: { 'x-amzn-errortype': 'PreconditionFailedException' }, body: {} });
      expect(await versions.pointAlias(alias, '8', 'r1')).toBe(false);
      expect(aws.seen).toMatchObject([{ method: 'PUT', path: `/2015-03-31/functions/greetings/aliases/${alias}` }]);
      expect(JSON.parse(aws.seen[0]?.body ?? '')).toEqual({ FunctionVersion: '8', RevisionId: 'r1' });
    },
  );
});

describe('the listener', () => {
  it('gets both weights at every percentage, and they add up to 100', async () => {
    aws.answer({ body: {} });
    for (let canary = 0; canary <= 100; canary++) await listener.write({ production: 100 - canary, canary });
    const bodies = aws.seen.map(({ method, body }) => [method, JSON.parse(body) as unknown]);
    expect(bodies).toEqual(
      Array.from({ length: 101 }, (_, canary) => {
        const targetGroups = [
          { targetGroupIdentifier: 'tg-p', weight: 100 - canary },
          { targetGroupIdentifier: 'tg-c', weight: canary },
        ];
        return ['PATCH', { defaultAction: { forward: { targetGroups } } }];
      }),
    );
  });
});
