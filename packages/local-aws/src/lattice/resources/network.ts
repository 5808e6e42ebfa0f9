import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';
import { isRenamed, type NameMaker } from './names.ts';

/**
 * Auth policies are evaluated on services and not on networks, so a template whose network relies on one is refused.
 */
const schema = z.strictObject({
  Name: z.string().optional(),
  AuthType: z.literal('NONE').default('NONE'),
  Tags: tagsSchema,
});

export function networkProvider(lattice: Lattice, nameOf: NameMaker): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::ServiceNetwork',
    schema,
    async create(request) {
      const { arn, id } = lattice.createNetwork(nameOf(request, 63));
      return { ref: arn, attributes: { Arn: arn, Id: id } };
    },
    async update(request, before) {
      return isRenamed(request.properties, lattice.networks.get(before.ref)) ? this.create(request) : before;
    },
    async remove({ ref }) {
      lattice.networks.delete(ref);
    },
  });
}
