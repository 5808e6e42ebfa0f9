import { UpdateListenerCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import type { Cloud } from 'local-aws';
import { outputOf, type OutputName } from '../../statemachine/contract/outputs.ts';

/** Writes the canary's weight, of 100, as an operator would. */
export interface Weights {
  write(canary: number): Promise<void>;
  close(): void;
}

/**
 * Schedules stand still from here on: the watchdog would take away what no release explains, within a minute.
 * Anything else that is scheduled is lost too.
 */
export function openWeights({ bus, endpoint, place, outputs }: Cloud): Weights {
  bus.intercept = ({ 'detail-type': type }) => (type === 'Scheduled Event' ? 'drop' : 'deliver');
  const client = new VPCLatticeClient({
    endpoint: endpoint.url,
    region: place.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'not-verified' },
  });
  const output = (name: OutputName) => outputOf(outputs, name);
  return {
    async write(canary) {
      const targetGroups = [
        { targetGroupIdentifier: output('ProductionTargetGroupId'), weight: 100 - canary },
        { targetGroupIdentifier: output('CanaryTargetGroupId'), weight: canary },
      ];
      await client.send(
        new UpdateListenerCommand({
          serviceIdentifier: output('ServiceId'),
          listenerIdentifier: output('ListenerId'),
          defaultAction: { forward: { targetGroups } },
        }),
      );
    },
    close: () => client.destroy(),
  };
}
