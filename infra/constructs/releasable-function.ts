import { CfnDeletionPolicy, CfnResource, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/**
 * Whether versions of this function can be released one after the other for years.
 *
 * @throws Error naming what was got and what is expected
 */
export function requireReleasable(canary: Construct, fn: lambda.Function): void {
  const refuse = (got: string, expected: string): never => {
    throw new Error(`LatticeCanary ${canary.node.path}: fn: got ${got}; expected ${expected}`);
  };
  const resource = resourceOf(fn, 'AWS::Lambda::Function');
  if (resource === undefined) {
    return refuse(
      `${fn.node.path}, which is no function of this app (an imported one, a version or an alias)`,
      'a lambda.Function that this stack creates: only it publishes versions',
    );
  }
  if (Stack.of(fn) !== Stack.of(canary)) {
    return refuse(
      `${fn.node.path} of another stack`,
      `a function of ${Stack.of(canary).stackName}: an export between stacks would hold its versions fast`,
    );
  }
  // Where nobody gave a name, CDK has a reference that resolves to nothing.
  const name: unknown = Stack.of(fn).resolve((resource as lambda.CfnFunction).functionName);
  if (name !== undefined) {
    return refuse(
      `the fixed functionName ${JSON.stringify(name)}`,
      'none: Lambda gives no version number twice under one name, so a function made anew would have no ' +
        'version for the aliases',
    );
  }
  requireRetained(fn, refuse);
}

function requireRetained(fn: lambda.Function, refuse: (got: string, expected: string) => never): void {
  const version = resourceOf(fn.currentVersion, 'AWS::Lambda::Version') as lambda.CfnVersion | undefined;
  // A subclass may have a version of another kind; CloudFormation will say what it thinks of it.
  if (version === undefined) return;
  if (version.provisionedConcurrencyConfig !== undefined) {
    refuse(
      'currentVersionOptions.provisionedConcurrentExecutions',
      'none: every version is retained, and each would keep and pay for its own. Provisioned concurrency is ' +
        'not supported on versions, nor on the aliases in the template',
    );
  }
  const { deletionPolicy } = version.cfnOptions;
  if (deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE) return;
  const why =
    deletionPolicy === CfnDeletionPolicy.RETAIN
      ? 'a version made by a failed update would stay, and the same code could not be deployed again'
      : 'a deploy would delete the version that production runs';
  refuse(
    `a currentVersion with removal policy ${deletionPolicy ?? 'DESTROY'}`,
    `currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }, otherwise ${why}`,
  );
}

function resourceOf(construct: Construct, type: string): CfnResource | undefined {
  const child = construct.node.defaultChild;
  return CfnResource.isCfnResource(child) && child.cfnResourceType === type ? child : undefined;
}
