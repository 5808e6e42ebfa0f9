import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { provider, type ResourceProvider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { Place } from '../core/types.ts';
import type { LogGroups } from './log-groups.ts';
import { metricFilterProvider } from './metric-filter-resource.ts';

const schema = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: z.int().optional(),
  Tags: tagsSchema,
});

/** Functions log to files, one each; groups hold what other services deliver to them. */
export function logsResources(groups: LogGroups, place: Place, random: Random): ResourceProvider[] {
  const deployed = (name: string) => {
    groups.create(name);
    return {
      ref: name,
      attributes: { Arn: `arn:aws:logs:${place.region}:${place.account}:log-group:${name}:*` },
    };
  };
  return [
    provider<z.infer<typeof schema>>({
      type: 'AWS::Logs::LogGroup',
      schema,
      create: async (request) => deployed(request.properties.LogGroupName ?? physicalName(request, random, 512)),
      update: async (request, before) => deployed(request.properties.LogGroupName ?? before.ref),
      remove: async ({ ref }) => groups.remove(ref),
    }),
    metricFilterProvider(groups, random),
  ];
}
