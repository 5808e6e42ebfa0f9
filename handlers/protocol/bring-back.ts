import { ownRollout } from '../../rollout/claim/claimant.ts';
import { withRollout } from '../../rollout/record/changes.ts';
import { UnreadableRecord, type OpenRollout } from '../../rollout/record/record.ts';
import { AT_REST } from '../../rollout/weights.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';
import { announceIfPossible } from './announce.ts';
import { placePreviewIfPossible } from './lambda/preview.ts';
import { restorePrevious } from './lambda/previous-alias.ts';
import { restoreProduction, type Restoration } from './lambda/production-alias.ts';
import { bringTrafficHome, knownHome } from './listener.ts';
import { changeRecord } from './record.ts';

export type BringBackPorts = Pick<
  Ports,
  'announcer' | 'clock' | 'existing' | 'listener' | 'meter' | 'preview' | 'records' | 'service' | 'versions'
>;

/**
 * Traffic first: the listener, then the version that production runs, then what people have to know and what testers
 * reach. Call it only once the claim is revoked.
 */
export async function bringBack(ports: BringBackPorts, log: Log, rollout: OpenRollout): Promise<Restoration> {
  const left = await bringTrafficHome(ports, rollout);
  if (left !== undefined) {
    log.error(left, { rollout: rollout.id });
    await announceIfPossible(ports, log, { kind: 'drift found', occasion: 'of the listener', rollout, message: left });
  }
  const restoration = await bringVersionBack(ports, log, rollout);
  await ports.meter.canaryWeight(AT_REST.canary);
  return restoration;
}

/** The version alone; people are told when production does not end up at the one from before the rollout. */
export async function bringVersionBack(ports: BringBackPorts, log: Log, rollout: OpenRollout): Promise<Restoration> {
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
    await announceIfPossible(ports, log, { kind: 'drift found', occasion: 'during the rollback', rollout, message });
  }
  if (restoration !== 'cannot restore') await restorePrevious(ports, rollout);
  if (restoration !== 'superseded') await placePreviewIfPossible(ports, log);
  return restoration;
}

/** Whoever ends this rollback must not say that the version is out. */
async function noteNotRestored({ records }: Pick<Ports, 'records'>, id: string): Promise<void> {
  await changeRecord<void>(records, (record) => {
    const rollout = ownRollout(record, id, ['rolling back']);
    if (!rollout || rollout.notRestored === true) return { result: undefined };
    return { write: withRollout(record, { ...rollout, notRestored: true }), result: undefined };
  });
}

/**
 * For a rollback that cannot find out whom to roll back, because the record cannot be read. Then no rollout can go on
 * either, for each of its steps reads the record first; so giving production every request disturbs none, and leaves
 * nobody with a canary that nobody watches. The record itself is for a person.
 * The rollback is not done: throw `error` on.
 * @param error why it stopped; nothing is written for any other than an unreadable record
 */
export async function bringTrafficBackUnread(
  ports: Pick<Ports, 'existing' | 'listener' | 'meter'>,
  log: Log,
  error: unknown,
): Promise<void> {
  if (!(error instanceof UnreadableRecord) || (await knownHome(ports, log))) return;
  log.error('the record cannot be read; production gets every request, and a person must repair the record', { error });
  await bringTrafficHome(ports, undefined);
  await ports.meter.canaryWeight(AT_REST.canary);
}
