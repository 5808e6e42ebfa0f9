import { z } from 'zod';
import type { Random } from '../../core/random.ts';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';

const schema = z.strictObject({
  ServiceNetworkIdentifier: z.string(),
  VpcIdentifier: z.string().startsWith('vpc-'),
  SecurityGroupIds: z.array(z.string().startsWith('sg-')).max(5).optional(),
  Tags: tagsSchema,
});

/** A VPC of a network. Users reach the service here without one, and security groups keep nobody out. */
export function vpcAssociationProvider(lattice: Lattice, random: Random): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::ServiceNetworkVpcAssociation',
    schema,
    async create({ properties, place }) {
      const network = lattice.networkAt(properties.ServiceNetworkIdentifier);
      const id = `snva-${random.hex(17)}`;
      const arn = `arn:aws:vpc-lattice:${place.region}:${place.account}:servicenetworkvpcassociation/${id}`;
      return {
        ref: arn,
        attributes: {
          Arn: arn,
          Id: id,
          Status: 'ACTIVE',
          ServiceNetworkArn: network.arn,
          ServiceNetworkId: network.id,
          ServiceNetworkName: network.name,
          VpcId: properties.VpcIdentifier,
        },
      };
    },
    async update(request, before) {
      const { attributes } = before;
      const { ServiceNetworkIdentifier, VpcIdentifier } = request.properties;
      const same =
        attributes['VpcId'] === VpcIdentifier &&
        attributes['ServiceNetworkId'] === lattice.networkAt(ServiceNetworkIdentifier).id;
      return same ? before : this.create(request);
    },
    async remove() {},
  });
}
