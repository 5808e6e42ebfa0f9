import { liveWeights, type Live } from '../../rollout/weights.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';

/** The live weights for those who repair: a default action that is no split of ours is something to repair too. */
export async function readLive({ listener }: Pick<Ports, 'listener'>): Promise<Live> {
  try {
    return liveWeights(await listener.read());
  } catch (error) {
    if (error instanceof ContractError && error.name === 'WeightsDrifted')
      return { atRest: false, words: error.message };
    throw error;
  }
}

/** For a rollback: only a listener that is known to be at rest is left alone; one that cannot be read is written. */
export async function knownAtRest(ports: Pick<Ports, 'listener'>, log: Log): Promise<boolean> {
  try {
    return (await readLive(ports)).atRest;
  } catch (error) {
    log.warn('the listener cannot be read; production gets everything all the same', { error });
    return false;
  }
}
