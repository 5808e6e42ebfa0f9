import { requireClaim } from '../rollout/claim/claimant.ts';
import { executionName } from '../rollout/execution.ts';
import { atRestAfter, closeRollout } from '../rollout/record/changes.ts';
import type { ClosedRollout } from '../rollout/record/record.ts';
import { ContractError } from '../statemachine/contract/errors.ts';
import { type CloseArgs, type CloseResult, closeRow } from '../statemachine/contract/rows/close.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { announcer } from './ports/aws/wired/announcer.ts';
import { concurrency } from './ports/aws/wired/later.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import type { Log } from './ports/logger.ts';
import { announce } from './protocol/announce.ts';
import { closeRolledBack, type ClosePorts as EndPorts } from './protocol/close-rolled-back.ts';
import { takeBackIfPossible } from './protocol/lambda/provisioned.ts';
import { changeRecord, endingOf } from './protocol/record.ts';

type ClosePorts = EndPorts & Pick<Ports, 'concurrency'>;

/**
 * Frees the service. Closing a promotion is the commit point of a release: one conditional update, and what went
 * through stays promoted. Then versions that are out lose their provisioned concurrency, where there is any.
 * @throws ContractError ClaimLost when a rollback came before the close of a promotion
 */
export function createClose(ports: ClosePorts, log: Log) {
  return async ({ rollout, outcome, note }: CloseArgs): Promise<CloseResult> =>
    outcome === 'promoted' ? closePromoted(ports, log, rollout, note) : closeRollback(ports, log, rollout);
}

async function closePromoted(ports: ClosePorts, log: Log, id: string, note: string | undefined): Promise<CloseResult> {
  const { outcome, closed } = await changeRecord<{ outcome: CloseResult['outcome']; closed: ClosedRollout }>(
    ports.records,
    async (record) => {
      const ended = await endingOf(ports.records, record, id);
      if (ended?.outcome === 'promoted') return { result: { outcome: 'already closed', closed: ended } };
      const rollout = requireClaim(record, id, ['promoting']);
      if (rollout.confirmedWeight !== 0) {
        throw new ContractError(
          'WeightsDrifted',
          `a promotion is closed at rest, the record has confirmed canary ${rollout.confirmedWeight}`,
        );
      }
      const closed = closeRollout(rollout, 'promoted', ports.clock.now());
      return { write: atRestAfter(record, closed), result: { outcome: 'closed', closed } };
    },
  );
  await ports.records.archive(closed);
  const left = await takeBackIfPossible(ports, log);
  const message = `${[describeClosed(closed), ...(note === undefined ? [] : [note])].join('; ')}${left}`;
  await announce(ports, { kind: closed.kind === 'revert' ? 'reverted' : 'promoted', rollout: closed, message });
  return { outcome, message };
}

function describeClosed({ kind, version, previousVersion }: ClosedRollout): string {
  return kind === 'revert'
    ? `version ${version} is in production again, version ${previousVersion} is out`
    : `version ${version} is in production; version ${previousVersion} is kept as previous`;
}

async function closeRollback(ports: ClosePorts, log: Log, id: string): Promise<CloseResult> {
  const closed = await closeRolledBack(ports, id);
  const left = await takeBackIfPossible(ports, log);
  return closed
    ? {
        outcome: 'closed',
        message: `the rollback of version ${closed.version} is announced; the next release can start${left}`,
      }
    : { outcome: 'already closed', message: `the rollback of ${executionName(id)} was finished by somebody else` };
}

export const handler = handlerFor(closeRow, { announcer, concurrency, records }, createClose);
