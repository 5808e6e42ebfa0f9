import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { provider, type ResourceProvider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { Place } from '../core/types.ts';

const schema = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: z.int().optional(),
  Tags: tagsSchema,
});

/** Log groups are names here: functions log to files, one each, and nothing is kept in groups. */
export function logsResources(place: Place, random: Random): ResourceProvider[] {
  const deployed = (name: string) => ({
    ref: name,
    attributes: { Arn: `arn:aws:logs:${place.region}:${place.account}:log-group:${name}:*` },
  });
  return [
    provider<z.infer<typeof schema>>({
      type: 'AWS::Logs::LogGroup',
      schema,
      create: async (request) => deployed(request.properties.LogGroupName ?? physicalName(request, random, 512)),
      update: async (request, before) => deployed(request.properties.LogGroupName ?? before.ref),
      remove: async () => undefined,
    }),
  ];
}
