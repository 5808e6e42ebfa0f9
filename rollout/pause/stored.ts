import type { PauseReason } from '../../statemachine/contract/plan.ts';
import type { OpenRollout } from '../record/record.ts';
import type { Pause, ToCome } from './pause.ts';
import { REASONS } from './reasons.ts';

type PauseField = 'holdAt' | 'heldAt' | 'heldSince' | 'heldBecause' | 'heldWhy' | 'goOn';

/** What the record keeps of pauses. Only this file reads these fields, and `ASKED` the first of them. */
export type StoredPause = { readonly [Field in PauseField]?: OpenRollout[Field] | undefined };

type Whereabouts = { readonly phase?: string; readonly confirmedWeight?: number };

/** Where a pause is to come, and what each place says of that. */
export interface Coming {
  readonly at: number;
  readonly says: ToCome['says'];
}

/** The pause that began last, also once the rollout has gone on from it; undefined where none has begun. */
export function lastPause({
  holdAt,
  heldAt = holdAt,
  heldSince,
  heldBecause,
  heldWhy,
  goOn = false,
}: StoredPause): Pause | undefined {
  if (heldAt === undefined || heldSince === undefined) return undefined;
  return {
    at: heldAt,
    why: isReason(heldWhy) ? heldWhy : impliedReason(heldAt, holdAt),
    since: heldSince,
    ...(heldBecause !== undefined && { found: heldBecause }),
    told: goOn,
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

/** The rollout with a pause that begins; what was stored of an earlier one is forgotten, also that it was told. */
export function withPause(rollout: OpenRollout, { at, why, since, found, told }: Pause): OpenRollout {
  const { heldAt: _at, heldSince: _since, heldBecause: _because, heldWhy: _why, goOn: _goOn, ...rest } = rollout;
  return {
    ...rest,
    heldAt: at,
    heldSince: since,
    ...(found !== undefined && { heldBecause: found }),
    ...(why !== impliedReason(at, rollout.holdAt) && { heldWhy: why }),
    ...(told && { goOn: true }),
  };
}

/** The rollout once somebody has said "go on". */
export function toldToGoOn(rollout: OpenRollout): OpenRollout {
  return { ...rollout, goOn: true };
}

/** A record that names no reason, as all did before there were more than these two. */
function impliedReason(at: number, askedAt: number | undefined): PauseReason {
  return at === askedAt ? 'asked' : 'too few requests';
}

/** Handlers of a later release may know more reasons; theirs is told as if it had no name. */
function isReason(stored: string | undefined): stored is PauseReason {
  return stored !== undefined && Object.hasOwn(REASONS, stored);
}
