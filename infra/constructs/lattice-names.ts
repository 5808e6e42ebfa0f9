import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * What VPC Lattice takes as a name: so many of a-z, 0-9 and hyphens, no hyphen first, last or beside another, and none
 * that begins like an id. Length and pattern of `name` in CreateServiceNetwork, CreateService, CreateListener,
 * CreateTargetGroup and CreateRule.
 */
const RULES = {
  network: { longest: 63, reserved: 'servicenetwork-' },
  service: { longest: 40, reserved: 'svc-' },
  listener: { longest: 63, reserved: 'listener-' },
  targetGroup: { longest: 128, reserved: 'tg-' },
  rule: { longest: 63, reserved: 'rule-' },
} as const;

export type LatticeKind = keyof typeof RULES;

/** For names of which nothing can be read, such as that of a stack `svc`. */
const UNREADABLE = 'canary';
const HASH_LENGTH = 8;

/**
 * Name of a resource of VPC Lattice, such as `shop-orders-1a2b3c4d`: what can be read of stack and construct, and a
 * hash of all that tells it from others. Where CloudFormation makes the name, it cuts the stack's name to a fixed
 * length and adds a hyphen, and VPC Lattice refuses the result for a stack such as `checkout-svc-prod`.
 *
 * What comes out is frozen: another name for the same arguments replaces the resource.
 *
 * @param canary whose path below the stack tells it from others of the same stack
 * @param what tells it from others of its kind below `canary`, or nothing
 * @param replacedBy every property whose change makes a new resource: CloudFormation creates the new one while the old
 * one still has its name. Without tokens, or with such as say the same in every synthesis
 */
export function latticeName(
  canary: Construct,
  kind: LatticeKind,
  what: string,
  replacedBy: readonly unknown[],
): string {
  const { longest, reserved } = RULES[kind];
  const stack = topLevel(Stack.of(canary));
  const path = canary.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  const identity = [stack.stackName, path, kind, what, stack.resolve(replacedBy) as unknown];
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, HASH_LENGTH);
  const end = what === '' ? hash : `${what}-${hash}`;
  const start = readable([stack.stackName, ...path].join('-'), reserved).slice(0, longest - end.length - 1);
  return `${start.replace(/-$/, '') || UNREADABLE}-${end}`;
}

/** The name of a nested stack is known to CloudFormation only. */
function topLevel(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : topLevel(stack.nestedStackParent);
}

/** `Shop_Orders` becomes `shop-orders-`, and `svc-shop` becomes `shop-` where `svc-` is reserved. */
function readable(text: string, reserved: string): string {
  const plain = `${text.toLowerCase()}-`.replace(/[^a-z0-9]+/g, '-').replace(/^-/, '');
  return plain.replace(new RegExp(`^(${reserved})+`), '');
}
