import { CfnDeletionPolicy, CfnResource, RemovalPolicy } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { Aliases } from './aliases.ts';
import type { Lattice } from './lattice.ts';

export interface Serving {
  readonly fn: lambda.Function;
  readonly aliases: Pick<Aliases, 'production' | 'canary'>;
  readonly lattice: Pick<Lattice, 'productionTargetGroup' | 'canaryTargetGroup'>;
}

/**
 * A listener of others goes on forwarding to our target groups when the stack is deleted, or this construct taken out
 * of it. CloudFormation would take their targets away before it finds them in use, and every request would fail. So
 * what serves users stays until a person deletes it: target groups, their aliases with the permission to be invoked,
 * the function and its role.
 */
export function keepServing({ aliases, fn, lattice }: Serving): void {
  const whole: readonly (IConstruct | undefined)[] = [
    lattice.productionTargetGroup,
    lattice.canaryTargetGroup,
    aliases.production,
    aliases.canary,
    fn.role,
  ];
  for (const resource of [fn.node.defaultChild, ...whole.flatMap((each) => each?.node.findAll() ?? [])]) {
    if (!CfnResource.isCfnResource(resource)) continue;
    resource.applyRemovalPolicy(RemovalPolicy.RETAIN, { applyToUpdateReplacePolicy: false });
    // As by default, and said: what an update replaces serves nobody any more.
    resource.cfnOptions.updateReplacePolicy ??= CfnDeletionPolicy.DELETE;
  }
}
