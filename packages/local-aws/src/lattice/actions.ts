import type { Input, Place } from '../core/types.ts';
import { type Actions, arnOf, members, on, onAll, text } from '../iam/actions.ts';

const SERVICE = 'vpc-lattice';

function serviceArn(input: Input, place: Place): string {
  const identifier = text(input, 'serviceIdentifier');
  return arnOf(place, SERVICE, `service/${identifier}`, identifier);
}

function listenerArn(input: Input, place: Place): string {
  const identifier = text(input, 'listenerIdentifier');
  return identifier.startsWith('arn:') ? identifier : `${serviceArn(input, place)}/listener/${identifier}`;
}

function targetGroupArn(identifier: string, place: Place): string {
  return arnOf(place, SERVICE, `targetgroup/${identifier}`, identifier);
}

function networkArn(input: Input, place: Place): string {
  const identifier = text(input, 'serviceNetworkIdentifier');
  return arnOf(place, SERVICE, `servicenetwork/${identifier}`, identifier);
}

const onTargetGroup = (action: string) =>
  on(`vpc-lattice:${action}`, (input, place) => targetGroupArn(text(input, 'targetGroupIdentifier'), place));

/** The groups that a default action would forward to. */
function forwardedTo({ defaultAction }: Input, place: Place): readonly string[] {
  const { targetGroups: groups } = members(members(defaultAction)['forward']);
  return Array.isArray(groups)
    ? groups.map((group) => targetGroupArn(text(members(group), 'targetGroupIdentifier'), place))
    : [];
}

export const LATTICE_ACTIONS: Actions = {
  GetListener: on('vpc-lattice:GetListener', listenerArn),
  GetService: on('vpc-lattice:GetService', serviceArn),
  GetServiceNetwork: on('vpc-lattice:GetServiceNetwork', networkArn),
  GetTargetGroup: onTargetGroup('GetTargetGroup'),
  ListListeners: onAll('vpc-lattice:ListListeners'),
  ListServiceNetworks: onAll('vpc-lattice:ListServiceNetworks'),
  ListServices: onAll('vpc-lattice:ListServices'),
  ListTargetGroups: onAll('vpc-lattice:ListTargetGroups'),
  ListTargets: onTargetGroup('ListTargets'),
  UpdateListener: (input, place) => [
    {
      action: 'vpc-lattice:UpdateListener',
      resource: listenerArn(input, place),
      context: { 'vpc-lattice:targetgrouparns': forwardedTo(input, place) },
    },
  ],
};
