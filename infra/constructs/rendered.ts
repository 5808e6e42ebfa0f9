import { type CfnResource, Stack } from 'aws-cdk-lib/core';

/** A resource as the template will have it. */
export interface Rendered {
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/**
 * A resource with all that aspects and escape hatches did to it: `addOverride` is in none of its properties. The
 * method is the one with which CDK itself computes the hash of a function's version.
 */
export function rendered(resource: CfnResource): Rendered {
  const template = (resource as unknown as { _toCloudFormation(): object })._toCloudFormation();
  const { Resources } = Stack.of(resource).resolve(template) as { Resources: Record<string, Rendered> };
  return Object.values(Resources)[0] ?? {};
}
