import { seededRandom } from '../core/random.ts';
import type { Input } from '../core/types.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { Lattice } from '../lattice/lattice.ts';
import { latticeService } from '../lattice/service.ts';
import { callTo } from './call.ts';

export const PLACE = { account: '123456789012', region: 'eu-west-1' };
export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:fn';

/** One service at rest behind one listener: production 100, canary 0. */
export function latticeWorld(
  clock = new VirtualClock(),
  propagationMs = 5000,
  lattice = new Lattice({ clock, random: seededRandom(3), place: PLACE, propagationMs }),
) {
  const network = lattice.createNetwork('network');
  const owner = lattice.createService('shop');
  lattice.associate(owner.arn, network.id);
  const production = lattice.createTargetGroup('production', `${FUNCTION_ARN}:production`);
  const canary = lattice.createTargetGroup('canary', `${FUNCTION_ARN}:canary`);
  const listener = lattice.createListener({
    name: 'https',
    serviceIdentifier: owner.id,
    protocol: 'HTTPS',
    port: 443,
    groups: [
      { targetGroupId: production.arn, weight: 100 },
      { targetGroupId: canary.id, weight: 0 },
    ],
  });
  return {
    clock,
    lattice,
    network,
    owner,
    production,
    canary,
    listener,
    call: async (name: string, input: Input) =>
      (await callTo(latticeService(lattice), name, input)) as Record<string, unknown>,
    address: { serviceIdentifier: owner.id, listenerIdentifier: listener.id },
  };
}
