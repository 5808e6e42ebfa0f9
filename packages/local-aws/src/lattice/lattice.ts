import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { Conflicts } from '../core/conflicts.ts';
import { Follower } from '../core/follower.ts';
import type { Random } from '../core/random.ts';
import type { Place } from '../core/types.ts';
import { type Forwarding, requireFreeVpc, requireUnlogged } from './belonging.ts';
import { Collection } from './collection.ts';
import { checkedGroups } from './groups.ts';
import type {
  AccessLogSubscription,
  Association,
  AuthType,
  Listener,
  Service,
  ServiceNetwork,
  TargetGroup,
  VpcAssociation,
  WeightsWritten,
} from './model.ts';
import { checkName } from './names.ts';
import { Rules } from './rules.ts';
import { Splitter, type WeightedGroup } from './splitter.ts';

export interface LatticeOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  /** Simulated time until requests follow new weights; AWS publishes no figure. 5 s unless told. */
  readonly propagationMs?: number;
  /** By how much later than that each part of the data plane follows. One part, at once, unless told. */
  readonly partsLagMs?: readonly number[];
  /** For so long GetListener tells the weights of before. 0 unless told. */
  readonly staleMs?: number;
  /** Whether GetListener and UpdateListener tell a weight of 0. `told` unless given. */
  readonly zeroWeights?: 'told' | 'left out';
  /** For so long, again and again, UpdateListener answers ConflictException. Never unless told. */
  readonly conflictSeconds?: number;
}

const DEFAULT_PROPAGATION_MS = 5_000;

/** VPC Lattice's control plane: networks, services, listeners and target groups, and the weights between them. */
export class Lattice {
  readonly networks = new Collection<ServiceNetwork>('SERVICE_NETWORK');
  readonly services = new Collection<Service>('SERVICE');
  readonly associations = new Collection<Association>('SERVICE_NETWORK_SERVICE_ASSOCIATION');
  readonly vpcAssociations = new Collection<VpcAssociation>('SERVICE_NETWORK_VPC_ASSOCIATION');
  readonly targetGroups = new Collection<TargetGroup>('TARGET_GROUP');
  readonly listeners = new Collection<Listener>('LISTENER');
  readonly rules: Rules;
  readonly subscriptions = new Collection<AccessLogSubscription>('ACCESS_LOG_SUBSCRIPTION');
  /** Simulated; takes effect with the next write. */
  propagationMs: number;
  readonly zeroWeights: 'told' | 'left out';
  readonly conflicts: Conflicts;
  private readonly partsLagMs: readonly number[];
  private readonly staleMs: number;
  private readonly observers = new Set<(written: WeightsWritten) => void>();
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly place: Place;

  constructor(options: LatticeOptions) {
    const { clock, random, place, propagationMs = DEFAULT_PROPAGATION_MS } = options;
    this.clock = clock;
    this.random = random;
    this.place = place;
    this.propagationMs = propagationMs;
    this.partsLagMs = options.partsLagMs ?? [0];
    this.staleMs = options.staleMs ?? 0;
    this.zeroWeights = options.zeroWeights ?? 'told';
    this.conflicts = new Conflicts(clock, options.conflictSeconds ?? 0);
    this.rules = new Rules(this, clock, random, this.partsLagMs);
  }

  /** Tells of every default action that is written from now on. */
  onWeights(observer: (written: WeightsWritten) => void): void {
    this.observers.add(observer);
  }

  /** @throws AwsError ValidationException, ConflictException for the name; so do the others that create */
  createNetwork(name: string): ServiceNetwork {
    checkName('SERVICE_NETWORK', name, this.networks.all());
    return this.networks.add(this.entity('sn', (id) => `servicenetwork/${id}`, name));
  }

  /**
   * A network of the template, or one that exists outside of it: a well-formed id or ARN is taken at its word.
   * @throws AwsError ResourceNotFoundException for anything else
   */
  networkAt(identifier: string): ServiceNetwork {
    const [id] = /sn-[0-9a-f]{17}$/.exec(identifier) ?? [];
    const found = this.networks.find(identifier);
    if (found !== undefined || id === undefined) return found ?? this.networks.get(identifier);
    const entity = this.entity('sn', () => `servicenetwork/${id}`, id);
    return this.networks.add({ ...entity, id, ...(identifier.startsWith('arn:') ? { arn: identifier } : {}) });
  }

  createService(
    name: string,
    { authType = 'NONE', customDomainName }: { authType?: AuthType; customDomainName?: string | undefined } = {},
  ): Service {
    checkName('SERVICE', name, this.services.all());
    const entity = this.entity('svc', (id) => `service/${id}`, name);
    const domainName = `${name}-${entity.id.slice('svc-'.length)}.7d67968.vpc-lattice-svcs.${this.place.region}.on.aws`;
    return this.services.add({
      ...entity,
      domainName,
      authType,
      ...(customDomainName === undefined ? {} : { customDomainName }),
    });
  }

  associate(serviceIdentifier: string, networkIdentifier: string): Association {
    const service = this.services.get(serviceIdentifier);
    const network = this.networkAt(networkIdentifier);
    return this.associations.add({
      ...this.entity('snsa', (id) => `servicenetworkserviceassociation/${id}`, service.name),
      service,
      network,
    });
  }

  /** @throws AwsError ConflictException for a VPC that has a network */
  associateVpc(vpcId: string, networkIdentifier: string, securityGroupIds: readonly string[]): VpcAssociation {
    const network = this.networkAt(networkIdentifier);
    requireFreeVpc(vpcId, this.vpcAssociations.all());
    const entity = this.entity('snva', (id) => `servicenetworkvpcassociation/${id}`, network.name);
    return this.vpcAssociations.add({ ...entity, vpcId, network, securityGroupIds });
  }

