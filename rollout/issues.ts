import type * as z from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Longest piece of a bad value that a message quotes. */
const QUOTED = 80;

/**
 * What is wrong with a value that a schema refused, in one line: where, what was expected and what was got.
 * Example: `trigger.kind: expected one of "own"|"asked", got "other"; execution.redrives: expected number, got nothing`
 */
export function describeIssues(error: z.core.$ZodError, input: unknown): string {
  return error.issues.map((issue) => describe(issue, [], input)).join('; ');
}

function describe(issue: Issue, parent: Path, input: unknown): string {
  const path = [...parent, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const ways = issue.errors.map((issues) => issues.map((inner) => describe(inner, path, input)).join(' and '));
    return `one of: ${ways.join(', or ')}`;
  }
  return `${pathText(path)}: ${expectation(issue)}, got ${quote(valueAt(input, path))}`;
}

/** zod's sentence without its opening and without "received …", which says less than the value itself. */
function expectation(issue: Issue): string {
  const sentence = issue.message
    .replace(/^(Invalid input|Too small|Too big|Invalid option): /, '')
    .replace(/, received .*$/, '');
  return issue.code === 'invalid_format' && !sentence.startsWith('expected') ? `expected ${sentence}` : sentence;
}

function pathText(path: Path): string {
  if (path.length === 0) return 'value';
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('');
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  // What JSON cannot say (a function, a symbol) is told by its kind.
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}
