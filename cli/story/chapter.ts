import type { Pause } from '../../rollout/pause/pause.ts';
import { STANDING_BY, type ClosedRollout } from '../../rollout/record/record.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { endingOf } from './ending.ts';

/**
 * Where a release is, in one word: watch, history and the page all say this of it, each in words of its own. It is read
 * from the record first, for an execution may end before its rollout does; and from the execution where the record
 * knows nothing of it.
 */
export type Chapter =
  /** Nothing has been claimed for it yet. */
  | { readonly kind: 'beginning' }
  | { readonly kind: 'advancing' }
  /** Also once it was told to go on, until a check lets it. */
  | { readonly kind: 'paused'; readonly pause: Pause }
  | { readonly kind: 'promoting' }
  /** Of a rollback: production is broken too, so the weights stay for a while. */
  | { readonly kind: 'standing by' }
  | { readonly kind: 'rolling back' }
  | { readonly kind: 'over'; readonly fate: Fate };

/** What became of a release that is over. */
export type Fate =
  | 'promoted'
  | 'reverted'
  /** It ended well and changed nothing, such as with nothing to release: its last state says it. */
  | 'through'
  /** Before anything was touched. */
  | 'refused'
  | 'rolled back'
  /** Somebody should look. */
  | 'rollback failed'
  /** Its execution was aborted, timed out or failed, and there is no rollout of it. */
  | 'cut short';

/** An execution, as far as its end matters. */
export interface Ended {
  readonly status: string;
  readonly error?: string | undefined;
  /** The state in which it is or was last; '' where nobody looked. */
  readonly state: string;
}

/** What is left of a rollout that was closed. */
export type Closed = Pick<ClosedRollout, 'outcome' | 'kind' | 'listener' | 'notRestored'>;

/** What is known of a release at one moment. */
export interface Known {
  /** Undefined where nobody looked. */
  readonly execution: Ended | undefined;
  /** Its rollout, while it is open. */
  readonly open: { readonly phase: string; readonly pause: Pause | undefined } | undefined;
  /** Its rollout, once it is closed. */
  readonly closed: Closed | undefined;
}

export function chapterOf({ execution, open, closed }: Known): Chapter {
  if (closed === undefined && open !== undefined) {
    const { phase, pause } = open;
    if (phase === STANDING_BY) return { kind: 'standing by' };
    if (phase === 'rolling back' || phase === 'promoting') return { kind: phase };
    return pause === undefined ? { kind: 'advancing' } : { kind: 'paused', pause };
  }
  const fate = fateOf(execution ?? { status: '', state: '' }, closed);
  return fate === undefined ? { kind: 'beginning' } : { kind: 'over', fate };
}

/**
 * The close is the commit point: what was promoted stays, whatever became of the execution afterwards.
 * @param closed undefined where there was no rollout, or it is still open
 * @returns undefined while it runs, or waits to be redriven
 */
export function fateOf({ status, error, state }: Ended, closed: Closed | undefined): Fate | undefined {
  // It released nothing.
  if (closed?.outcome === 'promoted' && closed.listener !== undefined) return 'through';
  if (closed?.outcome === 'promoted') return closed.kind === 'revert' ? 'reverted' : 'promoted';
  const ending = endingOf({ status, error });
  // What could not be carried through, the watchdog goes on trying.
  if (closed?.notRestored === true || ending === 'rollback failed') return 'rollback failed';
  if (ending === 'succeeded') return GOOD_ENDS[state] ?? 'through';
  if (ending === 'refused') return 'refused';
  if (closed !== undefined || ending === 'rolled back') return 'rolled back';
  return ending === undefined ? undefined : 'cut short';
}

const GOOD_ENDS: Readonly<Record<string, Fate>> = {
  [StateName.promoted]: 'promoted',
  [StateName.reverted]: 'reverted',
};
