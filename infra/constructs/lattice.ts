import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as lattice from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import type { Auth, CustomDomain, ListenerOptions } from './options.ts';
import type { Aliases } from './aliases.ts';
import { allowSigned, joinNetwork, type NetworkOptions } from './lattice-access.ts';
import { latticeName } from './lattice-names.ts';
import { untagged } from './untagged.ts';

export interface LatticeProps extends NetworkOptions {
  readonly aliases: Aliases;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly auth: Auth;
  /** @default - the name that VPC Lattice generates */
  readonly customDomain?: CustomDomain | undefined;
  /** A listener of others, whose default action rollouts own once it is adopted. @default - one is made */
  readonly listener?: ListenerOptions | undefined;
}

const PORT = { HTTP: 80, HTTPS: 443 } as const;
/** Another type or event version makes another target group. V1 is the default and cannot be changed later. */
export const TARGET_GROUP = { type: 'LAMBDA', config: { lambdaEventStructureVersion: 'V2' } };

/**
 * The way users take: service network, service, listener and one target group for each of production and canary.
 * Rollouts own the listener's weights at run time. The template creates it at rest and never changes it again, and
 * each target group keeps the one alias it was created with: registering a Lambda target anew fails the requests
 * in flight. Hence no option exists for aliases, targets and default action, and listener and target groups take no
 * tags: CloudFormation hands a resource's whole desired state to its handler when a tag changes. That of the listener
 * wrote the default action only where it differed from the template before, in its public source of 2023; nobody
 * promises that it still does.
 *
 * With a listener of others there are the two target groups only: its service, network and default action stay as they
 * are, until a person adopts it.
 */
export class Lattice extends Construct {
  /** Undefined where the service is in networks that nobody told of here. */
  readonly network: string | undefined;
  readonly serviceId: string;
  readonly serviceArn: string;
  readonly listenerId: string;
  readonly listenerArn: string;
  readonly productionTargetGroup: lattice.CfnTargetGroup;
  readonly canaryTargetGroup: lattice.CfnTargetGroup;
  private readonly own: { readonly service: lattice.CfnService; readonly listener: lattice.CfnListener } | undefined;

  constructor(scope: Construct, id: string, props: LatticeProps) {
    super(scope, id);
    const { customDomain, listener } = props;
    // Another domain makes another service, and a target group belongs to one service only.
    const servedAs = [customDomain?.name];
    const service = listener === undefined ? this.makeService(scope, props, servedAs) : undefined;
    const networkName = latticeName(scope, 'network', '', []);
    this.serviceId = service?.attrId ?? listener?.serviceId ?? '';
    // The service is in its networks already.
    const joins = listener === undefined || props.serviceNetworkId !== undefined;
    this.network = joins ? joinNetwork(this, this.serviceId, { ...props, networkName }) : undefined;
    this.productionTargetGroup = lambdaTargetGroup(
      this,
      'ProductionTargetGroup',
      latticeName(scope, 'targetGroup', 'production', [...servedAs, TARGET_GROUP]),
      props.aliases.production,
    );
    this.canaryTargetGroup = lambdaTargetGroup(
      this,
      'CanaryTargetGroup',
      latticeName(scope, 'targetGroup', 'canary', [...servedAs, TARGET_GROUP]),
      props.aliases.canary,
    );
    const made = service === undefined ? undefined : this.makeListener(scope, service, props);
    this.own = service && made && { service, listener: made };
    this.listenerId = made?.attrId ?? listener?.listenerId ?? '';
    const onService = (resourceName: string) =>
      Stack.of(this).formatArn({ service: 'vpc-lattice', resource: 'service', resourceName });
    this.serviceArn = service?.attrArn ?? onService(this.serviceId);
    this.listenerArn = made?.attrArn ?? onService(`${this.serviceId}/listener/${this.listenerId}`);
  }

  /** Id of the network that the service is in; the ARN where that was given. @throws Error where nobody told of one */
  get networkId(): string {
    if (this.network !== undefined) return this.network;
    throw new Error('the service is in networks of its owner (option "listener"): expected serviceNetworkId');
  }

  /** The service that this stack makes. @throws Error where it releases behind a listener of others */
  get service(): lattice.CfnService {
    return this.requireOwn().service;
  }

  /** The listener that this stack makes. @throws Error where it releases behind one of others */
  get listener(): lattice.CfnListener {
    return this.requireOwn().listener;
  }

  /** DNS name of the service that this stack makes; that of another is its owner's to tell. */
  get domainName(): string | undefined {
    return this.own?.service.attrDnsEntryDomainName;
  }

  private requireOwn() {
    if (this.own !== undefined) return this.own;
    throw new Error('service and listener are others\' here (option "listener"): use serviceId and listenerId');
  }

  private makeService(scope: Construct, { auth, customDomain }: LatticeProps, servedAs: readonly unknown[]) {
    const service = new lattice.CfnService(this, 'Service', {
      name: latticeName(scope, 'service', '', servedAs),
      authType: auth.type,
      ...(customDomain === undefined ? {} : { customDomainName: customDomain.name }),
      ...(customDomain?.certificateArn === undefined ? {} : { certificateArn: customDomain.certificateArn }),
    });
    if (auth.type === 'AWS_IAM') allowSigned(this, service, auth);
    return service;
  }

  private makeListener(scope: Construct, service: lattice.CfnService, { protocol }: LatticeProps) {
    const atRest = [
      { targetGroupIdentifier: this.productionTargetGroup.attrId, weight: 100 },
      { targetGroupIdentifier: this.canaryTargetGroup.attrId, weight: 0 },
    ];
    const listener = new lattice.CfnListener(this, 'Listener', {
      // Listeners of another service may have the same names.
      name: latticeName(scope, 'listener', '', [protocol, PORT[protocol]]),
      serviceIdentifier: service.attrId,
      // HTTPS on the service's generated domain gets a certificate from VPC Lattice.
      protocol,
      port: PORT[protocol],
      defaultAction: { forward: { targetGroups: atRest } },
    });
    return untagged(listener);
  }
}

/**
 * A target group with one alias in it, for ever. No health check: VPC Lattice rejects one on a group of type LAMBDA.
 */
export function lambdaTargetGroup(
  scope: Construct,
  id: string,
  name: string,
  alias: lambda.Alias,
): lattice.CfnTargetGroup {
  const group = new lattice.CfnTargetGroup(scope, id, {
    name,
    ...TARGET_GROUP,
    targets: [{ id: alias.functionArn }],
  });
  // On the alias: a permission on the bare function does not count for calls through a qualifier.
  alias.addPermission(id, {
    principal: new iam.ServicePrincipal('vpc-lattice.amazonaws.com'),
    sourceArn: group.attrArn,
  });
  return untagged(group);
}
