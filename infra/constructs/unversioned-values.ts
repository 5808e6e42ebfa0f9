import { Annotations, CfnParameter, type CfnResource, Stack } from 'aws-cdk-lib/core';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { rendered } from './rendered.ts';

const WARNING = 'lattice-canary:unversionedValue';

/** What does not decide how a version runs, or does not belong to versions at all. */
const NOT_IN_VERSIONS = [
  'Description',
  'RecursiveLoop',
  'ReservedConcurrentExecutions',
  'RuntimeManagementConfig',
  'Tags',
];

/**
 * Warns of each value of the function that only CloudFormation knows: CDK publishes a version when the template's text
 * changes, so another value of a parameter changes the function and not the version that is released.
 */
export function warnOfUnversioned(canary: Construct, fn: lambda.Function): void {
  canary.node.addValidation({
    validate: () => {
      const stack = Stack.of(canary);
      const { Properties = {} } = rendered(fn.node.defaultChild as CfnResource);
      const decides = Object.entries(Properties).filter(([name]) => !NOT_IN_VERSIONS.includes(name));
      const found = decides.flatMap(([name, value]) => unversioned(value, name, parametersOf(stack)));
      for (const { path, source } of found)
        Annotations.of(canary).addWarningV2(
          `${WARNING}:${path}`,
          `fn: ${path} is ${source}: when only that changes, no version is published, users keep the old value, and ` +
            'a release of the newest version is refused as ConfigurationNotPublished. Expected a literal, or ' +
            'fn.invalidateVersionBasedOn() with a text that changes together with it',
        );
      return [];
    },
  });
}

interface Unversioned {
  /** `Environment.Variables.STAGE` */
  readonly path: string;
  /** `the parameter Stage` */
  readonly source: string;
}

/** Names of resources are no such values: they change with a resource, which a template shows. */
function unversioned(value: unknown, path: string, parameters: ReadonlySet<string>): readonly Unversioned[] {
  if (typeof value === 'string') return dynamicIn(value).map((source) => ({ path, source }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const source = sourceOf(key, inner, parameters);
    if (source !== undefined) return [{ path, source }];
    const below = Array.isArray(value) || key.startsWith('Fn::') ? path : `${path}.${key}`;
    return unversioned(inner, below, parameters);
  });
}

function sourceOf(intrinsic: string, argument: unknown, parameters: ReadonlySet<string>): string | undefined {
  const names = intrinsic === 'Ref' ? [String(argument)] : intrinsic === 'Fn::Sub' ? substituted(argument) : [];
  const parameter = names.find((name) => parameters.has(name));
  if (parameter !== undefined) return `the parameter ${parameter}`;
  if (intrinsic === 'Fn::ImportValue' || intrinsic === 'Fn::GetStackOutput') return 'a value of another stack';
  if (intrinsic === 'Fn::If') return `what the condition ${String((argument as readonly unknown[])[0])} decides`;
  return intrinsic === 'Fn::Transform' ? 'what a transform makes' : undefined;
}

function substituted(argument: unknown): readonly string[] {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(/\$\{([^!}.]+)/g)].map(([, name = '']) => name);
}

/** A dynamic reference without a version is read anew by each deploy that touches the resource. */
function dynamicIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{resolve:([\w-]+)(?::[^{}]*)?/g)]
    .filter(([reference]) => !/^\{\{resolve:ssm(-secure)?:[^:]+:\d+$/.test(reference))
    .map(([, service = '']) => `a dynamic reference to ${service}`);
}

function parametersOf(stack: Stack): ReadonlySet<string> {
  const parameters = stack.node.findAll().filter((each) => each instanceof CfnParameter);
  return new Set(parameters.map(({ logicalId }) => stack.resolve(logicalId) as string));
}
