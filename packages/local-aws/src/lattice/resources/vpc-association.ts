import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import { requireSomeGuard } from '../belonging.ts';
import type { Lattice } from '../lattice.ts';

const schema = z.strictObject({
  ServiceNetworkIdentifier: z.string(),
  VpcIdentifier: z.string().startsWith('vpc-'),
  SecurityGroupIds: z.array(z.string().startsWith('sg-')).max(5).optional(),
  Tags: tagsSchema,
});

/** A VPC of a network. Users reach the service here without one, and security groups keep nobody out. */
export function vpcAssociationProvider(lattice: Lattice): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::ServiceNetworkVpcAssociation',
    schema,
    async create({ properties }) {
      const { ServiceNetworkIdentifier, VpcIdentifier, SecurityGroupIds = [] } = properties;
      const { arn, id, network, vpcId } = lattice.associateVpc(
        VpcIdentifier,
        ServiceNetworkIdentifier,
        SecurityGroupIds,
      );
      return {
        ref: arn,
        attributes: {
          Arn: arn,
          Id: id,
          Status: 'ACTIVE',
          ServiceNetworkArn: network.arn,
          ServiceNetworkId: network.id,
          ServiceNetworkName: network.name,
          VpcId: vpcId,
        },
      };
    },
    async update(request, before) {
      const association = lattice.vpcAssociations.get(before.ref);
      const { ServiceNetworkIdentifier, VpcIdentifier, SecurityGroupIds = [] } = request.properties;
      const same =
        association.vpcId === VpcIdentifier && association.network === lattice.networkAt(ServiceNetworkIdentifier);
      if (!same) return this.create(request);
      requireSomeGuard(association.securityGroupIds, SecurityGroupIds);
      association.securityGroupIds = SecurityGroupIds;
      return before;
    },
    async remove({ ref }) {
      lattice.vpcAssociations.delete(ref);
    },
  });
}
