import { z } from 'zod';
import { parseInput } from '../core/operation-input.ts';
import type { Input, Operations } from '../core/types.ts';
import type { Lattice } from './lattice.ts';
import type { Listener, Service, ServiceNetwork, TargetGroup } from './model.ts';

const INVALID = 'ValidationException';
/** Everything fits on one page here. */
const paging = { maxResults: z.int().min(1).max(100).optional(), nextToken: z.string().optional() };
const service = { serviceIdentifier: z.string() };
const listener = { ...service, listenerIdentifier: z.string() };
const targetGroup = { targetGroupIdentifier: z.string() };

/** A forward action as the API and CloudFormation's own schema have it; fixed responses are not supported. */
export const forwardSchema = z.strictObject({
  forward: z.strictObject({ targetGroups: z.array(z.strictObject({ targetGroupIdentifier: z.string(), weight: z.number().default(100) })) }),
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
      return { ...describeListener(found), defaultAction: actionOf(found), createdAt: found.createdAt, lastUpdatedAt: found.lastUpdatedAt };
    },

    async UpdateListener(input) {
      const { serviceIdentifier, listenerIdentifier, defaultAction } = read({ ...listener, defaultAction: forwardSchema }, input);
      const found = lattice.listenerOf(serviceIdentifier, listenerIdentifier);
      lattice.updateListener(found, defaultAction.forward.targetGroups.map(({ targetGroupIdentifier, weight }) => ({ targetGroupId: targetGroupIdentifier, weight })));
      return { ...describeListener(found), defaultAction: actionOf(found) };
    },

    async ListListeners(input) {
      const owner = lattice.services.get(read({ ...service, ...paging }, input).serviceIdentifier);
      const items = lattice.listeners.all().filter((each) => each.service === owner);
      return { items: items.map(({ id, arn, name, protocol, port, createdAt, lastUpdatedAt }) => ({ id, arn, name, protocol, port, createdAt, lastUpdatedAt })) };
    },

    async GetService(input) {
      return describeService(lattice.services.get(read(service, input).serviceIdentifier));
    },

    async ListServices(input) {
      read(paging, input);
      return { items: lattice.services.all().map(describeService) };
    },

    async GetTargetGroup(input) {
      return describeTargetGroup(lattice, lattice.targetGroups.get(read(targetGroup, input).targetGroupIdentifier));
    },

    async ListTargetGroups(input) {
      read({ ...paging, targetGroupType: z.literal('LAMBDA').optional() }, input);
      return { items: lattice.targetGroups.all().map((group) => describeTargetGroup(lattice, group)) };
    },

    async ListTargets(input) {
      const { functionArn } = lattice.targetGroups.get(read({ ...targetGroup, ...paging }, input).targetGroupIdentifier);
      // Health checks do not exist for Lambda targets: never HEALTHY.
      return { items: functionArn === undefined ? [] : [{ id: functionArn, status: 'UNAVAILABLE' }] };
    },

    async GetServiceNetwork(input) {
      const found = lattice.networks.get(read({ serviceNetworkIdentifier: z.string() }, input).serviceNetworkIdentifier);
      return { ...describeNetwork(lattice, found), authType: 'NONE' };
    },

    async ListServiceNetworks(input) {
      read(paging, input);
      return { items: lattice.networks.all().map((network) => describeNetwork(lattice, network)) };
    },
  };
}

function actionOf({ groups }: Listener): object {
  return { forward: { targetGroups: groups.map(({ targetGroupId, weight }) => ({ targetGroupIdentifier: targetGroupId, weight })) } };
}

function describeListener({ id, arn, name, protocol, port, service: { id: serviceId, arn: serviceArn } }: Listener): object {
  return { id, arn, name, protocol, port, serviceId, serviceArn };
}

function describeService({ id, arn, name, authType, customDomainName, domainName, createdAt, lastUpdatedAt }: Service): object {
  return { id, arn, name, status: 'ACTIVE', authType, ...(customDomainName === undefined ? {} : { customDomainName }), dnsEntry: { domainName }, createdAt, lastUpdatedAt };
}

function describeTargetGroup(lattice: Lattice, { id, arn, name, createdAt, lastUpdatedAt }: TargetGroup): object {
  const users = lattice.listeners.all().filter(({ groups }) => groups.some(({ targetGroupId }) => targetGroupId === id));
  return { id, arn, name, type: 'LAMBDA', status: 'ACTIVE', config: { lambdaEventStructureVersion: 'V2' }, serviceArns: [...new Set(users.map((user) => user.service.arn))], createdAt, lastUpdatedAt };
}

function describeNetwork(lattice: Lattice, network: ServiceNetwork): object {
  const { id, arn, name, createdAt, lastUpdatedAt } = network;
  const numberOfAssociatedServices = lattice.associations.all().filter((each) => each.network === network).length;
  return { id, arn, name, numberOfAssociatedServices, numberOfAssociatedVPCs: 0, createdAt, lastUpdatedAt };
}
