import { z } from 'zod';
import { provider, type ResourceProvider } from '../core/resource.ts';

/** CDK's record of which constructs a template was made of; nothing is deployed for it. */
export function templateResources(): ResourceProvider[] {
  return [
    provider({
      type: 'AWS::CDK::Metadata',
      schema: z.strictObject({ Analytics: z.string().optional() }),
      create: async ({ logicalId }) => ({ ref: logicalId, attributes: {} }),
      update: async (_, before) => before,
      remove: async () => undefined,
    }),
  ];
}
