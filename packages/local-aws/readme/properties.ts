import type { z } from 'zod';
import { identityPolicySchema, resourcePolicySchema, trustPolicySchema } from '../src/iam/document.ts';
import { tagsSchema } from '../src/core/template-schemas.ts';

/** As zod keeps a schema: what it is made of. */
type Schema = z.core.$ZodTypes;

export interface Member {
  readonly path: string;
  /** '' when any value of its type will do. */
  readonly demand: string;
}

/** Schemas that many resources share, and are told once. */
const SHARED = new Map<unknown, string>([
  [tagsSchema, ''],
  [identityPolicySchema, 'a policy'],
  [resourcePolicySchema, 'a policy'],
  [trustPolicySchema, 'a policy'],
]);

/**
 * What a schema takes: the path of each member, and what its value must be where that is more than a type, as in
 * `Listeners[].Protocol` (HTTP or HTTPS).
 */
export function membersOf(schema: unknown, path = ''): readonly Member[] {
  const shared = SHARED.get(schema);
  if (shared !== undefined) return [{ path, demand: shared }];
  const { def } = (schema as Schema)._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, member]) =>
        membersOf(member, path === '' ? name : `${path}.${name}`),
      );
    case 'array':
      return membersOf(def.element, `${path}[]`);
    case 'record':
      return membersOf(def.valueType, `${path}.*`);
    case 'optional':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'nullable':
    case 'readonly':
      return membersOf(def.innerType, path);
    case 'pipe':
      return membersOf(def.in, path);
    case 'union': {
      const options = def.options.flatMap((option) => membersOf(option, path));
      // Alternatives that differ in their values only are one member.
      const one = options.every((option) => option.path === path);
      return one ? [{ path, demand: either(options.map(({ demand }) => demand)) }] : options;
    }
    case 'enum':
      return [{ path, demand: either(Object.values(def.entries)) }];
    case 'literal':
      return [{ path, demand: either(def.values) }];
    case 'string':
    case 'number':
    case 'boolean':
    case 'unknown':
    case 'any':
      return [{ path, demand: demandsOf(schema as Schema) }];
    default:
      throw new Error(`README.md has no words for ${def.type} at ${path}`);
  }
}

function either(values: readonly unknown[]): string {
  return values.map(String).filter(Boolean).join(' or ');
}

/** What the checks of a string or a number say in words of their own. */
function demandsOf(schema: Schema): string {
  const checks = schema._zod.def.checks ?? [];
  return checks
    .flatMap((check) => {
      const { error } = check._zod.def;
      const said = error?.({ code: 'custom', input: '...', path: [], message: '' } as never);
      return typeof said === 'string' ? [said] : [];
    })
    .join('; ');
}
