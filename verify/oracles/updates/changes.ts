import { isDeepStrictEqual } from 'node:util';
import type { Resource, Resources } from '../permissions/resolved.ts';
import { CREATE_ONLY } from 'local-aws';

/** What becomes of a resource. A new one is there before any old one is removed. */
export type Change = 'created' | 'removed' | 'in place' | 'replaced';
export type Changes = ReadonlyMap<string, Change>;

/** One update of a stack: templates before and after, and what CloudFormation does from one to the other. */
export interface Update {
  readonly before: Resources;
  readonly after: Resources;
  /** By logical id; what stays as it is is not there. */
  readonly changes: Changes;
}

/**
 * What CloudFormation does with each resource, by the schemas of their types. It compares templates, not what is live;
 * what refers to a resource that is replaced has another value.
 * @throws Error for a type whose schema is not in the table
 */
export function updateOf(before: Resources, after: Resources): Update {
  const changes = new Map<string, Change>();
  for (const id of Object.keys(before)) if (after[id] === undefined) changes.set(id, 'removed');
  for (const id of Object.keys(after)) if (before[id] === undefined) changes.set(id, 'created');
  // A replacement may replace what refers to it, and so on.
  for (let size = -1; size !== replacedIn(changes).size;) {
    const replaced = replacedIn(changes);
    size = replaced.size;
    for (const [id, resource] of Object.entries(after)) {
      const earlier = before[id];
      if (earlier === undefined || (replaced.size === 0 && textOf(earlier) === textOf(resource))) continue;
      const changed = changedProperties(earlier, resource, replaced);
      if (changed.length === 0) continue;
      const anew = changed.some((name) => createOnlyOf(id, resource).includes(name));
      changes.set(id, anew ? 'replaced' : 'in place');
    }
  }
  return { before, after, changes };
}

export const replacedIn = (changes: Changes): ReadonlySet<string> =>
  new Set([...changes].filter(([, change]) => change === 'replaced').map(([id]) => id));

const TEXTS = new WeakMap<Resource, string>();

/** Templates are compared with many others. */
function textOf(resource: Resource): string {
  const text = TEXTS.get(resource) ?? JSON.stringify(resource);
  TEXTS.set(resource, text);
  return text;
}

function createOnlyOf(id: string, { Type }: Resource): readonly string[] {
  const properties = CREATE_ONLY[Type];
  if (properties === undefined) throw new Error(`${id}: what of ${Type} can change in place is not known here`);
  return properties;
}

function changedProperties(before: Resource, after: Resource, replaced: ReadonlySet<string>): string[] {
  const [earlier, later] = [before.Properties ?? {}, after.Properties ?? {}];
  const names = new Set([...Object.keys(earlier), ...Object.keys(later)]);
  return [...names].filter((name) => !isDeepStrictEqual(earlier[name], later[name]) || refersTo(later[name], replaced));
}

/** Whether a value holds a Ref or Fn::GetAtt of one of these. */
export function refersTo(value: unknown, ids: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((each) => refersTo(each, ids));
  if (typeof value !== 'object' || value === null) return false;
  const { Ref, 'Fn::GetAtt': attribute } = value as {
    readonly Ref?: string;
    readonly 'Fn::GetAtt'?: readonly string[];
  };
  if (Ref !== undefined) return ids.has(Ref);
  if (attribute !== undefined) return ids.has(attribute[0] ?? '');
  return Object.values(value).some((each) => refersTo(each, ids));
}
