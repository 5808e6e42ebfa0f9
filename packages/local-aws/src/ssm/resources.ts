import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, provider, type ResourceProvider } from '../core/resource.ts';
import type { Parameters } from './parameters.ts';

const schema = z.strictObject({
  Name: z.string().optional(),
  Type: z.enum(['String', 'StringList']),
  Value: z.string(),
  Description: z.string().optional(),
  AllowedPattern: z.string().optional(),
  Tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).optional(),
  // A map here, and not a list as of other types.
  Tags: z.record(z.string(), z.string()).optional(),
});
type Properties = z.infer<typeof schema>;

/** AWS::SSM::Parameter. */
export function ssmResources(parameters: Parameters, clock: Pick<Clock, 'now'>, random: Random): ResourceProvider[] {
  const put = (name: string, { Type: type, Value: value }: Properties): Deployed => {
    parameters.put({ name, type, value, lastModified: new Date(clock.now()) });
    return { ref: name, attributes: { Type: type, Value: value } };
  };
  return [
    provider<Properties>({
      type: 'AWS::SSM::Parameter',
      schema,
      create: async (request) => put(request.properties.Name ?? physicalName(request, random), request.properties),
      update: async ({ properties }, before) => put(properties.Name ?? before.ref, properties),
      remove: async ({ ref }) => parameters.remove(ref),
    }),
  ];
}
