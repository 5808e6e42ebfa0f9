import { type Field, type Membership, eventFields, together } from './event-fields.ts';
import { PatternError } from './pattern-error.ts';
import { type LeafTest, compileLeaf, wildcardsIn } from './pattern-leaf.ts';
import { complexityOf, MOST_COMPLEX } from './wildcard-complexity.ts';

/** Whether an event matches; pure. */
export type EventTest = (event: object) => boolean;

/** One of the values at a path must pass one of the tests. */
interface Requirement {
  readonly path: string;
  readonly tests: readonly LeafTest[];
}

/**
 * Makes an event pattern a test, by the rules of "Comparison operators for use in event patterns" and of Event Ruler,
 * the matcher that AWS published: all fields must match, one value of a list is enough; of an array in the event one
 * element is enough, and fields that lie in one array must match in the same element of it.
 *
 * @throws PatternError when EventBridge would not take the pattern, naming the field
 */
export function compilePattern(pattern: unknown): EventTest {
  // Event Ruler goes through the fields by name, which shows where one of them must be absent from an array.
  const alternatives = compileObject(pattern, '').map((requirements) =>
    requirements.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  );
  return (event) => {
    const fields = eventFields(event);
    return alternatives.some((requirements) => met(requirements, fields, new Map()));
  };
}

/**
 * What to look at when a rule stays silent: fields that a pattern asks for and an event that fits its source and its
 * detail-type does not have at all. A misspelt key is one of these; EventBridge takes it and never matches.
 */
export function missingFields(pattern: unknown): (event: object) => readonly string[] {
  const needed = compileObject(pattern, '')
    .flat()
    .filter(({ tests }) => !tests.some((test) => test(undefined)));
  const first = needed.filter(({ path }) => path === 'source' || path === 'detail-type');
  return (event) => {
    const fields = eventFields(event);
    const found = new Set(fields.map(({ path }) => path));
    return first.every((requirement) => met([requirement], fields, new Map()))
      ? [...new Set(needed.map(({ path }) => path))].filter((path) => !found.has(path))
      : [];
  };
}

/** Finds for each requirement a field such that all of these lie in the same elements of arrays. */
function met([first, ...rest]: readonly Requirement[], fields: readonly Field[], membership: Membership): boolean {
  if (first === undefined) return true;
  let present = false;
  for (const field of fields) {
    if (field.path !== first.path) continue;
    const joint = together(membership, field.membership);
    if (joint === undefined) continue;
    present = true;
    if (first.tests.some((test) => test(field.value)) && met(rest, fields, joint)) return true;
  }
  return !present && first.tests.some((test) => test(undefined)) && met(rest, fields, membership);
}

/** The pattern without `$or`: lists of requirements, one of which must be met wholly. */
function compileObject(pattern: unknown, path: string): readonly (readonly Requirement[])[] {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern))
    throw new PatternError(`${path || 'the pattern'} must be an object or a list of values`);
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new PatternError(`${path || 'the pattern'}: an empty object`);
  return entries
    .map(([key, value]) => compileEntry(key, value, path))
    .reduce((before, after) => before.flatMap((one) => after.map((other) => [...one, ...other])));
}

function compileEntry(key: string, value: unknown, path: string): readonly (readonly Requirement[])[] {
  const where = path === '' ? key : `${path}.${key}`;
  if (key === '$or') {
    if (!Array.isArray(value) || value.length < 2)
      throw new PatternError(`${where} must be a list of two or more objects`);
    return (value as unknown[]).flatMap((alternative) => compileObject(alternative, path));
  }
  if (!Array.isArray(value)) return compileObject(value, where);
  if (value.length === 0) throw new PatternError(`${where}: an empty list matches nothing`);
  const tests = (value as unknown[]).map((item) => compileLeaf(item, where));
  // Alternatives of an `$or` are looked at each for itself.
  if (complexityOf((value as unknown[]).map(wildcardsIn)) > MOST_COMPLEX)
    throw new PatternError(`${where}: the rule is too complex, use fewer wildcards or fewer repetitions after one`);
  return [[{ path: where, tests }]];
}
