import { TemplateError } from './problems.ts';
import type { TemplateResource } from './schema.ts';

/** Every name that Ref, Fn::GetAtt and Fn::Sub mention: logical ids, parameters and pseudo parameters alike. */
export function referencesIn(value: unknown): Set<string> {
  const names = new Set<string>();
  visit(value, names);
  return names;
}

function visit(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) return value.forEach((item) => visit(item, names));
  if (typeof value !== 'object' || value === null) return;
  for (const [key, argument] of Object.entries(value)) {
    if (key === 'Ref') names.add(String(argument));
    else if (key === 'Fn::GetAtt')
      names.add(String(typeof argument === 'string' ? argument.split('.')[0] : (argument as unknown[])[0]));
    else {
      if (key === 'Fn::Sub') for (const name of substituted(argument)) names.add(name);
      visit(argument, names);
    }
  }
}

/** Names in the text of an Fn::Sub, without those that it defines itself. */
function substituted(argument: unknown): string[] {
  const [text, own] = (Array.isArray(argument) ? argument : [argument, {}]) as [unknown, Record<string, unknown>];
  return [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !Object.hasOwn(own, name))
    .map((name) => name.split('.')[0] ?? name);
}

export function dependenciesOf(resource: TemplateResource, ids: { has(id: string): boolean }): string[] {
  return [...new Set([...resource.DependsOn, ...referencesIn(resource.Properties)])].filter((id) => ids.has(id));
}

/**
 * Logical ids so that each comes after all that it refers to or DependsOn; otherwise in the template's order.
 * @throws TemplateError naming the circle when there is one
 */
export function deployOrder(resources: ReadonlyMap<string, TemplateResource>): string[] {
  const done = new Set<string>();
  const underWay: string[] = [];

  function place(id: string, resource: TemplateResource): void {
    if (done.has(id)) return;
    if (underWay.includes(id)) {
      throw new TemplateError(
        'Resources',
        `circular dependency: ${[...underWay.slice(underWay.indexOf(id)), id].join(' -> ')}`,
      );
    }
    underWay.push(id);
    for (const dependency of dependenciesOf(resource, resources)) {
      const other = resources.get(dependency);
      if (other !== undefined) place(dependency, other);
    }
    underWay.pop();
    done.add(id);
  }

  for (const [id, resource] of resources) place(id, resource);
  return [...done];
}
