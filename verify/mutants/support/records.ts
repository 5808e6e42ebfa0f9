import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

/** Forgets every rollout. */
export async function emptyTable(endpoint: string, TableName: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'not-verified' },
  });
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  for (const { service, item } of Items) {
    if (service !== undefined && item !== undefined)
      await client.send(new DeleteItemCommand({ TableName, Key: { service, item } }));
  }
  client.destroy();
}
