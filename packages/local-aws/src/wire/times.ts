import type { Service } from '../core/service.ts';
import { malformed } from './http.ts';
import { itemOf, kindOf, memberNames, memberOf, type Schema } from './schema.ts';

/** Makes Dates of what came as JSON. */
export type TimeReader = (value: unknown) => unknown;

/** Of each operation whose input has times. */
export function timeReaders({ operations }: Pick<Service, 'operations'>): ReadonlyMap<string, TimeReader> {
  return new Map(
    Object.entries(operations).flatMap(([name, { input }]) => {
      const read = timeReader(input);
      return read === undefined ? [] : [[name, read]];
    }),
  );
}

/**
 * A reader that goes only where the schema has times; undefined when there are none.
 * @param field of the value, for the message
 */
function timeReader(schema: Schema, field = ''): TimeReader | undefined {
  if (kindOf(schema) === 'time') return (value) => toDate(field, value);
  const item = itemOf(schema);
  const readItem = item && timeReader(item, field);
  if (readItem) return (value) => (Array.isArray(value) ? value.map(readItem) : value);
  const members = memberNames(schema).flatMap((name) => {
    const read = timeReader(memberOf(schema, name), name);
    return read === undefined ? [] : [[name, read] as const];
  });
  if (members.length === 0) return undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const read = members.filter(([name]) => Object.hasOwn(value, name));
    return { ...value, ...Object.fromEntries(read.map(([name, of]) => [name, of((value as Times)[name])])) };
  };
}

type Times = Readonly<Record<string, unknown>>;

/** Epoch seconds or ISO text: SDKs send the first in JSON, the second in Query, people type either. */
export function toDate(field: string, value: unknown): Date {
  const date = new Date(typeof value === 'number' ? value * 1000 : String(value));
  if (Number.isNaN(date.getTime())) throw malformed(`${field} must be a time, got ${JSON.stringify(value)}`);
  return date;
}
