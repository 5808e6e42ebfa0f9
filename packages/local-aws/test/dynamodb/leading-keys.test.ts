import { expect, test } from 'vitest';
import { dynamodbService } from '../../src/dynamodb/service.ts';
import { startDatabase } from '../../src/dynamodb/database.ts';

const place = { account: '111122223333', region: 'eu-west-1' };

test.each([
  ['GetItem', 'Key'],
  ['UpdateItem', 'Key'],
  ['DeleteItem', 'Key'],
  ['PutItem', 'Item'],
] as const)('IAM is told which partition key %s is about', (operation, member) => {
  const { operations } = dynamodbService((table) => (table === 'records' ? 'service' : undefined));
  const guarded = operations[operation];
  const input = { TableName: 'records', [member]: { service: { S: 'orders' }, item: { S: 'rollout' } } };
  expect(guarded?.needs(input, { action: guarded.action, place })).toEqual([
    {
      action: `dynamodb:${operation}`,
      resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/records',
      context: { 'dynamodb:leadingkeys': ['orders'] },
    },
  ]);
});

test('the database knows the partition keys of the tables that there are, and answers any operation', async () => {
  const database = await startDatabase(place);
  try {
    await database.createTable({
      TableName: 'records',
      AttributeDefinitions: [
        { AttributeName: 'item', AttributeType: 'S' },
        { AttributeName: 'service', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'service', KeyType: 'HASH' },
        { AttributeName: 'item', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(database.partitionKeyOf('records')).toBe('service');
    const Key = { service: { S: 'orders' }, item: { S: 'rollout' } };
    await database.call('PutItem', { TableName: 'records', Item: { ...Key, revision: { N: '1' } } });
    expect(await database.call('GetItem', { TableName: 'records', Key })).toEqual({
      Item: { ...Key, revision: { N: '1' } },
    });
    await expect(
      database.call('PutItem', {
        TableName: 'records',
        Item: Key,
        ConditionExpression: 'attribute_not_exists(revision)',
      }),
    ).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    await database.deleteTable('records');
    expect(database.partitionKeyOf('records')).toBeUndefined();
  } finally {
    await database.close();
  }
});
