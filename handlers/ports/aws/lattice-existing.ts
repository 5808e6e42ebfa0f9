import {
  GetListenerCommand,
  UpdateListenerCommand,
  type RuleAction,
  type VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import type { Groups } from '../../../rollout/record/record.ts';
import type { ExistingListener } from '../index.ts';

export interface Address {
  readonly serviceId: string;
  readonly listenerId: string;
}

/**
 * The default action of a listener of others, whatever it is.
 *
 * Permissions: those of `latticeListener`.
 */
export function latticeExisting(client: VPCLatticeClient, { serviceId, listenerId }: Address): ExistingListener {
  const address = { serviceIdentifier: serviceId, listenerIdentifier: listenerId };
  return {
    listenerId,
    async readAction() {
      return groupsOf((await client.send(new GetListenerCommand(address))).defaultAction);
    },
    async writeAction(groups) {
      const targetGroups = Object.entries(groups).map(([targetGroupIdentifier, weight]) => ({
        targetGroupIdentifier,
        weight,
      }));
      await client.send(new UpdateListenerCommand({ ...address, defaultAction: { forward: { targetGroups } } }));
    },
  };
}

/**
 * Weights by target group; none for a fixed response. A group without a weight has 100 where none tells one;
 * beside groups that do, what weighs nothing may be answered without.
 */
export function groupsOf(action: RuleAction | undefined): Groups {
  const groups = action?.forward?.targetGroups ?? [];
  const told = groups.some(({ weight }) => weight !== undefined);
  return Object.fromEntries(
    groups.map(({ targetGroupIdentifier = '', weight }) => [
      targetGroupIdentifier.split('/').at(-1) ?? targetGroupIdentifier,
      weight ?? (told ? 0 : 100),
    ]),
  );
}
