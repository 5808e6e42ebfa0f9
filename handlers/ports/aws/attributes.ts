import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * Fields as DynamoDB keeps them; those that are undefined are left out.
 * @throws TypeError for anything but texts, finite numbers, booleans and objects of them
 */
export function toItem(fields: object): Record<string, AttributeValue> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]: [string, unknown]) => [key, toAttribute(key, value)]));
}

function toAttribute(key: string, value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' && Number.isFinite(value)) return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { M: toItem(value) };
  throw new TypeError(
    `field ${key} of an item must be a text, a finite number, a boolean or an object of them, got ` +
      (JSON.stringify(value) ?? typeof value),
  );
}

/** The other way round. Kinds of attribute that no record holds stay as they are, for a schema to refuse. */
export function fromItem(item: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, fromAttribute(value)]));
}

function fromAttribute(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return fromItem(value.M);
  return value;
}
