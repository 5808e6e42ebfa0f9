import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';

const schema = z.strictObject({
  ServiceIdentifier: z.string(),
  ServiceNetworkIdentifier: z.string(),
  Tags: tagsSchema,
});

/** Puts a service into a network. Clients reach it here without any network; the event names the network's ARN. */
export function associationProvider(lattice: Lattice): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::ServiceNetworkServiceAssociation',
    schema,
    async create({ properties }) {
      const { arn, id, service, network } = lattice.associate(
        properties.ServiceIdentifier,
        properties.ServiceNetworkIdentifier,
      );
      return {
        ref: arn,
        attributes: {
          Arn: arn,
          Id: id,
          Status: 'ACTIVE',
          ServiceArn: service.arn,
          ServiceId: service.id,
          ServiceNetworkArn: network.arn,
          ServiceNetworkId: network.id,
          'DnsEntry.DomainName': service.domainName,
        },
      };
    },
    async update(request, before) {
      const { service, network } = lattice.associations.get(before.ref);
      const { ServiceIdentifier, ServiceNetworkIdentifier } = request.properties;
      const same =
        lattice.services.get(ServiceIdentifier) === service && lattice.networkAt(ServiceNetworkIdentifier) === network;
      return same ? before : this.create(request);
    },
    async remove({ ref }) {
      lattice.associations.delete(ref);
    },
  });
}
