import { describeLeftAlone, isHome, wayHome } from '../../rollout/listener/home.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import { AT_REST, liveWeights, type Live } from '../../rollout/weights.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';

type ListenerPorts = Pick<Ports, 'existing' | 'listener'>;

/** The live weights for those who repair: a default action that is no split of ours is something to repair too. */
export async function readLive({ existing, listener }: ListenerPorts): Promise<Live> {
  try {
    return liveWeights(await listener.read());
  } catch (error) {
    if (!(error instanceof ContractError) || error.name !== 'WeightsDrifted') throw error;
    const live = { atRest: false, words: error.message };
    return existing === undefined ? live : { ...live, foreign: await existing.readAction() };
  }
}

/**
 * For a rollback: only a listener that is known to be where it leads is left alone; one that cannot be read is written.
 */
export async function knownHome(ports: ListenerPorts, log: Log, rollout?: OpenRollout): Promise<boolean> {
  try {
    return isHome(rollout, await readLive(ports));
  } catch (error) {
    log.warn('the listener cannot be read; production gets everything all the same', { error });
    return false;
  }
}

/**
 * Gives production every request, without a look at the listener, which is the stack's own. One of others gets what
 * `rollout/listener/home.ts` says.
 * @returns why its default action was left alone; undefined where it was written
 */
export async function bringTrafficHome(
  ports: ListenerPorts,
  rollout: OpenRollout | undefined,
): Promise<string | undefined> {
  const { existing, listener } = ports;
  if (existing === undefined) {
    await listener.write(AT_REST);
    return undefined;
  }
  const live = await readLive(ports);
  const way = wayHome(rollout, live);
  if (way === 'production') await listener.write(AT_REST);
  else if (way !== undefined) await existing.writeAction(way);
  // An adoption that never wrote, or has put back what was there, leaves nobody's default action alone.
  return way === undefined && rollout?.listener?.to !== 'adopt' ? describeLeftAlone(live.foreign ?? {}) : undefined;
}
