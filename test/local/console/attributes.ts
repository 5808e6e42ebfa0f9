/** A record as DynamoDB has it: texts, numbers and booleans. */
export const attributes = (record: object) =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      typeof value === 'number'
        ? { N: `${value}` }
        : typeof value === 'boolean'
          ? { BOOL: value }
          : { S: String(value) },
    ]),
  );
