import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import type { ResourceProvider } from '../../src/core/resource.ts';
import { type Database, startDatabase } from '../../src/dynamodb/database.ts';
import { dynamodbResources } from '../../src/dynamodb/resources.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };
const TABLE = {
  AttributeDefinitions: [{ AttributeName: 'service', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'service', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

let database: Database;
let table: ResourceProvider;

beforeAll(async () => {
  database = await startDatabase(PLACE);
  const [provider] = dynamodbResources(database, PLACE, seededRandom(1));
  if (provider === undefined) throw new Error('no provider');
  table = provider;
});
afterAll(() => database.close());

const request = (properties: object) => ({
  logicalId: 'Records',
  stackName: 'Stack',
  place: PLACE,
  metadata: {},
  properties: table.schema.parse(properties),
});

test('a table of the template takes items at once', async () => {
  const { ref, attributes } = await table.create(
    request({ ...TABLE, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  );
  expect(attributes['Arn']).toBe(`arn:aws:dynamodb:eu-west-1:123456789012:table/${ref}`);
  const client = new DynamoDBClient({
    endpoint: database.url,
    region: PLACE.region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  await client.send(new PutItemCommand({ TableName: ref, Item: { service: { S: 'shop' }, revision: { N: '1' } } }));
  const { Item } = await client.send(
    new GetItemCommand({ TableName: ref, Key: { service: { S: 'shop' } }, ConsistentRead: true }),
  );
  expect(Item).toEqual({ service: { S: 'shop' }, revision: { N: '1' } });
  client.destroy();
});

test('a table keeps its items when only its tags change', async () => {
  const before = await table.create(request({ ...TABLE, TableName: 'tagged' }));
  expect(await table.update(request({ ...TABLE, Tags: [{ Key: 'a', Value: 'b' }] }), before)).toEqual(before);
});

test('rejects another key, which would replace the table', async () => {
  const before = await table.create(request({ ...TABLE, TableName: 'keyed' }));
  const changed = request({
    ...TABLE,
    KeySchema: [{ AttributeName: 'item', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'item', AttributeType: 'S' }],
  });
  await expect(table.update(changed, before)).rejects.toThrow(
    'Records (AWS::DynamoDB::Table): another name or key would replace the table keyed',
  );
});

test('rejects a table that exists already, with the reason', async () => {
  await table.create(request({ ...TABLE, TableName: 'twice' }));
  await expect(table.create(request({ ...TABLE, TableName: 'twice' }))).rejects.toMatchObject({
    code: 'ResourceInUseException',
  });
});

test('a removed table is gone', async () => {
  const deployed = await table.create(request({ ...TABLE, TableName: 'gone' }));
  await table.remove(deployed);
  await expect(table.remove(deployed)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test.each([
  ['an index', { GlobalSecondaryIndexes: [] }, 'GlobalSecondaryIndexes'],
  ['a stream', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }, 'StreamSpecification'],
  ['provisioned capacity', { BillingMode: 'PROVISIONED' }, 'PAY_PER_REQUEST'],
])('rejects %s', (_, properties, message) => {
  expect(() => request({ ...TABLE, ...properties })).toThrow(message);
});
