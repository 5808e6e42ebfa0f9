import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, startDatabase } from '../../src/dynamodb/database.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };
const TableName = 'records';
const Key = { service: { S: 'shop' } };
const Item = { ...Key, revision: { N: '3' } };
const ConditionExpression = 'revision = :two';
const ExpressionAttributeValues = { ':two': { N: '2' } };
const condition = { TableName, ConditionExpression, ExpressionAttributeValues };

let database: Database;
let client: DynamoDBClient;

beforeAll(async () => {
  database = await startDatabase(PLACE);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  client = new DynamoDBClient({ endpoint: database.url, region: PLACE.region, credentials });
  await database.createTable({
    TableName,
    AttributeDefinitions: [{ AttributeName: 'service', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'service', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await client.send(new PutItemCommand({ TableName, Item }));
});
afterAll(async () => {
  client.destroy();
  await database.close();
});

test('a table has the account and the Region of the rest', async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table?.TableArn).toBe('arn:aws:dynamodb:eu-west-1:123456789012:table/records');
});

const ALL_OLD = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
const NONE = { ReturnValuesOnConditionCheckFailure: 'NONE' } as const;
const put = (more: object) => client.send(new PutItemCommand({ ...condition, Item, ...more }));
const update = (more: object) =>
  client.send(new UpdateItemCommand({ ...condition, Key, UpdateExpression: 'SET revision = :two', ...more }));
const remove = (more: object) => client.send(new DeleteItemCommand({ ...condition, Key, ...more }));

test.each([
  ['PutItem', put],
  ['UpdateItem', update],
  ['DeleteItem', remove],
])('a condition of %s that fails tells the item as it was to who asks', async (_operation, send) => {
  const failure = async (more: object) => send(more).catch((error: unknown) => error);
  const told = await failure(ALL_OLD);
  expect(told).toBeInstanceOf(ConditionalCheckFailedException);
  expect(told).toMatchObject({ Item });
  for (const more of [{}, NONE]) {
    const untold = (await failure(more)) as ConditionalCheckFailedException;
    expect([untold.name, untold.Item]).toEqual(['ConditionalCheckFailedException', undefined]);
  }
});

test('where there was no item none is told', async () => {
  const failed = await update({ ...ALL_OLD, Key: { service: { S: 'nobody' } } }).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ConditionalCheckFailedException);
  expect(failed).toHaveProperty('Item', undefined);
});

test('rejects another value for what is told', async () => {
  await expect(put({ ReturnValuesOnConditionCheckFailure: 'ALL_NEW' })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('returnValuesOnConditionCheckFailure') as string,
  });
});

test('rejects a member that would do nothing here, naming it', async () => {
  await expect(database.call('Scan', { TableName, Shape: 'round' })).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining('Shape: the local DynamoDB does not have it') as string,
  });
});

test('a scan may ask to be consistent, as every read here is', async () => {
  const { Items } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  expect(Items).toEqual([Item]);
});
