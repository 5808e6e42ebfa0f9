import { type Leaf, type LeafTest, PatternError, compileLeaf } from './pattern-leaf.ts';

type Fields = Readonly<Record<string, unknown>>;
type Test = (value: Fields) => boolean;

/** Whether an event matches; pure. */
export type EventTest = (event: object) => boolean;

/**
 * Makes an event pattern a test, by the rules of "Comparison operators for use in event patterns": all fields of an
 * object must match, one value of a list is enough; of an array in the event one element is enough, and what is nested
 * under it must match in the same element.
 *
 * @throws PatternError when EventBridge would not take the pattern, naming the field
 */
export function compilePattern(pattern: unknown): EventTest {
  const test = compileObject(pattern, '');
  return (event) => test(event as Fields);
}

function compileObject(pattern: unknown, path: string): Test {
  if (!isRecord(pattern)) throw new PatternError(`${path || 'the pattern'} must be an object or a list of values`);
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new PatternError(`${path || 'the pattern'}: an empty object`);
  const tests = entries.map(([key, value]): Test => {
    const where = path === '' ? key : `${path}.${key}`;
    if (key === '$or') return compileOr(value, path, where);
    return Array.isArray(value) ? compileField(key, value as unknown[], where) : compileNested(key, value, where);
  });
  return (value) => tests.every((test) => test(value));
}

function compileOr(alternatives: unknown, path: string, where: string): Test {
  if (!Array.isArray(alternatives) || alternatives.length < 2) throw new PatternError(`${where} must be a list of two or more objects`);
  const tests = (alternatives as unknown[]).map((alternative) => compileObject(alternative, path));
  return (value) => tests.some((test) => test(value));
}

function compileField(key: string, patterns: readonly unknown[], where: string): Test {
  if (patterns.length === 0) throw new PatternError(`${where}: an empty list matches nothing`);
  const tests = patterns.map((pattern) => compileLeaf(pattern, where));
  return (value) => leaves(value[key]).some((leaf) => tests.some((test: LeafTest) => test(leaf)));
}

function compileNested(key: string, pattern: unknown, where: string): Test {
  const test = compileObject(pattern, where);
  return (value) => objects(value[key]).some(test);
}

/** The leaves at a field: an object is none, so `exists: false` matches it, and so does an empty array. */
function leaves(value: unknown): readonly (Leaf | undefined)[] {
  const found = (Array.isArray(value) ? (value as unknown[]) : [value]).filter((each) => each === null || ['string', 'number', 'boolean'].includes(typeof each)) as Leaf[];
  return found.length > 0 ? found : [undefined];
}

/** The objects at a field; an empty one when there is none, in which every field is absent. */
function objects(value: unknown): readonly Fields[] {
  const found = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isRecord);
  return found.length > 0 ? found : [{}];
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
