import type { Template, TemplateResource } from 'local-aws';
import type { Definition } from '../../asl-graph.ts';

/** Changes a synthesized template in place. */
export type Mutation = (template: Template) => void;

type Json = Record<string, unknown>;

/** Everything below the stack, by the construct's path. */
function pathOf({ Metadata: { 'aws:cdk:path': path } }: TemplateResource): string {
  return typeof path === 'string' ? path.split('/').slice(1).join('/') : '';
}

/** The one resource whose construct path is, or begins with, this. @throws Error when none or several are */
export function resourceAt(template: Template, path: string): TemplateResource {
  const all = Object.values(template.Resources);
  const exact = all.filter((resource) => [path, `${path}/Resource`].includes(pathOf(resource)));
  const found = exact.length > 0 ? exact : all.filter((resource) => pathOf(resource).startsWith(path));
  const [resource, ...others] = found;
  if (resource === undefined || others.length > 0)
    throw new Error(`${found.length} resources at ${path}: ${found.map(pathOf).join(', ')}`);
  return resource;
}

export function removeAt(template: Template, path: string): void {
  const resource = resourceAt(template, path);
  const [id = ''] = Object.entries(template.Resources).find(([, each]) => each === resource) ?? [];
  delete template.Resources[id];
}

/** A property by the way to it; numbers are places in lists. @throws Error where the way ends early */
export function propertyAt(template: Template, path: string, way: readonly (string | number)[]): unknown {
  return way.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !(step in value))
      throw new Error(`${path} has no ${way.join('.')}`);
    return (value as Json)[step];
  }, resourceAt(template, path).Properties);
}

/** Sets a property that is there. */
export function setAt(template: Template, path: string, way: readonly (string | number)[], value: unknown): void {
  propertyAt(template, path, way);
  (propertyAt(template, path, way.slice(0, -1)) as Json)[way.at(-1) ?? ''] = value;
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
  Sid?: string;
}

/** The statements of the policy at a path, to be changed. */
export function statementsAt(template: Template, path: string): Statement[] {
  return propertyAt(template, path, ['PolicyDocument', 'Statement']) as Statement[];
}

/**
 * Takes an action out of a policy, and leaves what else its statement allows. @throws Error when no statement has it
 */
export function withoutAction(path: string, action: string): Mutation {
  return (template) => {
    const statements = statementsAt(template, path);
    const having = statements.filter(({ Action }) => [Action].flat().includes(action));
    if (having.length === 0) throw new Error(`${path} does not allow ${action}`);
    for (const statement of having) {
      const left = [statement.Action].flat().filter((each) => each !== action);
      if (left.length > 0) statement.Action = left;
      else statements.splice(statements.indexOf(statement), 1);
    }
  };
}

const MACHINE = 'Canary/Rollout/Machine';
const HOLE = /@@(\d+)@@/;

/**
 * Rewrites the machine's definition; what CloudFormation fills in stays where it is. @throws Error when nothing changed
 */
export function definitionMutation(change: (definition: MutableDefinition) => void): Mutation {
  return (template) => {
    const [, parts] = propertyAt(template, MACHINE, ['DefinitionString', 'Fn::Join']) as [string, unknown[]];
    const text = parts.map((part, index) => (typeof part === 'string' ? part : `@@${index}@@`)).join('');
    const definition = JSON.parse(text) as MutableDefinition;
    change(definition);
    const changed = JSON.stringify(definition);
    if (changed === JSON.stringify(JSON.parse(text))) throw new Error('the definition is as it was');
    const pieces = changed.split(HOLE).map((piece, index) => (index % 2 === 0 ? piece : parts[Number(piece)]));
    setAt(template, MACHINE, ['DefinitionString', 'Fn::Join'], ['', pieces]);
  };
}

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
export type MutableDefinition = Mutable<Definition>;

/** The definition with holes where CloudFormation puts ARNs. */
export function definitionIn(template: Template): Definition {
  const [, parts] = propertyAt(template, MACHINE, ['DefinitionString', 'Fn::Join']) as [string, unknown[]];
  return JSON.parse(
    parts.map((part, index) => (typeof part === 'string' ? part : `@@${index}@@`)).join(''),
  ) as Definition;
}

export function stateIn(definition: MutableDefinition, name: string): Mutable<Definition['States'][string]> {
  const state = definition.States[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  return state;
}
