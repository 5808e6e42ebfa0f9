import { CfnParameter, type CfnResource, CfnRule, Fn, Lazy, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { rendered } from './rendered.ts';

/**
 * Another function in place of the one that serves has versions of its own: its version 1 would be live with the
 * deploy, past any release. So the stack remembers which function it has, in a parameter that keeps the value of the
 * first deploy, as the CDK's and the AWS CLI's `deploy` give each parameter its previous value; and a rule refuses a
 * template with another one, before CloudFormation touches anything.
 *
 * Not noticed: what the template does not show (a stack that is deployed for the first time since this is there, one
 * whose deployer passes defaults), and a nested stack, whose parameters its parent passes.
 */
export function keepFunction(canary: Construct, fn: lambda.Function): void {
  const stack = Stack.of(canary);
  if (stack.nestedStackParent !== undefined) return;
  const identity = Lazy.string({ produce: () => identityOf(fn) });
  const parameter = new CfnParameter(canary, 'ReleasedFunction', {
    type: 'String',
    description: 'Not to be given: the function that the first deploy released, from which a later one must not differ',
    default: identity,
  });
  new CfnRule(canary, 'SameFunction', {
    assertions: [
      {
        assert: Fn.conditionEquals(parameter.valueAsString, identity),
        assertDescription: Lazy.string({
          produce: () =>
            `${canary.node.path}: fn is another function than the one that serves, and its version 1 would go live ` +
            'without a release. Keep construct id (or overrideLogicalId), package type and tenancy; or make a second ' +
            `service. To let it go live all the same: cdk deploy --parameters "${stack.resolve(parameter.logicalId)}=` +
            `${identityOf(fn)}"`,
        }),
      },
    ],
  });
}

/**
 * Logical id, and each property whose change makes another function ("Update requires: Replacement" in the template
 * reference of AWS::Lambda::Function); a name is refused elsewhere.
 */
function identityOf(fn: lambda.Function): string {
  const resource = fn.node.defaultChild as CfnResource;
  const { PackageType = 'Zip', TenancyConfig } = rendered(resource).Properties ?? {};
  const id = Stack.of(fn).resolve(resource.logicalId) as string;
  return [id, PackageType, ...(TenancyConfig === undefined ? [] : [JSON.stringify(TenancyConfig)])].join(' ');
}
