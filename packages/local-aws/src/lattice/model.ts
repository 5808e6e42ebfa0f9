import type { Follower } from '../core/follower.ts';
import type { AuthPolicy } from './auth.ts';
import type { HttpMatch } from './rule-match.ts';
import type { Splitter, WeightedGroup } from './splitter.ts';

export type AuthType = 'NONE' | 'AWS_IAM';

export interface Entity {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Date;
  lastUpdatedAt: Date;
}

export type ServiceNetwork = Entity;

export interface Service extends Entity {
  readonly domainName: string;
  /** A name of the owner's, beside the generated one. */
  readonly customDomainName?: string;
  authType: AuthType;
  /** Counts only while the type is AWS_IAM. */
  authPolicy?: AuthPolicy;
}

/** Where the access logs of a service go. */
export interface AccessLogSubscription extends Entity {
  readonly service: Service;
  /** ARN of a log group. */
  destinationArn: string;
}

export interface Association extends Entity {
  readonly service: Service;
  readonly network: ServiceNetwork;
}

/** A VPC whose clients reach the network's services. */
export interface VpcAssociation extends Entity {
  readonly vpcId: string;
  readonly network: ServiceNetwork;
  securityGroupIds: readonly string[];
}

/** Of type LAMBDA, with events of version V2. */
export interface TargetGroup extends Entity {
  /** ARN of the function's alias; VPC Lattice takes one function for each target group. */
  functionArn: string | undefined;
}

export interface Listener extends Entity {
  readonly service: Service;
  readonly protocol: string;
  readonly port: number;
  /** The weights as they were written last. */
  groups: readonly WeightedGroup[];
  /** The weights as GetListener tells them. */
  readonly told: Follower<readonly WeightedGroup[]>;
  /** The weights as requests meet them. */
  readonly splitter: Splitter;
}

/** What a rule says; each part may be changed. */
export interface RuleDefinition {
  /** The lowest is looked at first. */
  readonly priority: number;
  readonly match: HttpMatch;
  readonly groups: readonly WeightedGroup[];
}

/** Sends requests that it matches past the listener's default action. */
export interface Rule extends Entity {
  readonly listener: Listener;
  /** As it was written last. */
  definition: RuleDefinition;
  /** As requests meet it; undefined until they do. */
  readonly followed: Follower<RuleDefinition | undefined>;
  readonly splitter: Splitter;
}

/** A default action that was written; for displays. Times are simulated. */
export interface WeightsWritten {
  readonly listenerId: string;
  readonly groups: readonly WeightedGroup[];
  readonly writtenAt: number;
  /** From when on requests follow it. */
  readonly appliesAt: number;
}
