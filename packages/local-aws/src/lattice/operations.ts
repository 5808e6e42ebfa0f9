import { z } from 'zod';
import { parseInput } from '../core/operation-input.ts';
import { page, type PageRequest } from '../core/paging.ts';
import type { Input, Operations } from '../core/types.ts';
import type { Lattice } from './lattice.ts';
import type { Listener, Service, ServiceNetwork, TargetGroup } from './model.ts';

const INVALID = 'ValidationException';
const paging = { maxResults: z.int().min(1).max(100).optional(), nextToken: z.string().optional() };
const service = { serviceIdentifier: z.string() };
const listener = { ...service, listenerIdentifier: z.string() };
const targetGroup = { targetGroupIdentifier: z.string() };
const targetsSchema = z.array(z.strictObject({ id: z.string(), port: z.int().optional() })).max(20);

/** The default action of a listener; a fixed response is refused by name. */
const actionSchema = z.strictObject({
  forward: z.strictObject({
    targetGroups: z.array(z.strictObject({ targetGroupIdentifier: z.string(), weight: z.number().default(100) })),
  }),
  fixedResponse: z.undefined('the local cloud has no fixed responses, only forward').optional(),
});

function read<S extends z.ZodRawShape>(shape: S, input: Input) {
  return parseInput(z.strictObject(shape), input, INVALID);
}

/** VPC Lattice's API, with its lower-case member names. */
export function latticeOperations(lattice: Lattice): Operations {
  return {
    async GetListener(input) {
      const { serviceIdentifier, listenerIdentifier } = read(listener, input);
      const found = lattice.listenerOf(serviceIdentifier, listenerIdentifier);
      return {
        ...describeListener(found),
        defaultAction: actionOf(found),
        createdAt: found.createdAt,
        lastUpdatedAt: found.lastUpdatedAt,
      };
    },

    async UpdateListener(input) {
      const { serviceIdentifier, listenerIdentifier, defaultAction } = read(
        { ...listener, defaultAction: actionSchema },
        input,
      );
      const found = lattice.listenerOf(serviceIdentifier, listenerIdentifier);
      lattice.updateListener(
        found,
        defaultAction.forward.targetGroups.map(({ targetGroupIdentifier, weight }) => ({
          targetGroupId: targetGroupIdentifier,
          weight,
        })),
      );
      return { ...describeListener(found), defaultAction: actionOf(found) };
    },

    async ListListeners(input) {
      const { serviceIdentifier, ...paged } = read({ ...service, ...paging }, input);
      const owner = lattice.services.get(serviceIdentifier);
      return itemsOf(
        lattice.listeners.all().filter((each) => each.service === owner),
        paged,
        listedListener,
      );
    },

    async GetService(input) {
      return describeService(lattice.services.get(read(service, input).serviceIdentifier));
    },

    async ListServices(input) {
      return itemsOf(lattice.services.all(), read(paging, input), listedService);
    },

    async GetTargetGroup(input) {
      return describeTargetGroup(lattice, lattice.targetGroups.get(read(targetGroup, input).targetGroupIdentifier));
    },

    async ListTargetGroups(input) {
      const {
        targetGroupType = 'LAMBDA',
        vpcIdentifier,
        ...paged
      } = read(
        {
          ...paging,
          targetGroupType: z.enum(['IP', 'LAMBDA', 'INSTANCE', 'ALB']).optional(),
          vpcIdentifier: z.string().optional(),
        },
        input,
      );
      // All there are have functions behind them, and those are in no VPC.
      const groups = targetGroupType === 'LAMBDA' && vpcIdentifier === undefined ? lattice.targetGroups.all() : [];
      return itemsOf(groups, paged, (group) => listedTargetGroup(lattice, group));
    },

    async ListTargets(input) {
      const { targetGroupIdentifier, targets } = read(
        { ...targetGroup, ...paging, targets: targetsSchema.optional() },
        input,
      );
      const { functionArn } = lattice.targetGroups.get(targetGroupIdentifier);
      const asked =
        functionArn !== undefined && (targets === undefined || targets.some(({ id }) => id === functionArn));
      // Health checks do not exist for Lambda targets: never HEALTHY.
      return { items: asked ? [{ id: functionArn, status: 'UNAVAILABLE' }] : [] };
    },

    async GetServiceNetwork(input) {
      const found = lattice.networks.get(
        read({ serviceNetworkIdentifier: z.string() }, input).serviceNetworkIdentifier,
      );
      return { ...describeNetwork(lattice, found), authType: 'NONE' };
    },

    async ListServiceNetworks(input) {
      return itemsOf(lattice.networks.all(), read(paging, input), (network) => describeNetwork(lattice, network));
    },
  };
}

function itemsOf<T extends { readonly id: string }>(
  all: readonly T[],
  paged: PageRequest,
  describe: (item: T) => object,
): object {
  const { page: taken, ...more } = page(all, paged, { id: ({ id }) => id, invalid: INVALID });
  return { items: taken.map(describe), ...more };
}

function actionOf({ groups }: Listener): object {
  return {
    forward: {
      targetGroups: groups.map(({ targetGroupId, weight }) => ({ targetGroupIdentifier: targetGroupId, weight })),
    },
  };
}

function listedListener({ id, arn, name, protocol, port, createdAt, lastUpdatedAt }: Listener): object {
  return { id, arn, name, protocol, port, createdAt, lastUpdatedAt };
}

function describeListener({
  id,
  arn,
  name,
  protocol,
  port,
  service: { id: serviceId, arn: serviceArn },
}: Listener): object {
  return { id, arn, name, protocol, port, serviceId, serviceArn };
}

function listedService({ id, arn, name, customDomainName, domainName, createdAt, lastUpdatedAt }: Service): object {
  return {
    id,
    arn,
    name,
    status: 'ACTIVE',
    ...(customDomainName === undefined ? {} : { customDomainName }),
    dnsEntry: { domainName },
    createdAt,
    lastUpdatedAt,
  };
}

function describeService(found: Service): object {
  return { ...listedService(found), authType: found.authType };
}

function targetGroupOf(lattice: Lattice, { id, arn, name, createdAt, lastUpdatedAt }: TargetGroup): object {
  const users = lattice.listeners
    .all()
    .filter(({ groups }) => groups.some(({ targetGroupId }) => targetGroupId === id));
  return {
    id,
    arn,
    name,
    type: 'LAMBDA',
    status: 'ACTIVE',
    serviceArns: [...new Set(users.map((user) => user.service.arn))],
    createdAt,
    lastUpdatedAt,
  };
}

function describeTargetGroup(lattice: Lattice, group: TargetGroup): object {
  return { ...targetGroupOf(lattice, group), config: { lambdaEventStructureVersion: 'V2' } };
}

function listedTargetGroup(lattice: Lattice, group: TargetGroup): object {
  return { ...targetGroupOf(lattice, group), lambdaEventStructureVersion: 'V2' };
}

function describeNetwork(lattice: Lattice, network: ServiceNetwork): object {
  const { id, arn, name, createdAt, lastUpdatedAt } = network;
  const numberOfAssociatedServices = lattice.associations.all().filter((each) => each.network === network).length;
  return { id, arn, name, numberOfAssociatedServices, numberOfAssociatedVPCs: 0, createdAt, lastUpdatedAt };
}
