import {
  GetListenerCommand,
  UpdateListenerCommand,
  type GetListenerCommandOutput,
  type VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { AT_REST, type Weights } from '../../../rollout/weights.ts';
import type { Perform } from '../../memory/ports.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import type { Truth } from '../truth.ts';
import { TARGET_GROUPS } from './names.ts';

/** VPC Lattice's control plane over the weights of a simulation: GetListener and UpdateListener. */
export class Lattice {
  private readonly simulation: Simulation;
  private readonly truth: Truth;
  /** What was written, since when. */
  private readonly written: { readonly at: number; readonly weights: Weights }[] = [{ at: 0, weights: AT_REST }];

  constructor(simulation: Simulation, truth: Truth) {
    this.simulation = simulation;
    this.truth = truth;
    const { world } = simulation;
    const told = world.changed;
    world.changed = () => {
      this.written.push({ at: simulation.clock.now(), weights: world.weights });
      told();
    };
  }

  /** As a function's client for it, each of whose calls is performed as told. */
  client(actor: string, perform: Perform): VPCLatticeClient {
    const send = (command: unknown) => {
      if (command instanceof GetListenerCommand) return perform('listener.read', () => this.listener());
      if (!(command instanceof UpdateListenerCommand)) throw new TypeError('only the listener is asked for');
      return perform('listener.write', () => this.write(actor, command.input));
    };
    return { send } as unknown as VPCLatticeClient;
  }

  private listener(): Pick<GetListenerCommandOutput, 'defaultAction'> {
    const { staleReadsMs, weightOfNothing } = this.truth;
    const until = this.simulation.clock.now() - staleReadsMs;
    const { weights } = this.written.findLast(({ at }) => at <= until) ?? { weights: AT_REST };
    const targetGroups = (['production', 'canary'] as const).map((side) => ({
      targetGroupIdentifier: TARGET_GROUPS[side],
      ...((weights[side] > 0 || weightOfNothing === 'told') && { weight: weights[side] }),
    }));
    return { defaultAction: { forward: { targetGroups } } };
  }

  private write(actor: string, { defaultAction }: UpdateListenerCommand['input']): object {
    const groups = defaultAction?.forward?.targetGroups ?? [];
    const weight = (side: keyof typeof TARGET_GROUPS) =>
      groups.find(({ targetGroupIdentifier }) => targetGroupIdentifier === TARGET_GROUPS[side])?.weight ?? 0;
    this.simulation.world.writeWeights(actor, { production: weight('production'), canary: weight('canary') });
    return {};
  }
}
