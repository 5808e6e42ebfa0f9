import type { PauseReason } from '../../statemachine/contract/pauses.ts';
import { executionName } from '../execution.ts';
import type { OpenRollout } from '../record/record.ts';
import { withoutWord, withWord } from './let-on.ts';
import type { Pause, Said, Told, ToCome, Word } from './pause.ts';
import { REASONS, unproven } from './reasons.ts';

const OF_A_PAUSE = ['heldAt', 'heldSince', 'heldBecause', 'heldWhy', 'goOn'] as const;
const OF_A_WORD = ['goOnAt', 'goOnBy', 'goOnWho', 'goOnWhy'] as const;
const OF_A_REQUEST = ['pauseAsked', 'pauseBy'] as const;

type PauseField =
  | (typeof OF_A_PAUSE)[number]
  | (typeof OF_A_WORD)[number]
  | (typeof OF_A_REQUEST)[number]
  | 'holdAt'
  | 'promoteFrom'
  | 'spareAt';

/** What the record keeps of pauses. Only this file reads these fields, and `ASKED` the first of them. */
export type StoredPause = { readonly [Field in PauseField]?: OpenRollout[Field] | undefined };

type Whereabouts = { readonly phase?: string; readonly confirmedWeight?: number };

/** Where a pause is to come, and what each place says of that. */
export interface Coming {
  readonly at: number;
  readonly says: ToCome['says'];
}

/** The pause that began last, also once the rollout has gone on from it; undefined where none has begun. */
export function lastPause(rollout: StoredPause): Pause | undefined {
  const { holdAt, heldAt = holdAt, heldSince, heldBecause, heldWhy, goOn = false, goOnAt, spareAt } = rollout;
  if (heldAt === undefined || heldSince === undefined) return undefined;
  const word = goOn && goOnAt === heldAt ? wordIn(rollout) : undefined;
  return {
    at: heldAt,
    why: isReason(heldWhy) ? heldWhy : impliedReason(heldAt, holdAt),
    since: heldSince,
    ...(heldBecause !== undefined && { found: heldBecause }),
    told: goOn,
    ...(word && { word }),
    ...(spareAt === heldAt && { spare: true }),
  };
}

/** The pause in which the rollout is; undefined once it has left that weight, or is taken back. */
export function standingPause(rollout: StoredPause & Whereabouts): Pause | undefined {
  const pause = lastPause(rollout);
  return rollout.phase === 'advancing' && rollout.confirmedWeight === pause?.at ? pause : undefined;
}

/** A pause that the record knows of, until it begins; of two the one that stands first among the reasons. */
export function pauseToCome(rollout: StoredPause): Coming | undefined {
  const begun = lastPause(rollout)?.at;
  return Object.values(REASONS)
    .map(({ toCome }) => toCome && { at: toCome.at(rollout), says: toCome.says })
    .find((coming): coming is Coming => coming?.at !== undefined && coming.at !== begun);
}

/** What was said that ends the waits of this weight, whether or not it is paused. */
export function toldAt(rollout: StoredPause, at: number): Told | undefined {
  const { goOnAt, promoteFrom } = rollout;
  const word = wordIn(rollout);
  if (goOnAt === at) return { when: 'here', ...(word && { word }) };
  if (promoteFrom === undefined || promoteFrom >= at) return undefined;
  return { when: 'before', ...(word && goOnAt === promoteFrom && { word }) };
}

/** The weight for which this execution has said "go on", if it was the last to do so: what it says again is no news. */
export const saidAlready = ({ goOnAt, goOnBy }: StoredPause, execution: string): number | undefined =>
  goOnBy === execution ? goOnAt : undefined;

/** Whether this execution asked for the pause that has not begun. */
export const askedAlready = ({ pauseBy }: StoredPause, execution: string): boolean => pauseBy === execution;

/** Whether somebody has ended the waits of all weights that come. */
export const promoteSaid = ({ promoteFrom }: StoredPause): boolean => promoteFrom !== undefined;

/** The rollout with a pause that begins; what was stored of an earlier one is forgotten, and what was said of it. */
export function withPause(rollout: OpenRollout, { at, why, since, found, told, spare }: Pause): OpenRollout {
  return {
    ...without(without(rollout, OF_A_PAUSE), [...OF_A_REQUEST, ...OF_A_WORD]),
    heldAt: at,
    heldSince: since,
    ...(found !== undefined && { heldBecause: found }),
    ...(why !== impliedReason(at, rollout.holdAt) && { heldWhy: why }),
    ...(told && { goOn: true }),
    ...(spare === true && { spareAt: at }),
  };
}

/** The rollout once somebody has said "go on" where it is. It is paused no more before that weight is over. */
export function toldToGoOn(rollout: OpenRollout, said?: Said): OpenRollout {
  const paused = standingPause(rollout) !== undefined;
  if (said === undefined) return { ...rollout, goOn: true };
  return {
    ...without(rollout, [...OF_A_REQUEST, ...OF_A_WORD]),
    ...(paused && { goOn: true }),
    goOnAt: rollout.confirmedWeight,
    goOnBy: said.execution,
    ...(said.by !== undefined && { goOnWho: said.by }),
    ...(said.reason !== undefined && { goOnWhy: said.reason }),
    ...(said.promote && { promoteFrom: rollout.confirmedWeight }),
    letOn: withWord(rollout.letOn, rollout.confirmedWeight, said),
  };
}

/** The rollout once somebody has asked to pause it. The later word counts: what was said before it is withdrawn. */
export function toldToPause(rollout: OpenRollout, askedAt: string, by: string): OpenRollout {
  const { letOn, ...rest } = without(rollout, [...OF_A_WORD, 'promoteFrom']);
  const left = withoutWord(letOn, rollout.confirmedWeight);
  return { ...rest, ...(left && { letOn: left }), pauseAsked: askedAt, pauseBy: by };
}

/** What was said to a rollout that bakes, which its next check follows; undefined where nothing was. */
export function saidToBake(rollout: StoredPause & Whereabouts): string | undefined {
  const { confirmedWeight = 0 } = rollout;
  if (rollout.pauseAsked !== undefined) return 'told to pause';
  const told = toldAt(rollout, confirmedWeight);
  if (told === undefined || lastPause(rollout)?.at === confirmedWeight) return undefined;
  return `told to go on${told.when === 'before' ? ' to the end' : ''}${unproven(told.word)}`;
}

/** When somebody asked for a pause that has not begun. */
export const pauseAskedAt = ({ pauseAsked }: StoredPause): string | undefined => pauseAsked;

function wordIn({ goOnBy, goOnWho, goOnWhy }: StoredPause): Word | undefined {
  if (goOnBy === undefined) return undefined;
  const own = { ...(goOnWho !== undefined && { by: goOnWho }), ...(goOnWhy !== undefined && { reason: goOnWhy }) };
  return { execution: executionName(goOnBy), ...own };
}

function without(rollout: OpenRollout, fields: readonly PauseField[]): OpenRollout {
  const left = Object.entries(rollout).filter(([name]) => !fields.some((field) => field === name));
  return Object.fromEntries(left) as unknown as OpenRollout;
}

/** A record that names no reason, as all did before there were more than these two. */
function impliedReason(at: number, askedAt: number | undefined): PauseReason {
  return at === askedAt ? 'asked' : 'too few requests';
}

/** Handlers of a later release may know more reasons; theirs is told as if it had no name. */
function isReason(stored: string | undefined): stored is PauseReason {
  return stored !== undefined && Object.hasOwn(REASONS, stored);
}
