import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';
import { isRenamed, type NameMaker } from './names.ts';

const schema = z.strictObject({
  Name: z.string().optional(),
  Type: z.literal('LAMBDA'),
  // Without this VPC Lattice sends events of version V1, which the local cloud does not speak. Health checks on a
  // target group of this type are rejected by AWS too.
  Config: z.strictObject({ LambdaEventStructureVersion: z.literal('V2') }),
  Targets: z
    .array(z.strictObject({ Id: z.string().startsWith('arn:').max(200) }))
    .max(1)
    .default([]),
  Tags: tagsSchema,
});

export function targetGroupProvider(lattice: Lattice, nameOf: NameMaker): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::TargetGroup',
    schema,
    async create(request) {
      const { arn, id } = lattice.createTargetGroup(nameOf(request, 128), request.properties.Targets[0]?.Id);
      return { ref: arn, attributes: { Arn: arn, Id: id, Status: 'ACTIVE' } };
    },
    async update(request, before) {
      if (isRenamed(request.properties, lattice.targetGroups.get(before.ref))) return this.create(request);
      lattice.setTarget(before.ref, request.properties.Targets[0]?.Id);
      return before;
    },
    async remove({ ref }) {
      lattice.removeTargetGroup(ref);
    },
  });
}
