import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What a conditional update says, in DynamoDB's words. */
export interface Update {
  readonly ConditionExpression: string;
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, AttributeValue>>;
}

type Item = Readonly<Record<string, AttributeValue>>;

/**
 * As much of DynamoDB's expressions as the machine uses: the condition `#a = :b`, and a SET of paths to `:b`, `#a + :b`
 * and `if_not_exists(#a, :b)`. What DynamoDB itself makes of them, the local cloud's database shows.
 * @returns undefined when the condition does not hold
 * @throws RangeError for any other expression
 */
export function updateItem(item: Item, update: Update): Item | undefined {
  const [, path = '', value = ''] = matched(/^(\S+) = (:\w+)$/, update.ConditionExpression);
  if (JSON.stringify(at(item, pathOf(path, update))) !== JSON.stringify(valueOf(value, update))) return undefined;
  const [, actions = ''] = matched(/^SET (.+)$/, update.UpdateExpression);
  return actions.split(/, (?=#)/).reduce<Item>((changed, action) => {
    const [, target = '', what = ''] = matched(/^(\S+) = (.+)$/, action);
    return put(changed, pathOf(target, update), resultOf(item, what, update));
  }, item);
}

function resultOf(item: Item, what: string, update: Update): AttributeValue {
  const kept = /^if_not_exists\((\S+), (:\w+)\)$/.exec(what);
  if (kept) return at(item, pathOf(kept[1] ?? '', update)) ?? valueOf(kept[2] ?? '', update);
  const sum = /^(\S+) \+ (:\w+)$/.exec(what);
  if (!sum) return valueOf(what, update);
  const numbers = [at(item, pathOf(sum[1] ?? '', update)), valueOf(sum[2] ?? '', update)];
  return { N: String(numbers.reduce((all, each) => all + Number(each?.N), 0)) };
}

const pathOf = (path: string, { ExpressionAttributeNames: names }: Update): readonly string[] =>
  path.split('.').map((name) => names[name] ?? name);

function valueOf(name: string, { ExpressionAttributeValues: values }: Update): AttributeValue {
  const value = values[name];
  if (value === undefined) throw new RangeError(`the update has no value ${name}`);
  return value;
}

const at = (item: Item, [name = '', ...rest]: readonly string[]): AttributeValue | undefined =>
  rest.length === 0 ? item[name] : at(item[name]?.M ?? {}, rest);

/** @throws RangeError for a path through what is not there, as DynamoDB has it */
function put(item: Item, [name = '', ...rest]: readonly string[], value: AttributeValue): Item {
  if (rest.length === 0) return { ...item, [name]: value };
  const inner = item[name]?.M;
  if (inner === undefined) throw new RangeError(`the item has no map ${name}`);
  return { ...item, [name]: { M: put(inner, rest, value) } };
}

function matched(form: RegExp, expression: string): RegExpExecArray {
  const found = form.exec(expression);
  if (!found) throw new RangeError(`expected ${form.source}, got ${expression}`);
  return found;
}
