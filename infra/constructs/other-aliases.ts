import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Aliases } from './aliases.ts';
import { rendered } from './rendered.ts';

/**
 * Refuses, when the app is synthesized, another alias of the same function under a name that rollouts own: an alias
 * exists once, and the deploy would fail half-way with "already exists".
 */
export function refuseOtherAliases(canary: Construct, fn: lambda.Function, aliases: Aliases): void {
  canary.node.addValidation({
    validate: () => {
      const own = aliasesIn(aliases);
      const taken = new Set(own.map(key));
      return aliasesIn(Stack.of(fn))
        .filter((alias) => !own.includes(alias) && taken.has(key(alias)))
        .map(
          (alias) =>
            `fn: got an alias ${nameOf(alias)} of it at ${alias.node.path}; expected another name, because rollouts ` +
            'make and move that one. Give theirs another name with aliasPrefix, such as "lattice-"; or rename ' +
            'yours, and deploy that before you add LatticeCanary',
        );
    },
  });
}

function aliasesIn(scope: Construct): CfnResource[] {
  return scope.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .filter(({ cfnResourceType }) => cfnResourceType === 'AWS::Lambda::Alias');
}

/** Which alias it is, of which function. */
const key = (alias: CfnResource): string =>
  `${JSON.stringify(rendered(alias).Properties?.['FunctionName'])} ${nameOf(alias)}`;

const nameOf = (alias: CfnResource): string => JSON.stringify(rendered(alias).Properties?.['Name']);
