import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';
import { isRenamed, type NameMaker } from './names.ts';
import { authTypeSchema } from './schemas.ts';

const schema = z.strictObject({ Name: z.string().optional(), AuthType: authTypeSchema, Tags: tagsSchema });

export function serviceProvider(lattice: Lattice, nameOf: NameMaker): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::Service',
    schema,
    async create(request) {
      const { arn, id, domainName } = lattice.createService(nameOf(request, 40));
      return { ref: arn, attributes: { Arn: arn, Id: id, Status: 'ACTIVE', 'DnsEntry.DomainName': domainName } };
    },
    async update(request, before) {
      return isRenamed(request.properties, lattice.services.get(before.ref)) ? this.create(request) : before;
    },
    async remove({ ref }) {
      lattice.services.delete(ref);
    },
  });
}
