import jsonata from 'jsonata';
import { invalidDefinition } from './definition-check.ts';
import { asksSurroundings, type ExpressionTools, registerFunctions } from './functions.ts';
import { simplePath } from './simple-path.ts';
import { InterpreterError, StatesError } from './state-error.ts';

/** What an expression sees: `states` and the variables. */
export type Bindings = Readonly<Record<string, unknown>>;

/** A field of a state, compiled once. Literals are handed out as they are: nobody may change a value. */
export type Template =
  | { readonly literal: true; readonly value: unknown }
  | { readonly literal: false; readonly evaluate: (bindings: Bindings) => Promise<unknown> };

/** Runaway recursion ends as a query evaluation error; AWS bounds it too, without a published figure. */
const GUARDS = { timeout: 5000, stack: 500 };

/** Compiles fields for one definition. The field is named as AWS does in errors: `Arguments/Payload/version`. */
export type TemplateCompiler = (value: unknown, field: string) => Template;

export function templateCompiler(tools: ExpressionTools, state: string): TemplateCompiler {
  const compile: TemplateCompiler = (value, field) => {
    if (typeof value === 'string')
      return value.startsWith('{%') ? compileExpression(value, field, state, tools) : literal(value);
    if (Array.isArray(value)) return compileArray(value.map((item, index) => compile(item, `${field}[${index}]`)));
    if (value !== null && typeof value === 'object') {
      return compileObject(Object.entries(value).map(([key, item]) => [key, compile(item, `${field}/${key}`)]));
    }
    return literal(value);
  };
  return compile;
}

/** @throws StateError States.QueryEvaluationError */
export async function evaluate(template: Template, bindings: Bindings): Promise<unknown> {
  return template.literal ? template.value : template.evaluate(bindings);
}

const literal = (value: unknown): Template => ({ literal: true, value });

const literalValue = (template: Template) => (template.literal ? template.value : undefined);

function compileArray(items: readonly Template[]): Template {
  if (items.every((item) => item.literal)) return literal(items.map(literalValue));
  return {
    literal: false,
    async evaluate(bindings) {
      const values: unknown[] = [];
      for (const item of items) values.push(await evaluate(item, bindings));
      return values;
    },
  };
}

function compileObject(entries: readonly (readonly [string, Template])[]): Template {
  if (entries.every(([, item]) => item.literal))
    return literal(Object.fromEntries(entries.map(([key, item]) => [key, literalValue(item)])));
  return {
    literal: false,
    // One after the other, so that what $random and $uuid give depends on the seed alone.
    async evaluate(bindings) {
      const values: Record<string, unknown> = {};
      for (const [key, item] of entries) values[key] = item.literal ? item.value : await item.evaluate(bindings);
      return values;
    },
  };
}

function compileExpression(value: string, field: string, state: string, tools: ExpressionTools): Template {
  const text = /^\{%(.*)%\}$/s.exec(value)?.[1]?.trim();
  if (text === undefined) throw invalidExpression(state, field, value, 'it begins with {% but does not end with %}');
  let expression: jsonata.Expression;
  try {
    expression = parsed(text, tools);
  } catch (error) {
    throw invalidExpression(state, field, text, describe(error));
  }
  const failed = (what: string) =>
    new InterpreterError(
      StatesError.QueryEvaluationError,
      `The JSONata expression '${text}' specified for the field '${field}' ${what}`,
      field,
    );
  const path = simplePath(text);
  return {
    literal: false,
    async evaluate(bindings) {
      let result = path?.(bindings);
      if (result !== undefined) return result;
      try {
        result = await expression.evaluate(undefined, bindings);
      } catch (error) {
        throw failed(`threw an error during evaluation. ${describe(error)}`);
      }
      if (result === undefined) throw failed('returned nothing (undefined).');
      return plain(result, (type) => failed(`returned an unsupported result type: ${type}.`));
    },
  };
}

const PARSED = new Map<string, jsonata.Expression>();
const MOST_PARSED = 2_000;

/**
 * Parsing takes most of the time that a definition costs. What asks for neither chance nor time is the same for
 * everybody, and parsed once in a process.
 */
function parsed(text: string, tools: ExpressionTools): jsonata.Expression {
  const known = PARSED.get(text);
  if (known !== undefined) return known;
  const expression = jsonata(text, GUARDS);
  registerFunctions(expression, tools);
  if (!asksSurroundings(text)) {
    if (PARSED.size >= MOST_PARSED) PARSED.clear();
    PARSED.set(text, expression);
  }
  return expression;
}

function invalidExpression(state: string, field: string, text: string, why: string): Error {
  return invalidDefinition(`state '${state}', field '${field}': '${text}' is not a JSONata expression: ${why}`);
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? String(message) : `${code}: ${message}`;
}

/**
 * The value as JSON carries it. JSONata marks the arrays it makes with properties of their own, which would
 * change how the next expression reads them; only those are copied.
 */
function plain(value: unknown, unsupported: (type: string) => Error): unknown {
  if (typeof value === 'function') throw unsupported('function');
  // JSON has no infinity: what 1 / 0 gives would turn into null.
  if (typeof value === 'number' && !Number.isFinite(value)) throw unsupported(String(value));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item, unsupported));
    return Object.keys(value).length === value.length && items.every((item, index) => item === value[index])
      ? value
      : items;
  }
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) throw unsupported('function');
  let copy: Record<string, unknown> | undefined;
  for (const [key, item] of Object.entries(value)) {
    const kept = plain(item, unsupported);
    if (kept === item) continue;
    copy ??= { ...(value as Record<string, unknown>) };
    copy[key] = kept;
  }
  return copy ?? value;
}
