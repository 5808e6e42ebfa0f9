import type { Deployed, ResourceProvider } from '../core/resource.ts';
import { type Providers, providerOf, requireTold, tellsNothing, untold } from './custom-resources.ts';
import { dereferenced } from './dynamic-references.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { type Problem, problemLines, problemsOf, TemplateError } from './problems.ts';
import { requireRules } from './rules.ts';
import type { Template, TemplateResource } from './schema.ts';
import { type DeployedLookup, NO_OTHERS, type OtherStacks, scopeFor, type StackIdentity } from './scope.ts';

/** `RollbackTopic (AWS::SNS::Topic)` */
export function nameOf(logicalId: string, resource: { readonly Type: string }): string {
  return `${logicalId} (${resource.Type})`;
}

/** Stands for what only the deployment will know; in angle brackets, so that no real value looks like it. */
const PENDING = /<<[^<>]*>>/;

export function pending(logicalId: string): Deployed {
  const attributes = new Proxy<Record<string, string>>(
    {},
    { get: (_, attribute) => `<<${logicalId}.${String(attribute)}>>` },
  );
  return { ref: `<<${logicalId}>>`, attributes };
}

/** What resources answer that do not exist yet. */
function standIn(resources: ReadonlyMap<string, TemplateResource>, providers: Providers): DeployedLookup {
  return (id) => {
    const resource = resources.get(id);
    if (resource === undefined) return undefined;
    return tellsNothing(resource, providers) ? { ...pending(id), attributes: untold(id) } : pending(id);
  };
}

/** Parameters of SSM that the template makes are not there yet. */
function beforehand(resources: ReadonlyMap<string, TemplateResource>, others: OtherStacks = NO_OTHERS): OtherStacks {
  const makes = [...resources.values()].some(({ Type }) => Type === 'AWS::SSM::Parameter');
  if (!makes) return others;
  return { ...others, stored: (name) => others.stored?.(name) ?? { value: `<<ssm ${name}>>`, version: 1 } };
}

/** What a resource asks for, with nothing left to look up. @throws TemplateError */
export function desiredOf(
  { Properties }: TemplateResource,
  provider: Pick<ResourceProvider, 'inert'>,
  scope: Scope,
  where: string,
): unknown {
  const properties = resolve(Properties, scope, where);
  // What does nothing may ask for anything.
  if (provider.inert !== undefined) return properties;
  requireTold(properties, where);
  return dereferenced(properties, scope.stored, where);
}

/** The template's resources whose condition holds, by logical id, in the template's order. */
export function activeResources(
  template: Template,
  stack: StackIdentity,
  others?: OtherStacks,
): Map<string, TemplateResource> {
  const scope = scopeFor(template, stack, () => undefined, others);
  return new Map(
    Object.entries(template.Resources).filter(
      ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
    ),
  );
}

/**
 * Judges the whole template before anything is deployed: types, properties, references and functions. What depends
 * on a resource that does not exist yet counts as right here and is judged again when the resource's turn comes.
 * @param others what the stacks say that were deployed before; none unless told
 * @throws TemplateError with one line for each problem
 */
export function checkTemplate(
  template: Template,
  stack: StackIdentity,
  providers: Providers,
  others?: OtherStacks,
): void {
  const resources = activeResources(template, stack, others);
  const makes = providerOf(providers, resources);
  const scope = scopeFor(template, stack, standIn(resources, providers), beforehand(resources, others));
  requireRules(template, scope);
  const lines = [...resources].flatMap(([id, resource]) => {
    const where = nameOf(id, resource);
    const provider = makes(id, resource);
    if (provider === undefined) return [`${where}: this resource type is not supported by the local cloud`];
    const missing = resource.DependsOn.filter((other) => !Object.hasOwn(template.Resources, other));
    if (missing.length > 0)
      return missing.map((other) => `${where} DependsOn: nothing in the template is named ${other}`);
    try {
      const properties = desiredOf(resource, provider, scope, where);
      const refused = provider.refuses?.(properties);
      if (refused !== undefined) return [`${where}: ${refused}`];
      const parsed = provider.schema.safeParse(properties);
      return parsed.success
        ? []
        : problemLines(
            where,
            problemsOf(parsed.error).filter((problem) => certain(problem, properties)),
          );
    } catch (error) {
      if (error instanceof TemplateError) return [error.message];
      throw error;
    }
  });
  if (lines.length > 0) throw new TemplateError(`stack ${stack.stackName} was not deployed`, lines.join('\n'));
  for (const [name, output] of Object.entries(template.Outputs)) {
    if (output.Condition === undefined || scope.condition(output.Condition))
      resolve(output.Value, scope, `Outputs.${name}`);
  }
}

/** False when the problem may only be that the value is not known yet. */
function certain(problem: Problem, properties: unknown): boolean {
  if (problem.unknown) return true;
  let value = properties;
  for (const part of problem.path)
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  return !PENDING.test(JSON.stringify(value) ?? '');
}
