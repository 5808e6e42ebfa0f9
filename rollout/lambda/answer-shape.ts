/** How far into an answer one looks: values inside each other, items of a list, fields in all, characters of a name. */
const DEEPEST = 8;
const MOST_ITEMS = 20;
const MOST_FIELDS = 500;
const LONGEST_NAME = 40;

/** What stands at one place of an answer, such as `items[].price`. */
interface Field {
  /** Of every item, where a list is on the way. */
  readonly types: Set<string>;
  /** The place that it is in; undefined for the whole answer. */
  readonly inside: string | undefined;
}
type Fields = Map<string, Field>;

const WHOLE = 'the body';

/**
 * Where the shapes of two JSON values differ, in words, in the order of production's fields: those that are gone, those
 * that are new, those of another type. What follows from such a difference is not told again. Lists are of one shape
 * with each other as long as an item of one kind is in both, and an empty list says nothing of its items.
 *
 * @param values whether single values that differ are told as well
 */
export function differences(production: unknown, canary: unknown, values: boolean): readonly string[] {
  const before = fieldsOf(production);
  const after = fieldsOf(canary);
  if (before.size > MOST_FIELDS || after.size > MOST_FIELDS) return [`more than ${MOST_FIELDS} fields, not compared`];
  return [
    ...onlyIn(before, after).map((place) => `${place} gone`),
    ...onlyIn(after, before).map((place) => `${place} new`),
    ...[...before].flatMap(([place, { types }]) => {
      const other = after.get(place)?.types;
      return other === undefined || alike(types, other)
        ? []
        : [`${place} ${namesOf(other)} instead of ${namesOf(types)}`];
    }),
    ...(values ? valuesThatDiffer(production, canary, '', 0) : []),
  ];
}

function fieldsOf(value: unknown): Fields {
  const fields: Fields = new Map();
  note(fields, value, '', undefined, 0);
  return fields;
}

/** One field more than there may be shows that there are too many. */
function note(fields: Fields, value: unknown, place: string, inside: string | undefined, depth: number): void {
  const name = place === '' ? WHOLE : place;
  const known = fields.get(name);
  if (known === undefined && fields.size > MOST_FIELDS) return;
  if (known === undefined) fields.set(name, { types: new Set([typeOf(value)]), inside });
  else known.types.add(typeOf(value));
  if (depth === DEEPEST) return;
  for (const [part, inner] of partsOf(value, '[]')) note(fields, inner, placeOf(place, part), name, depth + 1);
}

/** Fields of an object, or the first items of a list, each under the name that items have. */
function partsOf(value: unknown, item?: string): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((each, i) => [item ?? `[${i}]`, each as unknown]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function placeOf(inside: string, part: string): string {
  if (/^\[\d*\]$/.test(part)) return `${inside}${part}`;
  const name = /^[\w$-]+$/.test(part) ? part : JSON.stringify(part);
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
  return inside === '' ? short : `${inside}.${short}`;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

const alike = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...some].some((type) => others.has(type));

const namesOf = (types: ReadonlySet<string>): string => [...types].sort().join(' or ');

/** Places of the one that the other could have and has not; nothing inside a place that is told anyway. */
function onlyIn(some: Fields, others: Fields): readonly string[] {
  return [...some].flatMap(([place, { inside }]) => {
    if (others.has(place) || inside === undefined || place.endsWith('[]')) return [];
    const [mine, theirs] = [some.get(inside)?.types, others.get(inside)?.types];
    return mine !== undefined && theirs !== undefined && alike(mine, theirs) ? [place] : [];
  });
}

/** Only where both have one of the same type: what else differs is told by the shapes. */
function valuesThatDiffer(production: unknown, canary: unknown, place: string, depth: number): readonly string[] {
  if (typeOf(production) !== typeOf(canary) || depth > DEEPEST) return [];
  const name = place === '' ? WHOLE : place;
  if (typeof production !== 'object' || production === null)
    return production === canary ? [] : [`${name} ${inShort(canary)} instead of ${inShort(production)}`];
  const others = new Map(partsOf(canary));
  return [
    ...lengthsThatDiffer(production, canary, name),
    ...partsOf(production).flatMap(([part, value]) =>
      others.has(part) ? valuesThatDiffer(value, others.get(part), placeOf(place, part), depth + 1) : [],
    ),
  ];
}

function lengthsThatDiffer(production: unknown, canary: unknown, name: string): readonly string[] {
  if (!Array.isArray(production) || !Array.isArray(canary) || production.length === canary.length) return [];
  return [`${name} ${canary.length} long instead of ${production.length}`];
}

function inShort(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
}
