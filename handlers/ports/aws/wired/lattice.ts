import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { Env } from '../../../../statemachine/contract/names.ts';
import type { ExistingListener, Listener } from '../../index.ts';
import { CLIENT_SETTINGS } from '../client-settings.ts';
import { EnvironmentError } from '../env.ts';
import { latticeExisting } from '../lattice-existing.ts';
import { latticeListener, type ListenerTarget } from '../lattice-listener.ts';
import { hasExisting } from './has.ts';
import type { Wires, Wiring } from './wiring.ts';

export const listener: Wiring<Listener> = (wires) =>
  latticeListener(wires.client(VPCLatticeClient, CLIENT_SETTINGS), listenerTarget(wires));

export const existing: Wiring<ExistingListener | undefined> = (wires) =>
  hasExisting(wires)
    ? latticeExisting(wires.client(VPCLatticeClient, CLIENT_SETTINGS), listenerTarget(wires))
    : undefined;

/** @throws EnvironmentError also where both target groups are one */
export function listenerTarget({ setting }: Pick<Wires, 'setting'>): ListenerTarget {
  const target = {
    serviceId: setting(Env.latticeServiceId),
    listenerId: setting(Env.listenerId),
    productionTargetGroupId: setting(Env.productionTargetGroupId),
    canaryTargetGroupId: setting(Env.canaryTargetGroupId),
  };
  if (target.productionTargetGroupId === target.canaryTargetGroupId) {
    throw new EnvironmentError(
      `${Env.productionTargetGroupId} and ${Env.canaryTargetGroupId} must be two target groups, got ` +
        `${target.canaryTargetGroupId} for both`,
    );
  }
  return target;
}
