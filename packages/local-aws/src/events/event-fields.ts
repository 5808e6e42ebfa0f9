import type { Leaf } from './pattern-leaf.ts';

/** Which element of which array a field lies in, by the array's place in the event. */
export type Membership = ReadonlyMap<string, number>;

/** A leaf of an event. */
export interface Field {
  /** Keys joined by dots; arrays leave no trace in it. */
  readonly path: string;
  readonly value: Leaf;
  readonly membership: Membership;
}

const NOWHERE: Membership = new Map();

/**
 * The leaves of an event. Objects and empty arrays are none, and arrays of arrays count as one ("JSON Array Matching"
 * of Event Ruler).
 */
export function eventFields(event: unknown): readonly Field[] {
  const fields: Field[] = [];
  const walk = (value: unknown, path: string, place: string, membership: Membership): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => walk(item, path, `${place}[${index}]`, new Map([...membership, [place, index]])));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        walk(inner, path === '' ? key : `${path}.${key}`, `${place}.${key}`, membership);
    } else if (value !== undefined) {
      fields.push({ path, value: value as Leaf, membership });
    }
  };
  walk(event, '', '', NOWHERE);
  return fields;
}

/** Both memberships together; undefined when they are in different elements of one array. */
export function together(one: Membership, other: Membership): Membership | undefined {
  for (const [array, index] of other) if ((one.get(array) ?? index) !== index) return undefined;
  return new Map([...one, ...other]);
}
