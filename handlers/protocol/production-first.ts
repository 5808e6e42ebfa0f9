import { UnreadableRecord } from '../../rollout/record/unreadable-record.ts';
import { AT_REST } from '../../rollout/weights.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';
import { knownAtRest } from './listener.ts';

/**
 * For a rollback that cannot find out whom to roll back, because the record cannot be read. Then no rollout can go on
 * either, for each of its steps reads the record first; so giving production every request disturbs none, and leaves
 * nobody with a canary that nobody watches. The record itself is for a person.
 * @throws what came in, always: the rollback is not done
 */
export async function productionFirst(
  ports: Pick<Ports, 'listener' | 'meter'>,
  log: Log,
  error: unknown,
): Promise<never> {
  if (error instanceof UnreadableRecord && !(await knownAtRest(ports, log))) {
    log.error('the record cannot be read; production gets every request, and a person must repair the record', {
      error,
    });
    await ports.listener.write(AT_REST);
    await ports.meter.canaryWeight(AT_REST.canary);
  }
  throw error;
}
