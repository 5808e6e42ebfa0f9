import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { Aliases } from './aliases.ts';
import { rendered } from './rendered.ts';

/**
 * Refuses, when the app is synthesized, another alias of the same function under a name that rollouts own: an alias
 * exists once, and the deploy would fail half-way with "already exists".
 */
export function refuseOtherAliases(canary: Construct, fn: lambda.Function, aliases: Aliases): void {
  canary.node.addValidation({
    validate: () => {
      const stack = Stack.of(fn);
      const own = new Set<IConstruct>(aliases.node.findAll());
      const all = stack.node.findAll().filter(CfnResource.isCfnResource);
      const named = (resource: CfnResource) => JSON.stringify(rendered(resource).Properties?.['Name']);
      const isAlias = (resource: CfnResource) => resource.cfnResourceType === 'AWS::Lambda::Alias';
      const names = new Set(all.filter((resource) => own.has(resource) && isAlias(resource)).map(named));
      const ofFunction = JSON.stringify(stack.resolve(fn.functionName));
      return all
        .filter((resource) => isAlias(resource) && !own.has(resource) && names.has(named(resource)))
        .filter((resource) => JSON.stringify(rendered(resource).Properties?.['FunctionName']) === ofFunction)
        .map(
          (resource) =>
            `fn: got an alias ${named(resource)} of it at ${resource.node.path}; expected another name, because ` +
            'rollouts make and move that one. Rename yours, and deploy that before you add LatticeCanary',
        );
    },
  });
}
