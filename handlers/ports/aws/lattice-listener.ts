import {
  GetListenerCommand,
  UpdateListenerCommand,
  type RuleAction,
  type VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import type { Weights } from '../../../rollout/weights.ts';
import { ContractError, ErrorName } from '../../../statemachine/contract/errors.ts';
import type { Listener } from '../index.ts';

export interface ListenerTarget {
  readonly serviceId: string;
  readonly listenerId: string;
  readonly productionTargetGroupId: string;
  readonly canaryTargetGroupId: string;
}

/**
 * The default action of one VPC Lattice listener.
 *
 * Permissions: `vpc-lattice:GetListener` (read) and `vpc-lattice:UpdateListener` (write), both on the listener's
 * ARN `…:service/svc-…/listener/listener-…`; none on the target groups.
 *
 * `UpdateListener` replaces the default action whole and knows no compare-and-set, so both groups are always
 * written, adding up to 100, never all zero (what VPC Lattice does then is not defined).
 * @throws ContractError WeightsDrifted from `read` when the live action is anything but shares of 100 over exactly
 * these two target groups; it names what it found
 * @throws RangeError from `write` for weights that are no whole percentages adding up to 100
 */
export function latticeListener(client: VPCLatticeClient, target: ListenerTarget): Listener {
  const address = { serviceIdentifier: target.serviceId, listenerIdentifier: target.listenerId };
  return {
    async read() {
      const { defaultAction } = await client.send(new GetListenerCommand(address));
      return weightsOf(defaultAction, target);
    },
    async write({ production, canary }) {
      if (!isShare(production) || !isShare(canary) || production + canary !== 100) {
        throw new RangeError(
          `weights must be whole percentages adding up to 100, got production ${production} and canary ${canary}`,
        );
      }
      const targetGroups = [
        { targetGroupIdentifier: target.productionTargetGroupId, weight: production },
        { targetGroupIdentifier: target.canaryTargetGroupId, weight: canary },
      ];
      await client.send(new UpdateListenerCommand({ ...address, defaultAction: { forward: { targetGroups } } }));
    },
  };
}

function weightsOf(action: RuleAction | undefined, target: ListenerTarget): Weights {
  const drifted = (what: string) =>
    new ContractError(
      ErrorName.WeightsDrifted,
      `listener ${target.listenerId} ${what}, expected shares of 100 over ${target.productionTargetGroupId} ` +
        `(production) and ${target.canaryTargetGroupId} (canary)`,
    );
  if (action?.forward === undefined)
    throw drifted(`does not forward: its default action is ${JSON.stringify(action) ?? 'absent'}`);
  const groups = action.forward.targetGroups ?? [];
  const found = groups.map(({ targetGroupIdentifier, weight }) => ({ id: idOf(targetGroupIdentifier), weight }));
  const inWords = found.map(({ id, weight }) => `${id} ${weight ?? 'without weight'}`).join(', ') || 'no target group';
  // What weighs nothing may be answered without a weight: beside one that has all there is only one reading.
  const whole = found.some(({ weight }) => weight === 100);
  const share = (id: string) => {
    const group = found.find((each) => each.id === id);
    return group && (group.weight ?? (whole ? 0 : undefined));
  };
  const production = share(target.productionTargetGroupId);
  const canary = share(target.canaryTargetGroupId);
  if (found.length !== 2 || production === undefined || canary === undefined || production + canary !== 100)
    throw drifted(`forwards to ${inWords}`);
  return { production, canary };
}

function isShare(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 0 && weight <= 100;
}

/** Target groups are named by id or by ARN `…:targetgroup/tg-…`. */
function idOf(identifier: string | undefined): string {
  return identifier?.split('/').at(-1) ?? 'a target group without id';
}
