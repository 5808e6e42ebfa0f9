import { z } from 'zod';
import { type Context, members, type Needs, on, onAll, text } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/service.ts';
import type { Input, Place } from '../../core/types.ts';
import type { Lattice } from '../lattice.ts';
import type { Listener } from '../model.ts';
import type { WeightedGroup } from '../splitter.ts';
import { itemsOf, latticeArn, paging } from './common.ts';

const LISTENERS = '/services/{serviceIdentifier}/listeners';
const service = { serviceIdentifier: z.string() };
const listener = { ...service, listenerIdentifier: z.string() };

/** The action of a listener or a rule; a fixed response is refused by name. */
export const actionSchema = z.strictObject({
  forward: z.strictObject({
    targetGroups: z.array(z.strictObject({ targetGroupIdentifier: z.string(), weight: z.number().default(100) })),
  }),
  fixedResponse: z.undefined('the local cloud has no fixed responses, only forward').optional(),
});

export function listenerArn(input: Input, place: Place): string {
  const identifier = text(input, 'listenerIdentifier');
  const serviceArn = latticeArn('service', text(input, 'serviceIdentifier'), place);
  return identifier.startsWith('arn:') ? identifier : `${serviceArn}/listener/${identifier}`;
}

/** The groups that an action would forward to can be pinned. */
export function pinnedGroups(given: unknown, place: Place): Context {
  const { targetGroups } = members(members(given)['forward']);
  const groups = (Array.isArray(targetGroups) ? targetGroups : []).map((group) =>
    latticeArn('targetgroup', text(members(group), 'targetGroupIdentifier'), place),
  );
  return { 'vpc-lattice:targetgrouparns': groups };
}

const onListenerAndGroups: Needs = (input, { action, place }) => [
  { action, resource: listenerArn(input, place), context: pinnedGroups(input['defaultAction'], place) },
];

/** What is done to listeners. */
export function listenerOperations(lattice: Lattice) {
  return {
    GetListener: operation({
      route: { method: 'GET', path: `${LISTENERS}/{listenerIdentifier}` },
      needs: on(listenerArn),
      input: z.strictObject(listener),
      run({ serviceIdentifier, listenerIdentifier }) {
        const found = lattice.listenerOf(serviceIdentifier, listenerIdentifier);
        return {
          ...describeListener(found),
          defaultAction: actionOf(lattice, lattice.toldGroups(found)),
          createdAt: found.createdAt,
          lastUpdatedAt: found.lastUpdatedAt,
        };
      },
    }),

    UpdateListener: operation({
      route: { method: 'PATCH', path: `${LISTENERS}/{listenerIdentifier}` },
      needs: onListenerAndGroups,
      input: z.strictObject({ ...listener, defaultAction: actionSchema }),
      run({ serviceIdentifier, listenerIdentifier, defaultAction }) {
        const found = lattice.listenerOf(serviceIdentifier, listenerIdentifier);
        requireNoConflict(lattice, found);
        lattice.updateListener(found, groupsIn(defaultAction));
        return { ...describeListener(found), defaultAction: actionOf(lattice, found.groups) };
      },
    }),

    ListListeners: operation({
      route: { method: 'GET', path: LISTENERS },
      needs: onAll,
      input: z.strictObject({ ...service, ...paging }),
      run({ serviceIdentifier, ...paged }) {
        const owner = lattice.services.get(serviceIdentifier);
        const listeners = lattice.listeners.all().filter((each) => each.service === owner);
        return itemsOf(listeners, paged, listedListener);
      },
    }),
  };
}

/** @throws AwsError ConflictException while another change of the listener is taken to be under way */
function requireNoConflict({ conflicts }: Lattice, { arn }: Listener): void {
  if (!conflicts.meets(arn)) return;
  const members = { resourceId: arn, resourceType: 'LISTENER' };
  throw new AwsError('ConflictException', `Another operation on ${arn} is in progress`, 409, members);
}

/** What an action forwards to. */
export function groupsIn({ forward }: z.infer<typeof actionSchema>): WeightedGroup[] {
  return forward.targetGroups.map(({ targetGroupIdentifier, weight }) => ({
    targetGroupId: targetGroupIdentifier,
    weight,
  }));
}

/** An action as it is told. */
export function actionOf({ zeroWeights }: Lattice, groups: readonly WeightedGroup[]): object {
  return {
    forward: {
      targetGroups: groups.map(({ targetGroupId, weight }) => ({
        targetGroupIdentifier: targetGroupId,
        ...((weight > 0 || zeroWeights === 'told') && { weight }),
      })),
    },
  };
}

function listedListener({ id, arn, name, protocol, port, createdAt, lastUpdatedAt }: Listener): object {
  return { id, arn, name, protocol, port, createdAt, lastUpdatedAt };
}

function describeListener({
  id,
  arn,
  name,
  protocol,
  port,
  service: { id: serviceId, arn: serviceArn },
}: Listener): object {
  return { id, arn, name, protocol, port, serviceId, serviceArn };
}
