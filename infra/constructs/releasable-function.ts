import { CfnDeletionPolicy, CfnResource, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { rendered, type Rendered } from './rendered.ts';

/** What is wrong, and how it should be. */
interface Fault {
  readonly got: string;
  readonly expected: string;
}

/**
 * Whether versions of this function can be released one after the other for years. Judged now, and again when the app
 * is synthesized: aspects and escape hatches come later.
 *
 * @throws Error naming what was got and what is expected
 */
export function requireReleasable(canary: Construct, fn: lambda.Function): void {
  const fault = faultOf(canary, fn, asGiven);
  if (fault !== undefined)
    throw new Error(`LatticeCanary ${canary.node.path}: fn: got ${fault.got}; expected ${fault.expected}`);
  canary.node.addValidation({
    validate: () => {
      const late = faultOf(canary, fn, rendered);
      return late === undefined ? [] : [`fn: got ${late.got} from an aspect or override; expected ${late.expected}`];
    },
  });
}

type Look = (resource: CfnResource) => Rendered;

/** Without asking for values that are not known yet, while the app is still being put together. */
const asGiven: Look = (resource) => {
  const { functionName, provisionedConcurrencyConfig } = resource as Partial<lambda.CfnFunction & lambda.CfnVersion>;
  // Where nobody gave a name, CDK has a reference that resolves to nothing.
  const name: unknown = Stack.of(resource).resolve(functionName);
  return {
    Properties: { FunctionName: name, ProvisionedConcurrencyConfig: provisionedConcurrencyConfig },
    ...(resource.cfnOptions.deletionPolicy && { DeletionPolicy: resource.cfnOptions.deletionPolicy }),
  };
};

function faultOf(canary: Construct, fn: lambda.Function, look: Look): Fault | undefined {
  const resource = resourceOf(fn, 'AWS::Lambda::Function');
  if (resource === undefined)
    return {
      got: `${fn.node.path}, which is no function of this app (an imported one, a version or an alias)`,
      expected: 'a lambda.Function that this stack creates: only it publishes versions',
    };
  if (Stack.of(fn) !== Stack.of(canary))
    return {
      got: `${fn.node.path} of another stack`,
      expected: `a function of ${Stack.of(canary).stackName}: an export between stacks would hold its versions fast`,
    };
  const name = look(resource).Properties?.['FunctionName'];
  if (name !== undefined)
    return {
      got: `the fixed functionName ${JSON.stringify(name)}`,
      expected:
        'none: Lambda gives no version number twice under one name, so a function made anew would have no ' +
        'version for the aliases',
    };
  return faultOfVersion(fn, look);
}

function faultOfVersion(fn: lambda.Function, look: Look): Fault | undefined {
  const version = resourceOf(fn.currentVersion, 'AWS::Lambda::Version');
  // A subclass may have a version of another kind; CloudFormation will say what it thinks of it.
  if (version === undefined) return undefined;
  const { Properties, DeletionPolicy } = look(version);
  if (Properties?.['ProvisionedConcurrencyConfig'] !== undefined)
    return {
      got: 'currentVersionOptions.provisionedConcurrentExecutions',
      expected:
        'none: every version is retained, and each would keep and pay for its own. Provisioned concurrency is ' +
        'not supported on versions, nor on the aliases in the template',
    };
  if (DeletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE) return undefined;
  const why =
    DeletionPolicy === CfnDeletionPolicy.RETAIN
      ? 'a version made by a failed update would stay, and the same code could not be deployed again'
      : 'a deploy would delete the version that production runs';
  return {
    got: `a currentVersion with removal policy ${DeletionPolicy ?? 'DESTROY'}`,
    expected:
      'currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }, and AWS::Lambda::Version ' +
      `left out of removal policies for a whole app, otherwise ${why}`,
  };
}

function resourceOf(construct: Construct, type: string): CfnResource | undefined {
  const child = construct.node.defaultChild;
  return CfnResource.isCfnResource(child) && child.cfnResourceType === type ? child : undefined;
}
