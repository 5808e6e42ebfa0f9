import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';

const schema = z.strictObject({
  ResourceIdentifier: z.string().regex(/svc-\w+$/, 'expected a service: whole networks are not logged here'),
  /** Terraform's provider and AWS ask for the ARN that stands for all streams. */
  DestinationArn: z
    .string()
    .regex(/^arn:[^:]+:logs:[^:]+:\d{12}:log-group:[^:]+:\*$/, 'expected the ARN of a log group, which ends in :*'),
  Tags: tagsSchema,
});

/** "Update requires: Replacement" for the resource, "No interruption" for the destination. */
export function accessLogSubscriptionProvider(lattice: Lattice): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::AccessLogSubscription',
    schema,
    async create({ properties }) {
      const { arn, id, service } = lattice.subscribe(properties.ResourceIdentifier, properties.DestinationArn);
      return { ref: arn, attributes: { Arn: arn, Id: id, ResourceArn: service.arn, ResourceId: service.id } };
    },
    async update(request, before) {
      const subscription = lattice.subscriptions.get(before.ref);
      const { ResourceIdentifier, DestinationArn } = request.properties;
      if (lattice.services.get(ResourceIdentifier) !== subscription.service) return this.create(request);
      subscription.destinationArn = DestinationArn;
      return before;
    },
    async remove({ ref }) {
      lattice.subscriptions.delete(ref);
    },
  });
}
