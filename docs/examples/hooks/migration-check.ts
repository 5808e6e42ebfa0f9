import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { setting, type Answer } from './hook.ts';

/**
 * The new version needs a migration of the data: nobody meets it before that is done. Here migrations are noted in a
 * table, `{ id, state }`; with another database it is the same question. Settings: `MIGRATIONS_TABLE`; `MIGRATION`, the
 * id that the newest code needs, deployed with it. Permission: `dynamodb:GetItem` on the table.
 */
export async function handler(): Promise<Answer> {
  const migration = setting('MIGRATION');
  const { Item } = await new DynamoDBClient().send(
    new GetItemCommand({
      TableName: setting('MIGRATIONS_TABLE'),
      Key: { id: { S: migration } },
      ConsistentRead: true,
    }),
  );
  const state = Item?.['state']?.S ?? 'not begun';
  const reason = `migration ${migration} is ${state}`;
  if (state === 'done') return { hookStatus: 'SUCCEEDED', reason };
  return { hookStatus: state === 'failed' ? 'FAILED' : 'IN_PROGRESS', reason };
}
