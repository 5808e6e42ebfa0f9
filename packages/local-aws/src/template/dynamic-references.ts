import type { Scope } from './intrinsics.ts';
import { pathText, TemplateError } from './problems.ts';

/** `{{resolve:ssm:NAME:VERSION}}`, `{{resolve:secretsmanager:…}}` ("Using dynamic references", CloudFormation). */
const REFERENCE = /\{\{resolve:([^:{}]*):([^{}]*)\}\}/g;

const WAY_OUT = 'give the property another value by the context, or leave that stack out';

/**
 * Resolved properties with the values that they refer to in SSM's Parameter Store.
 * @throws TemplateError for a parameter or a version that is not there, and for secrets, which nobody has here
 */
export function dereferenced(
  value: unknown,
  stored: Scope['stored'],
  where: string,
  path: readonly PropertyKey[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((item, i) => dereferenced(item, stored, where, [...path, i]));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, dereferenced(item, stored, where, [...path, name])]),
    );
  if (typeof value !== 'string') return value;
  return value.replaceAll(REFERENCE, (all, service: string, reference: string) => {
    const problem = (what: string) =>
      new TemplateError(path.length === 0 ? where : `${where} ${pathText(path)}`, `${all}: ${what}`);
    // Which one it is, only the deployment will know.
    if (reference.includes('<<')) return all;
    if (service !== 'ssm')
      throw problem(`${service} has no values on the local cloud, which keeps no secrets: ${WAY_OUT}`);
    const [, name = '', version] = /^(.*?)(?::(\d+))?$/.exec(reference) ?? [];
    const found = stored?.(name);
    if (found === undefined) throw problem(`SSM has no parameter ${name} here: deploy a stack that makes it first`);
    const known = !found.value.startsWith('<<');
    if (known && version !== undefined && Number(version) !== found.version)
      throw problem(`the local cloud keeps the newest version only, which is ${found.version}`);
    return found.value;
  });
}
