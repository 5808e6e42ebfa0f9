import type { BusEvent } from './bus-event.ts';
import { type JsonPath, atPath, parsePath } from './json-path.ts';
import { isJson } from '../core/is-json.ts';

/** What a rule says about the input of a target; at most one of the three. */
export interface InputSettings {
  readonly Input?: string | undefined;
  readonly InputPath?: string | undefined;
  readonly InputTransformer?:
    | { readonly InputPathsMap?: Readonly<Record<string, string>> | undefined; readonly InputTemplate: string }
    | undefined;
}

export interface InputContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** ISO 8601. */
  readonly ingestionTime: string;
}

/** The text that a target gets for an event. */
export type RenderInput = (event: BusEvent, context: InputContext) => string;

/**
 * Makes a target's input settings a function; without any, a target gets the whole event.
 *
 * @throws Error when EventBridge would not take the settings
 */
export function compileInput({ Input, InputPath, InputTransformer }: InputSettings): RenderInput {
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1)
    throw new Error('only one of Input, InputPath and InputTransformer may be given');
  if (Input !== undefined) {
    if (!isJson(Input)) throw new Error(`Input must be JSON, got ${Input}`);
    return () => Input;
  }
  if (InputPath !== undefined) {
    const path = parsePath(InputPath);
    return (event) => JSON.stringify(atPath(event, path) ?? null);
  }
  if (InputTransformer !== undefined)
    return compileTemplate(InputTransformer.InputTemplate, InputTransformer.InputPathsMap ?? {});
  return (event) => JSON.stringify(event);
}

type Variable = (event: BusEvent, context: InputContext) => unknown;

/** Reserved variables, that only a template knows ("Predefined variables" of input transformation). */
const RESERVED: Readonly<Record<string, Variable>> = {
  'aws.events.rule-arn': (_event, context) => context.ruleArn,
  'aws.events.rule-name': (_event, context) => context.ruleName,
  'aws.events.event.ingestion-time': (_event, context) => context.ingestionTime,
  'aws.events.event': ({ detail: _detail, ...event }) => event,
  'aws.events.event.json': (event) => event,
};

interface Piece {
  readonly text: string;
  readonly variable?: Variable;
  /** Inside quotes a value is inserted as it is, without escaping; outside as JSON. */
  readonly quoted: boolean;
}

function compileTemplate(template: string, pathsMap: Readonly<Record<string, string>>): RenderInput {
  const reserved = Object.keys(pathsMap).find((name) => Object.hasOwn(RESERVED, name) || name.startsWith('aws.'));
  if (reserved !== undefined) throw new Error(`InputPathsMap.${reserved}: the name is reserved`);
  const paths = new Map(Object.entries(pathsMap).map(([name, path]): [string, JsonPath] => [name, parsePath(path)]));
  const variableOf = (name: string): Variable => {
    const path = paths.get(name);
    if (path !== undefined) return (event) => atPath(event, path);
    const known = RESERVED[name];
    if (known === undefined)
      throw new Error(
        `InputTemplate: unknown variable <${name}>, known are ` +
          [...paths.keys(), ...Object.keys(RESERVED)].join(', '),
      );
    return known;
  };
  const pieces = split(template, variableOf);
  return (event, context) => minified(pieces.map((piece) => render(piece, event, context)).join(''));
}

/** Cuts a template at its placeholders and notes which of them are inside a string. */
function split(template: string, variableOf: (name: string) => Variable): Piece[] {
  const pieces: Piece[] = [];
  let quoted = false;
  for (const [token, name] of template.matchAll(/\\.|<([A-Za-z0-9_.-]+)>|[^\\]/gs)) {
    if (token === '"') quoted = !quoted;
    pieces.push(name === undefined ? { text: token, quoted } : { text: token, variable: variableOf(name), quoted });
  }
  return pieces;
}

/** A value that the event does not have leaves nothing behind; the input may then not be JSON any more, as with AWS. */
function render({ text, variable, quoted }: Piece, event: BusEvent, context: InputContext): string {
  if (variable === undefined) return text;
  const value = variable(event, context);
  if (value === undefined) return '';
  return quoted && typeof value === 'string' ? value : JSON.stringify(value);
}

/** JSON without white space; a text that is not JSON stays as it is, and targets that need JSON refuse it. */
function minified(text: string): string {
  return isJson(text) ? JSON.stringify(JSON.parse(text)) : text;
}
