import { shortenAlarms } from '../../rollout/alarms.ts';
import { readableCause } from '../../rollout/readable-cause.ts';
import type { ClosedRollout } from '../../rollout/record/record.ts';
import { describeRollback } from '../../rollout/rollback/revoke.ts';
import { ErrorName } from '../../statemachine/contract/errors.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import type { Execution } from '../ports.ts';
import { Status } from '../status.ts';
import { fateOf } from '../story/chapter.ts';
import { statusText } from '../story/ending.ts';

/** How an execution ended, for people and for shells. */
export interface Outcome {
  readonly status: Status;
  /** In one word or two: what `history` shows. */
  readonly word: string;
  /** A sentence. */
  readonly text: string;
}

/** By the state in which an execution ended that succeeded and changed nothing. */
const GOOD_ENDS: Readonly<Record<string, { readonly word: string; readonly text: string }>> = {
  [StateName.nothingToRelease]: {
    word: 'nothing new',
    text: 'nothing to release: production runs this version already, or it was tried before',
  },
  [StateName.nothingToRevert]: {
    word: 'nothing to revert',
    text: 'nothing to revert: production runs what the alias previous keeps',
  },
  // As machines from before there were pauses call it.
  'Told to go on': { word: 'told to go on', text: 'the held release was told to go on' },
  [StateName.listenerChanged]: { word: 'listener changed', text: 'the default action of the listener is as asked for' },
  [StateName.nothingOfListener]: { word: 'nothing to do', text: 'the listener is as asked for already' },
  [StateName.told]: { word: 'told', text: 'the release was told' },
  [StateName.rolledBackAsAsked]: { word: 'rolled back', text: 'rolled back as asked' },
  [StateName.nothingToRollBack]: { word: 'nothing to do', text: 'there was nothing to roll back' },
  [StateName.leftToWatchdog]: { word: 'left to watchdog', text: 'the rest is left to the watchdog' },
};

/**
 * @param lastState in which it ended; '' where nobody looked
 * @param closed how its rollout was closed; undefined when it had none, or has it still
 */
export function outcomeOf(
  { status, error, cause = '' }: Pick<Execution, 'status' | 'error' | 'cause'>,
  lastState: string,
  closed: ClosedRollout | undefined,
): Outcome {
  const reason = shortenAlarms(readableCause(cause));
  const fate = fateOf({ status, error, state: lastState }, closed);
  switch (fate) {
    case 'promoted':
    case 'reverted':
      return { status: Status.ok, word: fate, text: inProduction(fate, closed) };
    case 'through':
      return { status: Status.ok, ...(GOOD_ENDS[lastState] ?? { word: 'succeeded', text: lastState || 'succeeded' }) };
    case 'rollback failed':
      return {
        status: Status.needsPerson,
        word: fate,
        text:
          `${error ?? ErrorName.CannotRestoreProduction}: ${closed?.reason ?? reason}; ` +
          `RUNBOOK.md#${(error ?? ErrorName.CannotRestoreProduction).toLowerCase()}`,
      };
    case 'refused':
      return { status: Status.refused, word: fate, text: `refused: ${error}: ${reason}` };
    case 'rolled back':
      return {
        status: Status.rolledBack,
        word: fate,
        text:
          closed === undefined
            ? reason
            : closed.listener !== undefined
              ? shortenAlarms(describeRollback(closed))
              : `version ${closed.version} was rolled back: ${shortenAlarms(closed.reason ?? reason)}`,
      };
    case 'cut short':
    case undefined:
      return {
        status: Status.rolledBack,
        word: statusText(status),
        text: `${status}${error === undefined ? '' : `, ${error}: ${reason}`}`,
      };
  }
}

function inProduction(fate: 'promoted' | 'reverted', closed: ClosedRollout | undefined): string {
  if (closed === undefined) return fate === 'promoted' ? 'promoted' : 'production is back on the version before';
  return fate === 'reverted'
    ? `production is back on version ${closed.version}`
    : `version ${closed.version} is in production, version ${closed.previousVersion} is kept as previous`;
}
