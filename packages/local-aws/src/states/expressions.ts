import jsonata from 'jsonata';
import type { Clock } from '../core/clock.ts';
import type { ExpressionProcess } from './aside/process.ts';
import { invalidDefinition } from './definition-check.ts';
import { asksSurroundings, registerFunctions, type Surroundings } from './functions.ts';
import { describe, GUARDS, type Outcome, outcomeOf } from './outcome.ts';
import { isQuick } from './quick.ts';
import type { Scope } from './scope.ts';
import { type Simple, simpleExpression } from './simple.ts';
import { InterpreterError, StatesError } from './state-error.ts';

/** A field of a state, compiled once. Literals are handed out as they are: nobody may change a value. */
export type Template =
  | { readonly literal: true; readonly value: unknown }
  | {
      readonly literal: false;
      /** Gives the value at once, or undefined where only `evaluate` knows. */
      readonly simple?: Simple | undefined;
      readonly evaluate: (scope: Scope) => Promise<unknown>;
    };

/** What expressions may ask of their surroundings, and where they are evaluated. */
export interface ExpressionTools extends Surroundings {
  readonly clock: Clock;
  /** Takes those that may take for ever; without it every expression is evaluated here, for at most 5 s. */
  readonly aside?: Pick<ExpressionProcess, 'evaluate'> | undefined;
}

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
export async function evaluate(template: Template, scope: Scope): Promise<unknown> {
  return valueOf(template, scope);
}

function valueOf(template: Template, scope: Scope): unknown {
  if (template.literal) return template.value;
  const found = template.simple?.(scope);
  return found === undefined ? template.evaluate(scope) : found;
}

const literal = (value: unknown): Template => ({ literal: true, value });

const literalValue = (template: Template) => (template.literal ? template.value : undefined);

function compileArray(items: readonly Template[]): Template {
  if (items.every((item) => item.literal)) return literal(items.map(literalValue));
  return {
    literal: false,
    async evaluate(scope) {
      const values: unknown[] = [];
      for (const item of items) values.push(await valueOf(item, scope));
      return values;
    },
  };
}

function compileObject(entries: readonly (readonly [string, Template])[]): Template {
  if (entries.every(([, item]) => item.literal))
    return literal(Object.fromEntries(entries.map(([key, item]) => [key, literalValue(item)])));
  return {
    literal: false,
    simple: simpleObject(entries),
    // One after the other, so that what $random and $uuid give depends on the seed alone.
    async evaluate(scope) {
      const values: Record<string, unknown> = {};
      for (const [key, item] of entries) values[key] = await valueOf(item, scope);
      return values;
    },
  };
}

/** Whose every member is simple: nothing was asked of chance or time when one has to be evaluated after all. */
function simpleObject(entries: readonly (readonly [string, Template])[]): Simple | undefined {
  if (!entries.every(([, item]) => item.literal || item.simple)) return undefined;
  return (scope) => {
    const values: Record<string, unknown> = {};
    for (const [key, item] of entries) {
      const value = item.literal ? item.value : item.simple?.(scope);
      if (value === undefined) return undefined;
      values[key] = value;
    }
    return values;
  };
}

function compileExpression(value: string, field: string, state: string, tools: ExpressionTools): Template {
  const text = /^\{%(.*)%\}$/s.exec(value)?.[1]?.trim();
  if (text === undefined) throw invalidExpression(state, field, value, 'it begins with {% but does not end with %}');
  let parsed: Parsed;
  try {
    parsed = parse(text, tools);
  } catch (error) {
    throw invalidExpression(state, field, text, describe(error));
  }
  const failed = (what: string) =>
    new InterpreterError(
      StatesError.QueryEvaluationError,
      `The JSONata expression '${text}' specified for the field '${field}' ${what}`,
      field,
    );
  const outcome = evaluator(text, parsed, tools);
  return {
    literal: false,
    simple: parsed.simple,
    async evaluate(scope) {
      const ended = await outcome(scope);
      switch (ended.kind) {
        case 'value':
          return ended.value;
        case 'nothing':
          throw failed('returned nothing (undefined).');
        case 'unsupported':
          throw failed(`returned an unsupported result type: ${ended.type}.`);
        case 'threw':
          throw failed(`threw an error during evaluation. ${ended.why}`);
      }
    },
  };
}

function evaluator(
  text: string,
  { expression, quick }: Parsed,
  { aside, clock, random }: ExpressionTools,
): (scope: Scope) => Promise<Outcome> {
  if (aside === undefined || quick) return ({ bindings }) => outcomeOf(expression, bindings);
  const asksChance = /\$(uuid|random)\b/.test(text);
  return ({ bindings }) =>
    aside.evaluate({ text, bindings, now: clock.now(), seed: asksChance ? random.int(0, 2 ** 31 - 1) : 0 });
}

interface Parsed {
  readonly expression: jsonata.Expression;
  readonly quick: boolean;
  readonly simple: Simple | undefined;
}

const PARSED = new Map<string, Parsed>();
const MOST_PARSED = 2_000;

/**
 * Parsing takes most of the time that a definition costs. What asks for neither chance nor time is the same for
 * everybody, and parsed once in a process.
 */
function parse(text: string, tools: Surroundings): Parsed {
  const known = PARSED.get(text);
  if (known !== undefined) return known;
  const expression = jsonata(text, GUARDS);
  registerFunctions(expression, tools);
  const tree: unknown = expression.ast();
  const parsed = { expression, quick: isQuick(tree), simple: simpleExpression(tree) };
  if (!asksSurroundings(text)) {
    if (PARSED.size >= MOST_PARSED) PARSED.clear();
    PARSED.set(text, parsed);
  }
  return parsed;
}

function invalidExpression(state: string, field: string, text: string, why: string): Error {
  return invalidDefinition(`state '${state}', field '${field}': '${text}' is not a JSONata expression: ${why}`);
}
