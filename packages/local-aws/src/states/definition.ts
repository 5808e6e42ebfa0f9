import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import {
  type CatcherSource,
  type RetrierSource,
  type StateSource,
  machineSchema,
  stateSchemas,
} from './definition-schema.ts';
import { type ExpressionTools, type Template, type TemplateCompiler, templateCompiler } from './expressions.ts';
import { asksSurroundings } from './functions.ts';
import { checkTransitions, invalidDefinition } from './definition-check.ts';
import type { Catcher, Definition, Effects, ResourceNames, State } from './model.ts';
import type { Retrier } from './retry.ts';

/**
 * Reads a definition, checks it and compiles every expression in it, once.
 * @param resources what Task states may call; undefined: anything
 * @throws UnsupportedError for a state type, field, query language or resource that is not supported here, naming state
 * and field
 * @throws AwsError InvalidDefinition for what AWS would refuse too
 */
export function compileDefinition(text: string, tools: ExpressionTools, resources?: readonly string[]): Definition {
  const compiled = compiledFor(tools.aside, resources);
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const definition = compile(text, tools, resources);
  if (asksSurroundings(text)) return definition;
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  compiled.set(text, definition);
  return definition;
}

/**
 * A definition that asks for neither chance nor time is the same for everybody, however many machines and simulations a
 * process has: compiled once. By where expressions are evaluated, then by resources, then by the text itself: a key
 * made of a long text is read through each time.
 */
const COMPILED = new WeakMap<object, Map<string, Map<string, Definition>>>();
const HERE = {};
const MOST_COMPILED = 20;

function compiledFor(aside: object = HERE, resources?: readonly string[]): Map<string, Definition> {
  const byResources = COMPILED.get(aside) ?? new Map<string, Map<string, Definition>>();
  COMPILED.set(aside, byResources);
  const key = resources?.join() ?? 'anything';
  const known = byResources.get(key) ?? new Map<string, Definition>();
  byResources.set(key, known);
  return known;
}

function compile(text: string, tools: ExpressionTools, resources?: readonly string[]): Definition {
  const machine = checked(machineSchema, parse(text), 'state machine');
  const sources = Object.entries(machine.States).map(
    ([name, source]) => [name, readState(name, source, machine.QueryLanguage, resources)] as const,
  );
  checkTransitions(machine.StartAt, new Map(sources));
  const states = new Map(
    sources.map(([name, source]) => [name, compileState(name, source, templateCompiler(tools, name))]),
  );
  return {
    startAt: machine.StartAt,
    states,
    ...(machine.TimeoutSeconds === undefined ? {} : { timeoutSeconds: machine.TimeoutSeconds }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalidDefinition(`it is not JSON: ${(error as Error).message}`);
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = [
      ...issue.path.map(String),
      ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []),
    ].join('.');
    if (issue.code === 'unrecognized_keys') throw new UnsupportedError(where, `field ${path} is not supported`);
  }
  throw invalidDefinition(`${where}: ${z.prettifyError(result.error)}`);
}

function readState(
  name: string,
  source: Record<string, unknown>,
  inherited: string,
  resources?: readonly string[],
): StateSource {
  const type = source['Type'];
  const schema =
    typeof type === 'string' && Object.hasOwn(stateSchemas, type)
      ? stateSchemas[type as keyof typeof stateSchemas]
      : undefined;
  if (schema === undefined)
    throw new UnsupportedError(
      `state '${name}'`,
      `field Type: ${JSON.stringify(type)} is not supported (supported: ${Object.keys(stateSchemas).join(', ')})`,
    );
  const where = `state '${name}' (${String(type)})`;
  const language = source['QueryLanguage'] ?? inherited;
  if (language !== 'JSONata')
    throw new UnsupportedError(
      where,
      `field QueryLanguage: ${JSON.stringify(language)} is not supported (supported: JSONata)`,
    );
  const state = checked<StateSource>(schema, source, where);
  if (state.Type === 'Task' && resources?.includes(state.Resource) === false) {
    throw new UnsupportedError(
      where,
      `field Resource: ${state.Resource} is not supported (supported: ${resources.join(', ')})`,
    );
  }
  return state;
}

/** Leaves out what was not given, as `exactOptionalPropertyTypes` wants it. */
function optional<Key extends string>(
  key: Key,
  value: unknown,
  compile: TemplateCompiler,
  field: string,
): { [K in Key]?: Template } {
  return value === undefined ? {} : ({ [key]: compile(value, field) } as { [K in Key]?: Template });
}

function effects(source: { Assign?: unknown; Output?: unknown }, compile: TemplateCompiler, at = ''): Effects {
  return {
    ...optional('assign', source.Assign, compile, `${at}Assign`),
    ...optional('output', source.Output, compile, `${at}Output`),
  };
}

function compileState(name: string, source: StateSource, compile: TemplateCompiler): State {
  switch (source.Type) {
    case 'Task':
      return {
        type: 'Task',
        name,
        resource: source.Resource,
        resourceNames: resourceNames(source.Resource),
        ...optional('arguments', source.Arguments, compile, 'Arguments'),
        ...optional('timeoutSeconds', source.TimeoutSeconds, compile, 'TimeoutSeconds'),
        retry: source.Retry.map(compileRetrier),
        catch: source.Catch.map((catcher, index) => compileCatcher(catcher, compile, `Catch[${index}]/`)),
        ...flowing(source, compile),
      };
    case 'Wait':
      return {
        type: 'Wait',
        name,
        ...optional('seconds', source.Seconds, compile, 'Seconds'),
        ...optional('timestamp', source.Timestamp, compile, 'Timestamp'),
        ...flowing(source, compile),
      };
    case 'Choice':
      return {
        type: 'Choice',
        name,
        choices: source.Choices.map((rule, index) => ({
          condition: compile(rule.Condition, `Choices[${index}]/Condition`),
          next: rule.Next,
          ...effects(rule, compile, `Choices[${index}]/`),
        })),
        ...(source.Default === undefined ? {} : { default: source.Default }),
        ...effects(source, compile),
      };
    case 'Pass':
      return { type: 'Pass', name, ...flowing(source, compile) };
    case 'Succeed':
      return { type: 'Succeed', name, ...optional('output', source.Output, compile, 'Output') };
    case 'Fail':
      return {
        type: 'Fail',
        name,
        ...optional('error', source.Error, compile, 'Error'),
        ...optional('cause', source.Cause, compile, 'Cause'),
      };
  }
}

function flowing(
  source: { Next?: string | undefined; Assign?: unknown; Output?: unknown },
  compile: TemplateCompiler,
): Effects & { next?: string } {
  return { ...effects(source, compile), ...(source.Next === undefined ? {} : { next: source.Next }) };
}

function compileRetrier(source: RetrierSource): Retrier {
  return {
    errorEquals: source.ErrorEquals,
    intervalSeconds: source.IntervalSeconds,
    maxAttempts: source.MaxAttempts,
    backoffRate: source.BackoffRate,
    ...(source.MaxDelaySeconds === undefined ? {} : { maxDelaySeconds: source.MaxDelaySeconds }),
    fullJitter: source.JitterStrategy === 'FULL',
  };
}

function compileCatcher(source: CatcherSource, compile: TemplateCompiler, at: string): Catcher {
  return { errorEquals: source.ErrorEquals, next: source.Next, ...effects(source, compile, at) };
}

function resourceNames(resource: string): ResourceNames {
  const [, , , , , ...rest] = resource.split(':');
  return { resourceType: rest.slice(0, -1).join(':'), resource: rest.at(-1) ?? resource };
}
