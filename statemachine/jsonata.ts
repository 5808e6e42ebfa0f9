/**
 * Building blocks for the JSONata of the definition. An error in the JSONata of a Choice, a Wait or a Fail, or in
 * the Assign of a Catch, ends the execution and nothing can catch it. So what is written here for those places
 * is total: it has a value for every input, and uses nothing that can throw.
 *
 * A Choice's own Assign is relied on for its default branch only. AWS's developer guide says that it applies whichever
 * rule matches; where it does, it does no harm, because every way into `Roll back` assigns `trigger` anew.
 */

/** A string that Step Functions evaluates. */
export type Jsonata = `{% ${string} %}`;

/** Wraps an expression for a field of the definition. */
export const jsonata = (expression: string): Jsonata => `{% ${expression} %}`;

/** A value of the shape of `T` in which any part may be computed when the state runs. */
export type Template<T> = unknown extends T
  ? unknown
  : T extends readonly (infer Item)[]
    ? Jsonata | readonly Template<Item>[]
    : T extends object
      ? Jsonata | { readonly [Key in keyof T]: Template<T[Key]> }
      : T | Jsonata;

/**
 * A JSONata string literal. Its escapes are those of JSON; in single quotes it stays readable inside the definition's
 * own JSON.
 */
export const literal = (text: string): string => {
  const escaped = JSON.stringify(text).slice(1, -1);
  return `'${escaped.replaceAll('\\"', '"').replaceAll("'", '\\u0027')}'`;
};

/** Expression: the string at `path`, or `fallback` when there is none, it is empty or it is something else. */
export const textOr = (path: string, fallback: string): string =>
  `($type(${path}) = 'string' and ${path} != '' ? ${path} : ${literal(fallback)})`;

const replaceAll = (text: string, what: string, by: string): string =>
  `$replace(${text}, ${literal(what)}, ${literal(by)})`;

/** Longest cause that is read, in characters: enough for any sentence, and it bounds the work. */
const CAUSE_LENGTH = 2000;
/** Stand in for an escaped backslash and an escaped quote; JSON text never holds them raw. */
const BACKSLASH = '\u0001';
const QUOTE = '\u0002';

const unescaped = [
  ['\\n', '\n'],
  ['\\t', ' '],
  [QUOTE, '"'],
  [BACKSLASH, '\\'],
].reduce((text, [what = '', by = '']) => replaceAll(text, what, by), '$message');

/** Expression for a Catch: the error's name. */
export const CAUGHT_ERROR = textOr('$states.errorOutput.Error', 'Unknown');

/**
 * Expression for a Catch: the error's cause in words. A failed Lambda function's cause is JSON text,
 * `{"errorType","errorMessage","trace"}`, of which only the message is for people; every other cause is taken as
 * it is. Neither parsed (that throws on text that is not JSON) nor matched by a pattern, only searched and cut.
 */
export const CAUGHT_CAUSE = [
  `($cause := $substring(${textOr('$states.errorOutput.Cause', 'no cause given')}, 0, ${CAUSE_LENGTH})`,
  `$safe := ${replaceAll(replaceAll('$cause', '\\\\', BACKSLASH), '\\"', QUOTE)}`,
  `$rest := $substringAfter($safe, ${literal('"errorMessage":"')})`,
  `$message := $rest = $safe ? '' : $substringBefore($rest, ${literal('"')})`,
  `$message = '' ? $cause : ${unescaped})`,
].join('; ');

/**
 * The execution, as every handler wants to know it. The redrive count is documented as 0 before any redrive; its
 * absence means the same.
 */
export const EXECUTION = {
  id: jsonata('$states.context.Execution.Id'),
  redrives: jsonata('$exists($states.context.Execution.RedriveCount) ? $states.context.Execution.RedriveCount : 0'),
  startedAt: jsonata('$states.context.Execution.StartTime'),
} as const;
