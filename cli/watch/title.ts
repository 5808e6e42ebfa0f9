import { REASONS } from '../../rollout/pause/reasons.ts';
import { pauseToCome, saidToBake, type StoredPause } from '../../rollout/pause/stored.ts';
import type { ClosedRollout, OpenRollout } from '../../rollout/record/record.ts';
import type { Chapter } from '../story/chapter.ts';

/** An open rollout, or what is left of it once it is closed. */
export type WatchedRollout = Pick<OpenRollout, 'kind' | 'version' | 'previousVersion'> &
  StoredPause &
  Partial<Pick<OpenRollout, 'confirmedWeight'>> & {
    readonly listener?: OpenRollout['listener'] | ClosedRollout['listener'];
  };

/** What stands above the steps: `Version 8 over 7: held at 30 % until somebody says go-on`. */
export function titleOf(rollout: WatchedRollout | undefined, chapter: Chapter): string {
  if (rollout === undefined) return 'Not claimed yet';
  const what = whatItDoes(rollout);
  switch (chapter.kind) {
    case 'over':
      return `${what}: ${chapter.fate}`;
    case 'rolling back':
      return `${what}: rolling back`;
    case 'standing by':
      return `${what}: to be rolled back once production is no longer broken too`;
    case 'paused':
      return `${what}: ${REASONS[chapter.pause.why].says.watch(chapter.pause)}`;
    case 'beginning':
    case 'advancing':
    case 'promoting':
      return what + (chapter.kind === 'advancing' ? said(rollout) : '') + comingUp(rollout);
  }
}

function whatItDoes({ kind, listener, previousVersion, version }: WatchedRollout): string {
  const task = typeof listener === 'object' ? listener.to : listener;
  if (task !== undefined)
    return `Listener that serves version ${version} is ${task === 'adopt' ? 'adopted' : 'given back'}`;
  return kind === 'revert'
    ? `Back to version ${version} from ${previousVersion}`
    : `Version ${version} over ${previousVersion}`;
}

function said(rollout: WatchedRollout): string {
  const words = saidToBake(rollout);
  return words === undefined ? '' : `, ${words}`;
}

function comingUp(rollout: WatchedRollout): string {
  const { confirmedWeight = 0 } = rollout;
  const coming = pauseToCome(rollout);
  return coming !== undefined && coming.at >= confirmedWeight ? `, ${coming.says.watch(coming.at)}` : '';
}

export const isBad = (chapter: Chapter): boolean =>
  chapter.kind === 'over'
    ? chapter.fate === 'rolled back' || chapter.fate === 'rollback failed'
    : chapter.kind === 'rolling back' || chapter.kind === 'standing by';

/** By itself, and so within a time that can be said. */
export const goesOn = ({ kind }: Chapter): boolean =>
  kind !== 'paused' && kind !== 'rolling back' && kind !== 'standing by';