  /** @throws AwsError ConflictException for a service that sends its logs to a group already */
  subscribe(serviceIdentifier: string, destinationArn: string): AccessLogSubscription {
    const service = this.services.get(serviceIdentifier);
    requireUnlogged(service, this.subscriptions.all());
    const entity = this.entity('als', (id) => `accesslogsubscription/${id}`, service.name);
    return this.subscriptions.add({ ...entity, service, destinationArn });
  }

  /** Undefined where nobody wants its logs. */
  subscriptionOf(service: Service): AccessLogSubscription | undefined {
    return this.subscriptions.first((subscription) => subscription.service === service);
  }

  createTargetGroup(name: string, functionArn: string | undefined): TargetGroup {
    checkName('TARGET_GROUP', name, this.targetGroups.all());
    return this.targetGroups.add({ ...this.entity('tg', (id) => `targetgroup/${id}`, name), functionArn });
  }

  /**
   * Registers another function in place of the one before; requests in flight go on undisturbed here, unlike on AWS.
   */
  setTarget(identifier: string, functionArn: string | undefined): TargetGroup {
    const group = this.targetGroups.get(identifier);
    group.functionArn = functionArn;
    group.lastUpdatedAt = new Date(this.clock.now());
    return group;
  }

  /** @throws AwsError ConflictException while a listener or a rule forwards to it */
  removeTargetGroup(identifier: string): void {
    const { id } = this.targetGroups.get(identifier);
    const user = this.usersOf(id)[0];
    if (user !== undefined)
      throw new AwsError('ConflictException', `target group ${id} is in use by ${user.kind} ${user.id}`, 409);
    this.targetGroups.delete(id);
  }

  createListener(definition: {
    name: string;
    serviceIdentifier: string;
    protocol: string;
    port: number;
    groups: readonly WeightedGroup[];
  }): Listener {
    const { name, serviceIdentifier, protocol, port } = definition;
    const service = this.services.get(serviceIdentifier);
    checkName(
      'LISTENER',
      name,
      this.listeners.all().filter((listener) => listener.service === service),
    );
    const groups = this.checkedGroups(service, definition.groups);
    const entity = this.entity('listener', (id) => `service/${service.id}/listener/${id}`, name);
    const listener = this.listeners.add({
      ...entity,
      service,
      protocol,
      port,
      groups,
      told: new Follower(groups),
      splitter: new Splitter(groups, this.random, this.partsLagMs.length),
    });
    this.tell(listener, this.clock.now());
    return listener;
  }

  /** With its rules, which are of it alone. */
  removeListener(identifier: string): void {
    this.rules.of(this.listeners.get(identifier)).forEach(({ id }) => this.rules.delete(id));
    this.listeners.delete(identifier);
  }

  /** What forwards to a target group. */
  usersOf(targetGroupId: string): readonly Forwarding[] {
    return this.forwarding().filter(({ groups }) => groups.some((group) => group.targetGroupId === targetGroupId));
  }

  /** The listener of that service. */
  listenerOf(serviceIdentifier: string, listenerIdentifier: string): Listener {
    const service = this.services.get(serviceIdentifier);
    const listener = this.listeners.get(listenerIdentifier);
    if (listener.service !== service)
      throw new AwsError('ResourceNotFoundException', `LISTENER ${listenerIdentifier} not found`, 404);
    return listener;
  }

  /**
   * Replaces the default action whole; the last writer wins. Requests follow after the propagation delay,
   * and after the lag of the part that they meet.
   * @throws AwsError ValidationException, ResourceNotFoundException for a target group that does not exist,
   * ConflictException for one of another service
   */
  updateListener(listener: Listener, groups: readonly WeightedGroup[]): void {
    const now = this.clock.now();
    listener.groups = this.checkedGroups(listener.service, groups);
    listener.lastUpdatedAt = new Date(now);
    listener.told.write(listener.groups, now + this.staleMs);
    const appliesAt = this.partsLagMs.map((lagMs) => now + this.propagationMs + lagMs);
    listener.splitter.write(listener.groups, ...appliesAt);
    this.tell(listener, Math.max(...appliesAt));
  }

  /** The weights as GetListener tells them. */
  toldGroups({ told }: Listener): readonly WeightedGroup[] {
    return told.at(this.clock.now());
  }

  /** ARN of the network through which clients reach the service; '' while it is in none. */
  networkArnOf(service: Service): string {
    return this.associations.first((association) => association.service === service)?.network.arn ?? '';
  }

  private forwarding(): readonly Forwarding[] {
    return [
      ...this.listeners.all().map(({ id, service, groups }) => ({ kind: 'listener' as const, id, service, groups })),
      ...this.rules.forwarding(),
    ];
  }

  /** Groups to forward to, by their ids. @throws AwsError as `checkedGroups` does */
  checkedGroups(service: Service, groups: readonly WeightedGroup[]): WeightedGroup[] {
    return checkedGroups(service, groups, this.targetGroups, this.forwarding());
  }

  private tell({ id, groups }: Listener, appliesAt: number): void {
    const written = { listenerId: id, groups, writtenAt: this.clock.now(), appliesAt };
    this.observers.forEach((observer) => observer(written));
  }

  /** What everything has that is made: a new id, its ARN, its name and when. */
  entity(prefix: string, path: (id: string) => string, name: string) {
    const id = `${prefix}-${this.random.hex(17)}`;
    const now = new Date(this.clock.now());
    return {
      id,
      arn: `arn:aws:vpc-lattice:${this.place.region}:${this.place.account}:${path(id)}`,
      name,
      createdAt: now,
      lastUpdatedAt: now,
    };
  }
}
