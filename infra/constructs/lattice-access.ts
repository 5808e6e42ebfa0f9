import { Stack } from 'aws-cdk-lib/core';
import * as lattice from 'aws-cdk-lib/aws-vpclattice';
import type { Construct } from 'constructs';
import type { Auth } from './options.ts';

export interface NetworkOptions {
  /** Id or ARN of an existing network. @default - one is created */
  readonly serviceNetworkId?: string | undefined;
  /** @default - no VPC is associated */
  readonly vpcId?: string | undefined;
  /** @default - none: every client in the VPC may call */
  readonly securityGroupIds?: readonly string[] | undefined;
}

/**
 * Puts the service into a service network, and the VPC too where one is named. @returns the network's id, or its ARN
 * where that was given
 */
export function joinNetwork(
  scope: Construct,
  serviceIdentifier: string,
  options: NetworkOptions & { readonly networkName: string },
): string {
  const { serviceNetworkId, vpcId, securityGroupIds, networkName } = options;
  // Who may call is the service's own business, whoever owns the network.
  const network =
    serviceNetworkId ?? new lattice.CfnServiceNetwork(scope, 'Network', { name: networkName, authType: 'NONE' }).attrId;
  new lattice.CfnServiceNetworkServiceAssociation(scope, 'Association', {
    serviceNetworkIdentifier: network,
    serviceIdentifier,
  });
  if (vpcId !== undefined) {
    new lattice.CfnServiceNetworkVpcAssociation(scope, 'VpcAssociation', {
      serviceNetworkIdentifier: network,
      vpcIdentifier: vpcId,
      ...(securityGroupIds === undefined ? {} : { securityGroupIds: [...securityGroupIds] }),
    });
  }
  return network;
}

/**
 * Lets in signed requests of one account or organization; an anonymous caller has neither key, so no condition holds
 * for it.
 */
export function allowSigned(
  scope: Construct,
  service: lattice.CfnService,
  { allow }: Extract<Auth, { type: 'AWS_IAM' }>,
): void {
  const caller =
    allow === 'account' ? { 'aws:PrincipalAccount': Stack.of(scope).account } : { 'aws:PrincipalOrgID': allow };
  new lattice.CfnAuthPolicy(scope, 'AuthPolicy', {
    resourceIdentifier: service.attrId,
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'vpc-lattice-svcs:Invoke',
          Resource: '*',
          Condition: { StringEquals: caller },
        },
      ],
    },
  });
}
