import { AwsError } from '../core/aws-error.ts';
import type { AccessLogSubscription, Service, VpcAssociation } from './model.ts';
import type { WeightedGroup } from './splitter.ts';

/*
 * What belongs to one thing only. CloudFormation creates the new resource before the old one goes, so an update that
 * moves such a thing meets these rules half-way. That the code is ConflictException is a guess; the rules are not.
 */

/** A listener or one of its rules, which sends requests to target groups. */
export interface Forwarding {
  readonly kind: 'listener' | 'rule';
  readonly id: string;
  readonly service: Service;
  readonly groups: readonly WeightedGroup[];
}

/**
 * "You can specify the same target group in multiple listeners, but these listeners must belong to the same service"
 * (VPC Lattice user guide, "Create a target group").
 * @throws AwsError ConflictException
 */
export function requireGroupsOf(service: Service, groups: readonly WeightedGroup[], others: readonly Forwarding[]) {
  const ids = new Set(groups.map(({ targetGroupId }) => targetGroupId));
  for (const other of others) {
    const shared = other.groups.find(({ targetGroupId }) => ids.has(targetGroupId));
    if (shared === undefined || other.service === service) continue;
    throw new AwsError(
      'ConflictException',
      `target group ${shared.targetGroupId} belongs to service ${other.service.id}, whose ${other.kind} ${other.id} ` +
        `forwards to it; service ${service.id} cannot use it`,
      409,
    );
  }
}

/** "A VPC can be associated with one service network" (user guide). @throws AwsError ConflictException */
export function requireFreeVpc(vpcId: string, associations: readonly VpcAssociation[]): void {
  const other = associations.find((association) => association.vpcId === vpcId);
  if (other !== undefined)
    throw new AwsError(
      'ConflictException',
      `VPC ${vpcId} is associated with service network ${other.network.id} already, and joins one only`,
      409,
    );
}

/**
 * A service has one subscription for each type of destination (AWS's Gateway API controller calls a second one
 * "Conflicted").
 * @throws AwsError ConflictException
 */
export function requireUnlogged(service: Service, subscriptions: readonly AccessLogSubscription[]): void {
  const other = subscriptions.find((subscription) => subscription.service === service);
  if (other !== undefined)
    throw new AwsError(
      'ConflictException',
      `service ${service.id} sends its access logs to ${other.destinationArn} already, and has one log group only`,
      409,
    );
}

/**
 * "To remove all security groups, you must first delete the association and recreate it without security groups"
 * (UpdateServiceNetworkVpcAssociation).
 * @throws AwsError ValidationException
 */
export function requireSomeGuard(before: readonly string[], after: readonly string[]): void {
  if (before.length > 0 && after.length === 0)
    throw new AwsError(
      'ValidationException',
      `securityGroupIds: the association has ${before.join(', ')}, and one at least must stay`,
    );
}
