import type { Weights } from '../rollout/weights.ts';
import { ContractError, ErrorName } from '../statemachine/contract/errors.ts';
import type { ServicePorts } from './ports.ts';

/** A listener that does something else than splitting over the two groups has no weights. */
export async function readWeights(listener: Pick<ServicePorts['listener'], 'read'>): Promise<Weights | undefined> {
  try {
    return await listener.read();
  } catch (error) {
    if (error instanceof ContractError && error.name === ErrorName.WeightsDrifted) return undefined;
    throw error;
  }
}
