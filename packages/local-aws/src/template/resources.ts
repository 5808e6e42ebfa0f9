import { z } from 'zod';
import { provider, type ResourceProvider } from '../core/resource.ts';

/** What a template has for its own sake; nothing is deployed for it. */
export function templateResources(): ResourceProvider[] {
  return [
    provider({
      // CDK's record of which constructs the template was made of.
      type: 'AWS::CDK::Metadata',
      schema: z.strictObject({ Analytics: z.string().optional() }),
      create: async ({ logicalId }) => ({ ref: logicalId, attributes: {} }),
      update: async (_, before) => before,
      remove: async () => undefined,
    }),
    provider({
      // On AWS an address that signals can be sent to; without a wait condition nobody waits for any.
      type: 'AWS::CloudFormation::WaitConditionHandle',
      schema: z.strictObject({}),
      create: async ({ logicalId }) => ({ ref: `https://wait-condition.invalid/${logicalId}`, attributes: {} }),
      update: async (_, before) => before,
      remove: async () => undefined,
    }),
  ];
}
