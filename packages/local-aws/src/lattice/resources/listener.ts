import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import type { Lattice } from '../lattice.ts';
import type { WeightedGroup } from '../splitter.ts';
import { isRenamed, type NameMaker } from './names.ts';

export const actionSchema = z.strictObject({
  Forward: z.strictObject({
    TargetGroups: z
      .array(z.strictObject({ TargetGroupIdentifier: z.string(), Weight: z.int().min(0).max(999).default(100) }))
      .min(1)
      .max(10),
  }),
});

const schema = z.strictObject({
  Name: z.string().optional(),
  ServiceIdentifier: z.string(),
  Protocol: z.enum(['HTTP', 'HTTPS']),
  Port: z.int().min(1).max(65_535).optional(),
  DefaultAction: actionSchema,
  Tags: tagsSchema,
});
type Properties = z.infer<typeof schema>;

/**
 * An update writes the default action too, whatever the weights are by then: CloudFormation sends the whole desired
 * state.
 */
export function listenerProvider(lattice: Lattice, nameOf: NameMaker): ResourceProvider {
  return provider<Properties>({
    type: 'AWS::VpcLattice::Listener',
    schema,
    async create(request) {
      const { properties } = request;
      const listener = lattice.createListener({
        name: nameOf(request, 63),
        serviceIdentifier: properties.ServiceIdentifier,
        protocol: properties.Protocol,
        port: portOf(properties),
        groups: groupsOf(properties),
      });
      const { arn, id, service } = listener;
      return { ref: arn, attributes: { Arn: arn, Id: id, ServiceArn: service.arn, ServiceId: service.id } };
    },
    async update(request, before) {
      const { properties } = request;
      const listener = lattice.listeners.get(before.ref);
      const moved =
        lattice.services.get(properties.ServiceIdentifier) !== listener.service ||
        properties.Protocol !== listener.protocol ||
        portOf(properties) !== listener.port;
      if (moved || isRenamed(properties, listener)) return this.create(request);
      lattice.updateListener(listener, groupsOf(properties));
      return before;
    },
    async remove({ ref }) {
      lattice.removeListener(ref);
    },
    live: ({ properties }, { ref }) => ({
      DefaultAction: liveAction(properties.DefaultAction, lattice.listeners.get(ref).groups, lattice),
    }),
  });
}

type Action = z.infer<typeof actionSchema>;

/** What a listener does now, in the template's words and order as far as these have what it does. */
function liveAction(asked: Action, groups: readonly WeightedGroup[], lattice: Lattice): Action {
  const ids = asked.Forward.TargetGroups.map(({ TargetGroupIdentifier }) => TargetGroupIdentifier);
  const live = groups.map(({ targetGroupId, weight }) => {
    const { arn, id } = lattice.targetGroups.get(targetGroupId);
    return { TargetGroupIdentifier: ids.find((each) => each === arn || each === id) ?? id, Weight: weight };
  });
  const place = ({ TargetGroupIdentifier: id }: (typeof live)[number]) =>
    ids.indexOf(id) + (ids.includes(id) ? 0 : live.length);
  return { Forward: { TargetGroups: live.toSorted((a, b) => place(a) - place(b)) } };
}

function portOf({ Port, Protocol }: Properties): number {
  return Port ?? (Protocol === 'HTTPS' ? 443 : 80);
}

function groupsOf({ DefaultAction }: Properties): WeightedGroup[] {
  return forwardedTo(DefaultAction);
}

/** The groups of an action, of a listener or of a rule. */
export function forwardedTo({ Forward }: z.infer<typeof actionSchema>): WeightedGroup[] {
  return Forward.TargetGroups.map(({ TargetGroupIdentifier, Weight }) => ({
    targetGroupId: TargetGroupIdentifier,
    weight: Weight,
  }));
}
