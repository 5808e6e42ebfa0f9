import { activeResources, checkTemplate } from './check-template.ts';
import type { Providers } from './custom-resources.ts';
import type { Scope } from './intrinsics.ts';
import { withKept } from './kept-parameters.ts';
import { deployOrder } from './references.ts';
import type { Template, TemplateResource } from './schema.ts';
import { type DeployedLookup, type OtherStacks, scopeFor, type StackIdentity } from './scope.ts';
import type { Wanted } from './stack.ts';

/** A template that has been judged and can be deployed, or compared with what is. */
export interface Prepared {
  readonly identity: StackIdentity;
  /** With the values of its parameters for their defaults. */
  readonly template: Template;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  /** Logical ids, each after all that it refers to. */
  readonly order: readonly string[];
  /** What its names stand for. */
  readonly scope: (deployed: DeployedLookup) => Scope;
}

/** @throws TemplateError when the template asks for what the local cloud does not have */
export function prepare(wanted: Wanted, identity: StackIdentity, providers: Providers, others: OtherStacks): Prepared {
  const template = withKept(wanted.template, wanted.parameters);
  checkTemplate(template, identity, providers, others);
  const resources = activeResources(template, identity, others);
  return {
    identity,
    template,
    resources,
    order: deployOrder(resources),
    scope: (deployed) => scopeFor(template, identity, deployed, others),
  };
}
