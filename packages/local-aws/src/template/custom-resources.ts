import { z } from 'zod';
import { provider, type ResourceProvider } from '../core/resource.ts';
import { TemplateError } from './problems.ts';
import { referencesIn } from './references.ts';
import type { TemplateResource } from './schema.ts';

export type Providers = ReadonlyMap<string, ResourceProvider>;

/** Who makes a resource; undefined when nobody here does. */
export type ProviderOf = (logicalId: string, resource: TemplateResource) => ResourceProvider | undefined;

/** Whatever a function provides, of which nobody here knows what it would do. */
const CUSTOM = /^(?:Custom::|AWS::CloudFormation::CustomResource$)/;

const NOT_CALLED = 'functions that provide custom resources are not called';

/** What only the function could tell. */
const UNTOLD = /<<([^<>]*) of a custom resource>>/;

/**
 * Custom resources that no service here stands for are kept and do nothing, and so are the functions that provide
 * them where they could not run: a stack with some of them deploys, as long as nothing needs what they tell.
 */
export function providerOf(
  providers: Providers,
  resources: ReadonlyMap<string, Pick<TemplateResource, 'Type' | 'Properties'>>,
): ProviderOf {
  const tokens = [...resources.values()]
    .filter(({ Type }) => CUSTOM.test(Type))
    .flatMap(({ Properties }) => [...referencesIn(Properties['ServiceToken'])]);
  const called = new Set(tokens);
  return (id, { Type, Properties }) => {
    const known = providers.get(Type);
    if (known === undefined) return CUSTOM.test(Type) ? kept(Type, untold) : undefined;
    const runs = known.refuses?.(Properties) === undefined;
    return runs || !called.has(id) ? known : kept(Type, (name) => ({ Arn: `arn:aws:lambda:not-here:${name}` }));
  };
}

/** Whether a resource answers nothing but its own name. */
export function tellsNothing(resource: TemplateResource, providers: Providers): boolean {
  return CUSTOM.test(resource.Type) && !providers.has(resource.Type);
}

/** @throws TemplateError where a property depends on what a custom resource would tell */
export function requireTold(properties: unknown, where: string): void {
  const [, what] = UNTOLD.exec(JSON.stringify(properties) ?? '') ?? [];
  if (what === undefined) return;
  const wayOut = 'give it another value by the context, or leave that stack out';
  throw new TemplateError(where, `needs ${what} of a custom resource: ${NOT_CALLED} on the local cloud; ${wayOut}`);
}

export function untold(logicalId: string): Readonly<Record<string, string>> {
  return new Proxy<Record<string, string>>(
    {},
    { get: (_, attribute) => `<<${logicalId}.${String(attribute)} of a custom resource>>` },
  );
}

function kept(type: string, attributesOf: (name: string) => Readonly<Record<string, string>>): ResourceProvider {
  const made = async ({ stackName, logicalId }: { readonly stackName: string; readonly logicalId: string }) => ({
    ref: `${stackName}-${logicalId}`,
    attributes: attributesOf(logicalId),
  });
  return provider({
    type,
    schema: z.looseObject({}),
    inert: NOT_CALLED,
    create: made,
    update: made,
    remove: async () => undefined,
  });
}
