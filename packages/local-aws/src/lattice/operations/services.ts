import { z } from 'zod';
import { on, onAll, text } from '../../core/access.ts';
import { operation } from '../../core/service.ts';
import type { Lattice } from '../lattice.ts';
import type { Service, ServiceNetwork } from '../model.ts';
import { itemsOf, latticeArn, paging } from './common.ts';

/** What there is to see of services and their networks. */
export function serviceOperations(lattice: Lattice) {
  return {
    GetService: operation({
      route: { method: 'GET', path: '/services/{serviceIdentifier}' },
      needs: on((input, place) => latticeArn('service', text(input, 'serviceIdentifier'), place)),
      input: z.strictObject({ serviceIdentifier: z.string() }),
      run: ({ serviceIdentifier }) => describeService(lattice.services.get(serviceIdentifier)),
    }),

    ListServices: operation({
      route: { method: 'GET', path: '/services' },
      needs: onAll,
      input: z.strictObject(paging),
      run: (paged) => itemsOf(lattice.services.all(), paged, listedService),
    }),

    GetServiceNetwork: operation({
      route: { method: 'GET', path: '/servicenetworks/{serviceNetworkIdentifier}' },
      needs: on((input, place) => latticeArn('servicenetwork', text(input, 'serviceNetworkIdentifier'), place)),
      input: z.strictObject({ serviceNetworkIdentifier: z.string() }),
      run({ serviceNetworkIdentifier }) {
        const found = lattice.networks.get(serviceNetworkIdentifier);
        return { ...describeNetwork(lattice, found), authType: 'NONE' };
      },
    }),

    ListServiceNetworks: operation({
      route: { method: 'GET', path: '/servicenetworks' },
      needs: onAll,
      input: z.strictObject(paging),
      run: (paged) => itemsOf(lattice.networks.all(), paged, (network) => describeNetwork(lattice, network)),
    }),
  };
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

function describeNetwork(lattice: Lattice, network: ServiceNetwork): object {
  const { id, arn, name, createdAt, lastUpdatedAt } = network;
  const ofNetwork = (each: { readonly network: ServiceNetwork }) => each.network === network;
  const numberOfAssociatedServices = lattice.associations.all().filter(ofNetwork).length;
  const numberOfAssociatedVPCs = lattice.vpcAssociations.all().filter(ofNetwork).length;
  return { id, arn, name, numberOfAssociatedServices, numberOfAssociatedVPCs, createdAt, lastUpdatedAt };
}
