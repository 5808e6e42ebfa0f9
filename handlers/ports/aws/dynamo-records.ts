import type * as z from 'zod';
import { isDeepStrictEqual } from 'node:util';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { describeIssues } from '../../../rollout/issues.ts';
import type { Past } from '../../../rollout/record/past.ts';
import { UnreadableRecord, type ClosedRollout, type RolloutRecord } from '../../../rollout/record/record.ts';
import { RECORD_KEYS } from '../../../statemachine/contract/names.ts';
import type { Records } from '../index.ts';
import { fromItem, toItem } from './attributes.ts';
import { closedRollout, rolloutRecord } from './record-schema.ts';

/** The live record's sort key, and that of a closed rollout: `history#<id>`. */
const LIVE = RECORD_KEYS.live;
const HISTORY = 'history#';
const historyItem = (id: string) => `${HISTORY}${id}`;

/**
 * The rollout record and its history in one DynamoDB table.
 *
 * Permissions, all on the table's ARN: `dynamodb:GetItem` (read, history, compareAndSet), `dynamodb:PutItem`
 * (compareAndSet, archive), `dynamodb:Query` (past).
 *
 * Reads are consistent. A conditional write whose answer is lost is repeated by the client and then refused because
 * of itself; so a refused write looks once more and counts as done when the table holds just what it wrote.
 * @throws UnreadableRecord that names table, item and field when an item cannot be understood; never taken for "at
 * rest"
 */
export function dynamoRecords(client: DynamoDBClient, table: string, service: string): Records {
  const keyOf = (item: string) => ({ [RECORD_KEYS.partition]: { S: service }, [RECORD_KEYS.sort]: { S: item } });

  async function get(item: string): Promise<Record<string, AttributeValue> | undefined> {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: keyOf(item), ConsistentRead: true }),
    );
    return Item;
  }

  function readable<T>(schema: z.ZodType<T>, name: string, stored: Record<string, AttributeValue>): T {
    const { service: _service, item: _item, ...fields } = fromItem(stored);
    const result = schema.safeParse(fields);
    if (result.success) return result.data;
    const message =
      `item ${JSON.stringify(name)} of service ${service} in table ${table} cannot be read: ` +
      describeIssues(result.error, fields);
    // A closed rollout that nobody understands stands in nobody's way but its own.
    throw name === LIVE ? new UnreadableRecord(message) : new Error(message);
  }

  async function read(): Promise<RolloutRecord> {
    const stored = await get(LIVE);
    return stored === undefined ? { revision: 0 } : readable(rolloutRecord, LIVE, stored);
  }

  return {
    read,

    async compareAndSet(expected, next) {
      const fields = toItem({ ...next, revision: expected + 1 });
      const condition =
        expected === 0
          ? { ConditionExpression: 'attribute_not_exists(revision)' }
          : {
              ConditionExpression: 'revision = :expected',
              ExpressionAttributeValues: { ':expected': { N: String(expected) } },
            };
      try {
        await client.send(new PutItemCommand({ TableName: table, Item: { ...keyOf(LIVE), ...fields }, ...condition }));
        return true;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return isDeepStrictEqual(await read(), fromItem(fields));
      }
    },

    async history(id) {
      const stored = await get(historyItem(id));
      return stored === undefined ? undefined : readable(closedRollout, historyItem(id), stored);
    },

    async past() {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: '#partition = :service AND begins_with(#sort, :history)',
          ExpressionAttributeNames: { '#partition': RECORD_KEYS.partition, '#sort': RECORD_KEYS.sort },
          ExpressionAttributeValues: { ':service': { S: service }, ':history': { S: HISTORY } },
        },
      );
      const items: unknown[] = [];
      for await (const { Items = [] } of pages) items.push(...Items.map((item) => fromItem(item)));
      return pastOf(items);
    },

    async archive(closed: ClosedRollout) {
      await client.send(
        new PutItemCommand({ TableName: table, Item: { ...keyOf(historyItem(closed.id)), ...toItem(closed) } }),
      );
    },
  };
}

/** One that nobody understands stands in nobody's way but its own. */
function pastOf(items: readonly unknown[]): Past {
  const closed = items.flatMap((item) => closedRollout.safeParse(item).data ?? []);
  return { closed, unreadable: items.length - closed.length };
}
