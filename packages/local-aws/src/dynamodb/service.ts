import { type Access, arnOf, members, type Needs, on, onAll, text } from '../core/access.ts';
import { named, type ProxiedService } from '../core/service.ts';
import type { Place } from '../core/types.ts';
import type { Database } from './database.ts';

function tableArn(name: string, place: Place): string {
  return arnOf(place, 'dynamodb', `table/${name}`, name);
}

const onTable = on((input, place) => tableArn(text(input, 'TableName'), place));

/** A query through an index is authorized on the index. */
const onTableOrIndex = on((input, place) => {
  const table = tableArn(text(input, 'TableName'), place);
  const index = text(input, 'IndexName');
  return index === '' ? table : `${table}/index/${index}`;
});

const onEachTable: Needs = (input, { action, place }) =>
  Object.keys(members(input['RequestItems'])).map((name) => ({ action, resource: tableArn(name, place) }));

/** Transactions have no actions of their own: each item needs what it would need alone. */
const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Delete: 'dynamodb:DeleteItem',
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
};

const onEachItem: Needs = ({ TransactItems: items }, { place }) =>
  (Array.isArray(items) ? items : []).flatMap((item) =>
    Object.entries(members(item)).map(([kind, part]): Access => ({
      action: ITEM_ACTIONS[kind] ?? `dynamodb:${kind}`,
      resource: tableArn(text(members(part), 'TableName'), place),
    })),
  );

type PartitionKeyOf = Database['partitionKeyOf'];

/** What a call on one item is about: condition key `dynamodb:LeadingKeys` has the value of its partition key. */
const onItem =
  (member: 'Key' | 'Item', partitionKeyOf: PartitionKeyOf): Needs =>
  (input, { action, place }) => {
    const table = text(input, 'TableName');
    const partition = partitionKeyOf(table.split('/').at(-1) ?? table);
    const value = partition === undefined ? [] : Object.values(members(members(input[member])[partition]));
    return [
      {
        action,
        resource: tableArn(table, place),
        context: { 'dynamodb:leadingkeys': value.map((each) => String(each)) },
      },
    ];
  };

/**
 * DynamoDB is dynalite: what it has, there is. Of an operation that is not here the permission is unknown, so that only
 * the operator may.
 * @param partitionKeyOf of the tables that there are; none unless told
 */
export const dynamodbService = (partitionKeyOf: PartitionKeyOf = () => undefined): ProxiedService => ({
  name: 'dynamodb',
  title: 'DynamoDB',
  json: { prefix: 'DynamoDB_20120810', version: '1.0' },
  operations: named('dynamodb', {
    BatchGetItem: { needs: onEachTable },
    BatchWriteItem: { needs: onEachTable },
    DeleteItem: { needs: onItem('Key', partitionKeyOf) },
    DescribeTable: { needs: onTable },
    GetItem: { needs: onItem('Key', partitionKeyOf) },
    ListTables: { needs: onAll },
    PutItem: { needs: onItem('Item', partitionKeyOf) },
    Query: { needs: onTableOrIndex },
    Scan: { needs: onTableOrIndex },
    TransactGetItems: { needs: onEachItem },
    TransactWriteItems: { needs: onEachItem },
    UpdateItem: { needs: onItem('Key', partitionKeyOf) },
  }),
});

/** Without any table. */
export const DYNAMODB = dynamodbService();
