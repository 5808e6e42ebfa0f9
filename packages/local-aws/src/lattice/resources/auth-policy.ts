import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { authPolicySchema } from '../auth.ts';
import type { Lattice } from '../lattice.ts';

const schema = z.strictObject({ ResourceIdentifier: z.string(), Policy: authPolicySchema });

/** Policies of services; networks here are open, as the template makes them. */
export function authPolicyProvider(lattice: Lattice): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::VpcLattice::AuthPolicy',
    schema,
    async create({ properties }) {
      const service = lattice.services.get(properties.ResourceIdentifier);
      service.authPolicy = properties.Policy;
      return { ref: service.arn, attributes: { State: service.authType === 'AWS_IAM' ? 'Active' : 'Inactive' } };
    },
    async update(request) {
      return this.create(request);
    },
    async remove({ ref }) {
      const service = lattice.services.find(ref);
      if (service !== undefined) delete service.authPolicy;
    },
  });
}
