import type { Input, Place } from '../core/types.ts';
import type { Access } from '../iam/access-control.ts';
import { type Actions, arnOf, members, on, onAll, text } from '../iam/actions.ts';

function tableArn(name: string, place: Place): string {
  return arnOf(place, 'dynamodb', `table/${name}`, name);
}

const onTable = (action: string) =>
  on(`dynamodb:${action}`, (input, place) => tableArn(text(input, 'TableName'), place));

/** A query through an index is authorized on the index. */
const onTableOrIndex = (action: string) =>
  on(`dynamodb:${action}`, (input, place) => {
    const table = tableArn(text(input, 'TableName'), place);
    const index = text(input, 'IndexName');
    return index === '' ? table : `${table}/index/${index}`;
  });

const onTables = (action: string) => (input: Input, place: Place) => {
  return Object.keys(members(input['RequestItems'])).map((name) => ({
    action: `dynamodb:${action}`,
    resource: tableArn(name, place),
  }));
};

/** Transactions have no actions of their own: each item needs what it would need alone. */
const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Delete: 'dynamodb:DeleteItem',
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
};

function itemsOf({ TransactItems: items }: Input, place: Place): readonly Access[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item) =>
    Object.entries(members(item)).map(([kind, part]) => ({
      action: ITEM_ACTIONS[kind] ?? `dynamodb:${kind}`,
      resource: tableArn(text(members(part), 'TableName'), place),
    })),
  );
}

export const DYNAMODB_ACTIONS: Actions = {
  BatchGetItem: onTables('BatchGetItem'),
  BatchWriteItem: onTables('BatchWriteItem'),
  DeleteItem: onTable('DeleteItem'),
  DescribeTable: onTable('DescribeTable'),
  GetItem: onTable('GetItem'),
  ListTables: onAll('dynamodb:ListTables'),
  PutItem: onTable('PutItem'),
  Query: onTableOrIndex('Query'),
  Scan: onTableOrIndex('Scan'),
  TransactGetItems: itemsOf,
  TransactWriteItems: itemsOf,
  UpdateItem: onTable('UpdateItem'),
};
