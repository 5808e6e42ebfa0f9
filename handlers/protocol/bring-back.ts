import { heldRollout } from '../../rollout/claim/holding.ts';
import { withRollout } from '../../rollout/record/changes.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import { AT_REST } from '../../rollout/weights.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';
import { announceIfPossible } from './announce.ts';
import { changeRecord } from './change-record.ts';
import { restoreProduction, type Restoration } from './production-alias.ts';

export type BringBackPorts = Pick<
  Ports,
  'announcer' | 'clock' | 'listener' | 'meter' | 'records' | 'service' | 'versions'
>;

/**
 * Traffic first: the listener, then the production alias, then what people have to know. Call it only once the claim is
 * revoked.
 */
export async function bringBack(ports: BringBackPorts, log: Log, rollout: OpenRollout): Promise<Restoration> {
  await ports.listener.write(AT_REST);
  const restoration = await bringAliasBack(ports, log, rollout);
  await ports.meter.canaryWeight(AT_REST.canary);
  return restoration;
}

/** The production alias alone; people are told when it does not end up where it was before the rollout. */
export async function bringAliasBack(ports: BringBackPorts, log: Log, rollout: OpenRollout): Promise<Restoration> {
  const restoration = await restoreProduction(ports, rollout);
  if (restoration === 'cannot restore') {
    await noteNotRestored(ports, rollout.id);
    const message =
      `CannotRestoreProduction: version ${rollout.previousVersion} no longer exists, production stays at ` +
      `version ${rollout.version}; point it at a good version by hand (RUNBOOK.md#cannotrestoreproduction)`;
    log.error(message, { rollout: rollout.id });
    await announceIfPossible(ports, log, { kind: 'rollback failed', rollout, message });
  }
  if (restoration === 'moved by hand') {
    const message =
      `production was moved by hand while version ${rollout.version} was being rolled back; it is left where ` +
      'it is';
    log.error(message, { rollout: rollout.id });
    await announceIfPossible(ports, log, { kind: 'drift found', about: 'during the rollback', rollout, message });
  }
  return restoration;
}

/** Whoever ends this rollback must not say that the version is out. */
async function noteNotRestored({ records }: Pick<Ports, 'records'>, id: string): Promise<void> {
  await changeRecord<void>(records, (record) => {
    const rollout = heldRollout(record, id, ['rolling back']);
    if (!rollout || rollout.notRestored === true) return { result: undefined };
    return { write: withRollout(record, { ...rollout, notRestored: true }), result: undefined };
  });
}
