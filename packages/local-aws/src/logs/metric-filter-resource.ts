import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { provider, type ResourceProvider } from '../core/resource.ts';
import { filterPattern } from './filter-pattern.ts';
import type { LogGroups } from './log-groups.ts';

const dimension = z.strictObject({
  Key: z.string(),
  Value: z.string().regex(/^\$\.\w+$/, 'expected a field of the line such as $.status'),
});

const schema = z.strictObject({
  LogGroupName: z.string(),
  FilterName: z.string().optional(),
  FilterPattern: z.string().superRefine((pattern, ctx) => {
    try {
      filterPattern(pattern);
    } catch (error) {
      ctx.addIssue({ code: 'custom', message: (error as Error).message });
    }
  }),
  /** One; of a field's value there is no metric here. */
  MetricTransformations: z
    .array(
      z.strictObject({
        MetricNamespace: z.string(),
        MetricName: z.string(),
        MetricValue: z.string().regex(/^\d+$/, 'expected a number such as "1"'),
        /** "One metric filter can include as many as three dimensions" (`AWS::Logs::MetricFilter`). */
        Dimensions: z.array(dimension).max(3).default([]),
      }),
    )
    .length(1),
});
type Properties = z.infer<typeof schema>;

/** Ref is the filter's name; group and name are what it is known by, and another one makes another filter. */
export function metricFilterProvider(groups: LogGroups, random: Random): ResourceProvider {
  const put = (name: string, properties: Properties) => {
    const [transformation] = properties.MetricTransformations;
    if (transformation === undefined) throw new Error('the schema asks for one transformation');
    const { MetricNamespace: namespace, MetricName, MetricValue, Dimensions } = transformation;
    groups.setFilter(properties.LogGroupName, name, {
      matches: filterPattern(properties.FilterPattern),
      namespace,
      name: MetricName,
      value: Number(MetricValue),
      dimensions: Object.fromEntries(Dimensions.map(({ Key, Value }) => [Key, Value.slice('$.'.length)])),
    });
    return { ref: name, attributes: { LogGroupName: properties.LogGroupName } };
  };
  return provider<Properties>({
    type: 'AWS::Logs::MetricFilter',
    schema,
    create: async (request) =>
      put(request.properties.FilterName ?? physicalName(request, random, 512), request.properties),
    async update(request, before) {
      const { FilterName: name = before.ref, LogGroupName } = request.properties;
      const group = before.attributes['LogGroupName'] ?? '';
      if (name === before.ref && LogGroupName === group) return put(name, request.properties);
      groups.removeFilter(group, before.ref);
      return this.create(request);
    },
    remove: async ({ ref, attributes }) => groups.removeFilter(attributes['LogGroupName'] ?? '', ref),
  });
}
