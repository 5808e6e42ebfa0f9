import { executionName } from '../rollout/execution.ts';
import { whyNotAdopted } from '../rollout/listener/adoption.ts';
import { isHome } from '../rollout/listener/home.ts';
import { withRollout } from '../rollout/record/changes.ts';
import type { OpenRollout, RolloutRecord } from '../rollout/record/record.ts';
import {
  decideWatch,
  keeperOf,
  takeDrift,
  takeOver,
  WATCHDOG,
  type Watch,
  type WatchDecision,
} from '../rollout/rollback/watchdog.ts';
import { watchdogRow } from '../statemachine/contract/rows/watchdog.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { meter } from './ports/aws/wired/cloudwatch.ts';
import { announcer, concurrency, executions, preview, versions } from './ports/aws/wired/later.ts';
import { existing, listener } from './ports/aws/wired/lattice.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import type { Log } from './ports/logger.ts';
import { announceIfPossible } from './protocol/announce.ts';
import { bringBack, bringTrafficBackUnread, type BringBackPorts } from './protocol/bring-back.ts';
import { closeRolledBack } from './protocol/close-rolled-back.ts';
import { repairConcurrency } from './protocol/lambda/provisioned.ts';
import { repairPreview } from './protocol/lambda/preview.ts';
import { areVersionsBack } from './protocol/lambda/previous-alias.ts';
import { describeRestoration, readProduction } from './protocol/lambda/production-alias.ts';
import { noteOursAgain, tellOfForeignAction } from './protocol/foreign-action.ts';
import { readLive } from './protocol/listener.ts';
import { describeHome } from './protocol/roll-back.ts';

type WatchdogPorts = BringBackPorts & Pick<Ports, 'concurrency' | 'executions'>;

export interface WatchdogResult {
  readonly message: string;
}

/**
 * Repairs what nobody told us about: a claim whose execution no longer runs, a rollback whose rescuer died, weights
 * that no claim explains, a preview of what nobody releases, provisioned concurrency of what is out. It takes the
 * record before it writes anything else; when the record changes under it, it leaves the matter to the next round.
 */
export function createWatchdog(ports: WatchdogPorts, log: Log) {
  return async (): Promise<WatchdogResult> => {
    const watch = await look(ports, log).catch(async (error: unknown) => {
      await bringTrafficBackUnread(ports, log, error);
      throw error;
    });
    const decision = decideWatch(watch);
    if (decision.act === 'tell of a foreign action') {
      await repairPreview(ports);
      await repairConcurrency(ports);
      return tellOfForeignAction(ports, watch, decision.words);
    }
    if (decision.act !== 'leave') return act(ports, log, watch, decision);
    await noteOursAgain(ports, watch);
    if (watch.live.canary !== undefined) await ports.meter.canaryWeight(watch.live.canary);
    const repaired = `${await repairPreview(ports)}${await repairConcurrency(ports)}`;
    if (watch.keeper === 'UNKNOWN') throw new Error(`could not find out whether ${describeKeeper(watch)} still runs`);
    return { message: `${decision.words}${repaired}` };
  };
}

async function act(
  ports: WatchdogPorts,
  log: Log,
  watch: Watch,
  decision: Exclude<WatchDecision, { act: 'leave' | 'tell of a foreign action' }>,
): Promise<WatchdogResult> {
  const { words } = decision;
  switch (decision.act) {
    case 'take the drift':
      return takeAndRepair(ports, log, watch.record, words, await driftRollout(ports, watch, words));
    case 'take over':
      return takeAndRepair(ports, log, watch.record, words, takeOver(decision.rollout, words, watch.now));
    case 'close':
      await closeRolledBack(ports, decision.rollout.id);
      return { message: `${words}; the rollback of version ${decision.rollout.version} is finished` };
  }
}

/**
 * The record is read first: what is seen after it cannot be explained by an earlier claim. Then the clock, before
 * anything that is looked at: once no late writer can be alive any more, what is found afterwards stays.
 */
async function look(ports: WatchdogPorts, log: Log): Promise<Watch> {
  const record = await ports.records.read();
  const now = ports.clock.now();
  const live = await readLive(ports);
  const keeper = record.rollout && keeperOf(record.rollout);
  return {
    record,
    live,
    keeper: keeper === undefined || keeper === WATCHDOG ? undefined : await statusOf(ports, log, keeper),
    notAdopted: whyNotAdopted(record, ports.existing?.listenerId),
    back:
      isHome(record.rollout, live) &&
      (record.rollout?.phase !== 'rolling back' || (await areVersionsBack(ports, record.rollout))),
    now,
  };
}

const describeKeeper = ({ record }: Watch): string =>
  record.rollout ? executionName(keeperOf(record.rollout)) : 'nobody';

/** A look-up that fails must neither stop a repair that does not depend on it, nor count as a death. */
async function statusOf({ executions }: WatchdogPorts, log: Log, keeper: string): Promise<Watch['keeper']> {
  try {
    return await executions.status(keeper);
  } catch (error) {
    log.error(`cannot look up execution ${keeper}`, { error });
    return 'UNKNOWN';
  }
}

async function driftRollout(ports: WatchdogPorts, { now }: Watch, reason: string): Promise<OpenRollout> {
  return takeDrift((await readProduction(ports))?.version ?? 'unknown', reason, now);
}

async function takeAndRepair(
  ports: WatchdogPorts,
  log: Log,
  record: RolloutRecord,
  words: string,
  rollout: OpenRollout,
): Promise<WatchdogResult> {
  // The close of this rollout will overwrite it.
  if (!record.rollout && record.last) await ports.records.archive(record.last);
  if (!(await ports.records.compareAndSet(record.revision, withRollout(record, rollout)))) {
    return { message: `${words}; the record has just changed, the next round looks again` };
  }
  log.warn(`taking the record: ${words}`, { rollout: rollout.id });
  const restoration = await bringBack(ports, log, rollout);
  if (!record.rollout) await announceIfPossible(ports, log, { kind: 'drift found', rollout, message: words });
  return { message: `${words}; ${describeHome(rollout)}${describeRestoration(restoration, rollout)}` };
}

export const handler = handlerFor(
  watchdogRow,
  { announcer, concurrency, executions, existing, listener, meter, preview, records, versions },
  createWatchdog,
);
