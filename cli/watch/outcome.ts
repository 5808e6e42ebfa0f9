import { shortenAlarms } from '../../rollout/alarms.ts';
import { readableCause } from '../../rollout/readable-cause.ts';
import type { ClosedRollout } from '../../rollout/record/record.ts';
import { ErrorName } from '../../statemachine/contract/errors.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import type { Execution } from '../ports.ts';
import { Status } from '../status.ts';
import { endingOf, statusText } from '../story/ending.ts';

/** How an execution ended, for people and for shells. */
export interface Outcome {
  readonly status: Status;
  /** In one word or two: what `history` shows. */
  readonly word: string;
  /** A sentence. */
  readonly text: string;
}

/** What a version reached, by the state in which an execution that succeeded ended. */
const GOOD_ENDS: Readonly<Record<string, { readonly word: string; readonly text: string }>> = {
  [StateName.promoted]: { word: 'promoted', text: 'promoted' },
  [StateName.reverted]: { word: 'reverted', text: 'production is back on the version before' },
  [StateName.nothingToRelease]: {
    word: 'nothing new',
    text: 'nothing to release: production runs this version already, or it was tried before',
  },
  [StateName.nothingToRevert]: {
    word: 'nothing to revert',
    text: 'nothing to revert: production runs what the alias previous keeps',
  },
  [StateName.toldToGoOn]: { word: 'told to go on', text: 'the held release was told to go on' },
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
  const ending = endingOf({ status, error });
  const reason = shortenAlarms(readableCause(cause));
  // The close is the commit point: what was promoted stays, whatever became of the execution afterwards.
  if (closed?.outcome === 'promoted') {
    return closed.kind === 'revert'
      ? { status: Status.ok, word: 'reverted', text: `production is back on version ${closed.version}` }
      : {
          status: Status.ok,
          word: 'promoted',
          text: `version ${closed.version} is in production, version ${closed.previousVersion} is kept as previous`,
        };
  }
  // What could not be carried through, the watchdog goes on trying.
  if (closed?.notRestored === true || ending === 'rollback failed') {
    return {
      status: Status.needsPerson,
      word: 'rollback failed',
      text:
        `${error ?? ErrorName.CannotRestoreProduction}: ${closed?.reason ?? reason}; ` +
        `RUNBOOK.md#${(error ?? ErrorName.CannotRestoreProduction).toLowerCase()}`,
    };
  }
  if (ending === 'succeeded')
    return { status: Status.ok, ...(GOOD_ENDS[lastState] ?? { word: 'succeeded', text: lastState || 'succeeded' }) };
  if (ending === 'refused') return { status: Status.refused, word: 'refused', text: `refused: ${error}: ${reason}` };
  if (closed !== undefined)
    return {
      status: Status.rolledBack,
      word: 'rolled back',
      text: `version ${closed.version} was rolled back: ${shortenAlarms(closed.reason ?? reason)}`,
    };
  if (ending === 'rolled back') return { status: Status.rolledBack, word: 'rolled back', text: reason };
  return {
    status: Status.rolledBack,
    word: statusText(status),
    text: `${status}${error === undefined ? '' : `, ${error}: ${reason}`}`,
  };
}
